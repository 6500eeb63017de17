"""What this room puts on seats' lists: decisions that wait, and second looks."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import ANYONE, Actor
from storecrew.kernel.approvals.models import Request
from storecrew.kernel.approvals.types import State
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import menu, queue
from storecrew.kernel.pages.types import MenuItem, QueueItem, Step

SHOWN = 20

menu.register(
    MenuItem(room="approvals", label=_("Approvals"), icon="check", url_name="approvals:index", seats={ANYONE}, order=20)
)


@queue.source("approvals.waiting")
def waiting(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield a job for each request that waits for a seat of the reader, and one for all second looks together."""
    seats = set(grants_of(actor, now).seats)
    for row in (
        Request.objects.open(now)
        .filter(seat__in=seats)
        .exclude(person_id=actor.person_id)
        .order_by("expires_at", "pk")[:SHOWN]
    ):
        yield _job(row)
    if seats & {"finance", "director"}:
        yield from _second_looks(actor)


def _job(row: Request) -> QueueItem:
    action = registry.find_action(row.action)
    url = reverse("approvals:request", args=[row.uid])
    label = str(action.label) if action else row.action
    amount = (
        format_money(Money(row.amount_minor, row.currency)) if row.amount_minor is not None and row.currency else ""
    )
    return QueueItem(
        key=f"approvals:{row.uid}",
        seat=row.seat,
        title=_("“%(act)s” waits for your decision") % {"act": label},
        why=(_("%(amount)s. Without a decision it expires; silence is no consent.") % {"amount": amount})
        if amount
        else _("Without a decision it expires; silence is no consent."),
        step=Step(label=_("Decide"), url=url),
        url=url,
        due_at=row.expires_at,
        minutes=3,
        subject=row.subject,
    )


def _second_looks(actor: Actor) -> Iterable[QueueItem]:
    alone = Request.objects.filter(self_authorised=True, looked_at=None, state__in=[State.APPROVED, State.EXECUTED])
    found = alone.exclude(person_id=actor.person_id).aggregate(n=Count("pk"), oldest=Min("asked_at"))
    if found["n"]:
        url = reverse("approvals:index") + "?which=second_look"
        yield QueueItem(
            key="approvals.second_look",
            seat="finance",
            title=ngettext_lazy(
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
