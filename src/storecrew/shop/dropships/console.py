"""What drop shipments register with the console: menu, names, search, their parts of other pages, the day's deadlines."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import desk, links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem, Moment, Panel
from storecrew.shop.dropships import reads
from storecrew.shop.dropships.models import OPEN, Answer, DropParcel, DropShipment, Kind, State
from storecrew.shop.dropships.seats import COST_READERS, READERS
from storecrew.shop.dropships.tables import late, to_decide
from storecrew.shop.dropships.ways.arranged import arranged_with
from storecrew.shop.dropships.wording import STEPS, TONES
from storecrew.shop.orders import in_hand, page
from storecrew.shop.orders.page import Beat
from storecrew.shop.shipping import carriers
from storecrew.shop.supply import panels
from storecrew.shop.supply import reads as supply

menu.register(
    MenuItem(
        "dropships", gettext_lazy("Drop shipments"), "supplier", "dropships:index", READERS - {"analyst"}, order=41
    )
)


def _dropships(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = DropShipment.objects.filter(pk__in=ids).values_list("pk", "number")
    return {str(pk): Link(number, reverse("dropships:dropship", args=[pk]), "supplier") for pk, number in rows}


links.register("dropship", lambda number: _dropships([number]).get(number), many=_dropships, seats=READERS)


@search.source("dropships.dropships")
def find(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find drop shipments by our number, the supplier's, or a tracking number."""
    if not allows(actor, name="dropships.dropships", seats=READERS, at=timezone.now()):
        return
    plain, number = text.strip(), carriers.normal(text)
    if len(plain) < 4:
        return
    sent = DropParcel.objects.filter(tracking_number=number).values("dropship_id") if number else ()
    named = Q(number__iexact=plain) | Q(reference=plain) | Q(pk__in=sent)
    for row in DropShipment.objects.filter(named).select_related("supplier").order_by("-pk")[:limit]:
        yield Hit(
            title=row.number,
            url=reverse("dropships:dropship", args=[row.pk]),
            icon="supplier",
            detail=f"{row.supplier.name} · {State(row.state).label}",
            score=1.0,
            kind=_("Drop shipment"),
        )


@page.panel("dropships.dropships", order=11)
def of_order(actor: Actor, order_id: int, now: datetime) -> Panel | None:
    """Show on an order's page what suppliers send of it, with what is next."""
    if not allows(actor, name="dropships.dropships", seats=READERS, at=now):
        return None
    views = reads.of_order(order_id, now)
    if not views:
        return None
    rows = [(view, TONES[view.state], STEPS.get(view.step, "")) for view in views]
    return Panel(title=_("Sent by suppliers"), template="dropships/parts/of_order.html", context={"rows": rows})


@page.timeline("dropships.dropships")
def beats(actor: Actor, order_id: int, now: datetime) -> Iterable[Beat]:
    """Tell on an order's page what was said between us and its suppliers."""
    rows = Answer.objects.filter(dropship__order=order_id).select_related("dropship__supplier").order_by("at", "pk")
    bad = {Kind.REFUSED, Kind.FAILED, Kind.SURPRISED}
    for row in rows:
        yield Beat(
            row.at,
            f"{row.dropship.number}: {Kind(row.kind).label}",
            detail=row.text,
            url=reverse("dropships:dropship", args=[row.dropship_id]),
            kind="bad" if row.kind in bad else "system",
            who=row.dropship.supplier.name if row.actor.startswith("supplier:") else "",
        )


@panels.of_supplier("dropships.dropships", order=30)
def of_supplier(supplier_id: int, now: datetime) -> Panel | None:
    """Show on a supplier's page what they still have to send, what they may bill, and how they are told."""
    rows = DropShipment.objects.filter(supplier=supplier_id)
    some = list(rows.filter(state__in=OPEN).order_by("ship_by", "pk")[:5])
    context = {
        "supplier_id": supplier_id,
        "rows": [(view, TONES[view.state]) for view in reads.views_of(some, now)],
        "open": rows.filter(state__in=OPEN).count(),
        "late": late(rows, now).count(),
        "decide": to_decide(rows).count(),
        "owed": reads.owed(supplier_id),
        "arranged": arranged_with(supplier_id),
    }
    return Panel(
        title=_("Drop shipments"),
        template="dropships/parts/of_supplier.html",
        context=context,
        url=f"{reverse('dropships:index')}?supplier={supplier_id}",
        link=_("All of them"),
    )


@desk.panel("warehouse", order=25)
def waiting(actor: Actor, now: datetime) -> Panel | None:
    """Show what suppliers have in hand for our buyers."""
    rows = DropShipment.objects.filter(state__in=OPEN)
    count = rows.count()
    if not count:
        return None
    context = {
        "open": count,
        "late": late(rows, now).count(),
        "send": rows.filter(state=State.NEW).count(),
        "decide": to_decide(DropShipment.objects.all()).count(),
    }
    return Panel(
        title=_("At suppliers"),
        template="dropships/parts/desk.html",
        context=context,
        url=reverse("dropships:index"),
        link=_("All drop shipments"),
    )


@desk.panel("finance", order=45)
def owed(actor: Actor, now: datetime) -> Panel | None:
    """Show what suppliers sent and have not billed."""
    if not allows(actor, name="dropships.dropships", seats=COST_READERS, at=now):
        return None
    found = reads.owed_by()
    if not found:
        return None
    names = supply.suppliers_by_id(found)
    rows = [(names[number].name, number, one) for number, one in found.items()]
    rows.sort(key=lambda row: -sum(money.minor for money in row[2].amounts))
    return Panel(title=_("Sent by suppliers, not billed"), template="dropships/parts/owed.html", context={"rows": rows})


@desk.day("warehouse")
def deadlines(actor: Actor, start: datetime, end: datetime) -> Iterable[Moment]:
    """Put the moments on the day's ruler until which suppliers have to send."""
    rows = DropShipment.objects.filter(state__in=OPEN, ship_by__gte=start, ship_by__lt=end)
    counts: dict[datetime, int] = {}
    for at in rows.values_list("ship_by", flat=True):
        if at is not None:
            counts[at] = counts.get(at, 0) + 1
    for at, count in sorted(counts.items()):
        label = ngettext("%(n)d leaves a supplier", "%(n)d leave suppliers", count) % {"n": count}
        yield Moment(at=at, label=label, url=f"{reverse('dropships:index')}?view=asked&sort=due")


@in_hand.tells("dropships.asked")
def asked(order_id: int) -> bool:
    """Tell whether a supplier has been asked: then its buyer can no longer change it alone."""
    return DropShipment.objects.filter(order=order_id, sent_at__isnull=False).exclude(state=State.CANCELLED).exists()
