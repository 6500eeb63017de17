"""What this room puts on seats' lists: decisions that wait, and second looks."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import ANYONE, Actor
from storecrew.kernel.approvals.models import Request
from storecrew.kernel.approvals.types import State
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import links, menu, queue
from storecrew.kernel.pages.types import Link, MenuItem, QueueItem, Step

SHOWN = 20

menu.register(
    MenuItem(
        room="approvals",
        label=gettext_lazy("Approvals"),
        icon="check",
        url_name="approvals:index",
        seats={ANYONE},
        order=20,
    )
)


@queue.source("approvals.waiting")
def waiting(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield a job for each request that waits for a seat of the reader, and one for all second looks together."""
    seats = set(grants_of(actor, now).seats)
    open_ones = Request.objects.open(now).filter(seat__in=seats).exclude(person_id=actor.person_id)
    rows = list(open_ones.order_by("expires_at", "pk")[:SHOWN])
    named = links.link_many(name for row in rows for name in (f"person:{row.person_id}", row.subject) if name)
    for row in rows:
        yield _job(row, named)
    if seats & {"finance", "director"}:
        yield from _second_looks(actor)


def _job(row: Request, named: Mapping[str, Link]) -> QueueItem:
    action = registry.find_action(row.action)
    url = reverse("approvals:request", args=[row.uid])
    act = str(action.label) if action else row.action
    asker = named[f"person:{row.person_id}"].name if row.person_id else "Storecrew"
    about = named[row.subject].name if row.subject else ""
    return QueueItem(
        key=f"approvals:{row.uid}",
        seat=row.seat,
        title=_("%(name)s asks you: %(act)s") % {"name": asker, "act": act},
        why=" · ".join(filter(None, [about, _amount(row), _("without a decision it expires")])),
        step=Step(label=_("Decide"), url=url),
        url=url,
        due_at=row.expires_at,
        minutes=3,
        subject=row.subject,
    )


def _amount(row: Request) -> str:
    if row.amount_minor is None or not row.currency:
        return ""
    return format_money(Money(row.amount_minor, row.currency))


def _second_looks(actor: Actor) -> Iterable[QueueItem]:
    alone = Request.objects.filter(self_authorised=True, looked_at=None, state__in=[State.APPROVED, State.EXECUTED])
    found = alone.exclude(person_id=actor.person_id).aggregate(n=Count("pk"), oldest=Min("asked_at"))
    if found["n"]:
        url = reverse("approvals:index") + "?which=second_look"
        yield QueueItem(
            key="approvals.second_look",
            seat="finance",
            title=ngettext(
                "%(n)d act was authorised by one person alone",
                "%(n)d acts were authorised by one person alone",
                found["n"],
            )
            % {"n": found["n"]},
            why=_("A second human should see each of them once."),
            step=Step(label=_("Look at them"), url=url),
            url=url,
            minutes=5,
            calm=True,
        )
