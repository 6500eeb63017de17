"""What returns register with the console: menu, names, search, their parts of an order's and a customer's page."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem, Panel
from storecrew.shop.customers import panels, timeline
from storecrew.shop.customers.timeline import Happening
from storecrew.shop.orders import page
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.page import Beat
from storecrew.shop.returns import reads, story, wording
from storecrew.shop.returns.models import Return
from storecrew.shop.returns.seats import DECIDERS, READERS, RECEIVERS
from storecrew.shop.returns.tables import url_of
from storecrew.shop.shipping import carriers

menu.register(
    MenuItem(
        "returns",
        pgettext_lazy("returns", "Returns"),
        "undo",
        "returns:index",
        frozenset({"service", "warehouse", "finance", "director"}),
        order=44,
    )
)
menu.register(MenuItem("returns", gettext_lazy("Take in"), "scan", "returns:scan", frozenset({"warehouse"}), order=45))


def _many(numbers: Iterable[str]) -> dict[str, Link]:
    # stock and orders name a receipt by its return and a count: return:4-1
    ids = {number: int(number.partition("-")[0]) for number in numbers if number.partition("-")[0].isdigit()}
    rows = {row.pk: row for row in Return.objects.filter(pk__in=ids.values())}
    return {number: Link(rows[pk].number, url_of(rows[pk]), "undo") for number, pk in ids.items() if pk in rows}


def _one(number: str) -> Link | None:
    return _many([number]).get(number)


links.register("return", _one, many=_many, seats=READERS)
links.register("returns_policy", lambda _number: Link(_("Policy of returns"), reverse("returns:policy"), "sliders"))


@search.source("returns.returns")
def find(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find returns by their number or the carrier's."""
    if len(text.strip()) < 4 or not allows(actor, name="returns.returns", seats=READERS, at=timezone.now()):
        return
    number = carriers.normal(text)
    found = Q(number__icontains=text.strip())
    rows = Return.objects.filter(found | Q(tracking_number=number) if number else found)
    for row in rows.order_by("-pk")[:limit]:
        yield Hit(
            title=row.number,
            url=url_of(row),
            icon="undo",
            detail=str(row.get_state_display()),
            score=1.0 if row.number.casefold() == text.strip().casefold() else 0.5,
            kind=pgettext("returns", "Return"),
        )


@page.panel("returns.of_order", order=20)
def of_order(actor: Actor, order_id: int, now: datetime) -> Panel | None:
    """Show an order's returns on its page, with the way to open one."""
    views = reads.returns_of_order(order_id, now)
    order = orders.find(order_id) if allows(actor, name="returns.request_for", seats=DECIDERS, at=now) else None
    sent = order is not None and any(line.shipped for line in order.lines)
    if not views and not sent:
        return None
    may_receive = allows(actor, name="returns.receive", seats=RECEIVERS, at=now)
    rows = [(view, wording.TONES[view.state], reverse("returns:one", args=[view.return_id])) for view in views]
    context = {
        "rows": rows,
        "open": reverse("returns:new", args=[order.number]) if order and sent else "",
        "may_receive": may_receive,
    }
    return Panel(title=pgettext("returns", "Returns"), template="returns/parts/of_order.html", context=context)


@page.timeline("returns.of_order")
def beats(actor: Actor, order_id: int, now: datetime) -> Iterable[Beat]:
    """Tell what happened to an order's returns."""
    for row in Return.objects.filter(order=order_id).order_by("pk"):
        yield from story.beats_of(row)


@panels.panel("returns.of_customer", order=20)
def of_customer(actor: Actor, customer_ids: Sequence[int], now: datetime) -> Panel | None:
    """Show a customer's newest returns."""
    rows = Return.objects.filter(customer__in=list(customer_ids)).select_related("order").order_by("-pk")
    found = [(row, wording.TONES[row.state], url_of(row)) for row in rows[:8]]
    if not found:
        return None
    return Panel(
        title=pgettext("returns", "Returns"), template="returns/parts/of_customer.html", context={"rows": found}
    )


@timeline.source("returns.requested")
def requested(actor: Actor, customer_ids: Sequence[int], before: datetime | None, limit: int) -> Iterable[Happening]:
    """Tell when something was asked to be taken back."""
    rows = Return.objects.filter(customer__in=list(customer_ids))
    if before is not None:
        rows = rows.filter(requested_at__lt=before)
    for row in rows.prefetch_related("lines").order_by("-requested_at", "-pk")[:limit]:
        pieces = sum(line.quantity for line in row.lines.all())
        yield Happening(
            at=row.requested_at,
            title=f"{row.get_kind_display()} {row.number}",
            detail=ngettext("%(n)d piece", "%(n)d pieces", pieces) % {"n": pieces},
            url=url_of(row),
            icon="undo",
            tone=wording.TONES[row.state],
        )
