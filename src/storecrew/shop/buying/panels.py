"""What purchases show on a supplier's page, on a variant's page of stock, and on the homes of seats."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.types import Panel
from storecrew.shop.buying import reads
from storecrew.shop.buying.tables import order_rows, state_of
from storecrew.shop.stock import item_panels
from storecrew.shop.supply import panels
from storecrew.shop.supply import reads as supply

SHOWN = 6


@panels.of_supplier("buying.orders", order=20)
def of_supplier(supplier_id: int, now: datetime) -> Panel | None:
    """Show the newest orders of a supplier, and what they get of us."""
    today = supply.store_day(now)
    rows = list(order_rows().filter(supplier_id=supplier_id).order_by("-pk")[:SHOWN])
    sums = reads.owed(supplier_id, now)
    if not rows and not sums:
        return None
    return Panel(
        title=_("Purchase orders"),
        template="buying/parts/of_supplier.html",
        context={"rows": [(row, *state_of(row, today), row.money(row.total or 0)) for row in rows], "sums": sums},
        url=f"{reverse('buying:orders')}?supplier={supplier_id}",
        link=_("All"),
        wide=True,
    )


@item_panels.of_item("buying.orders", order=20)
def of_item(variant_id: int, now: datetime) -> Panel | None:
    """Show in which orders a variant stands."""
    found = reads.of_variants([variant_id], limit=SHOWN)
    if not found:
        return None
    names = supply.suppliers_by_id({one.supplier_id for one in found})
    rows = [
        (one, names[one.supplier_id].name, next(line for line in one.lines if line.variant_id == variant_id))
        for one in found
    ]
    return Panel(
        title=_("Bought"),
        template="buying/parts/of_item.html",
        context={"rows": rows},
        url=reverse("buying:proposal", args=[variant_id]) if _is_proposed(variant_id) else "",
        link=_("What to order"),
    )


def _is_proposed(variant_id: int) -> bool:
    from storecrew.shop.buying.proposing.models import Proposal  # noqa: PLC0415  the part stands above these pages

    return Proposal.objects.filter(variant_id=variant_id).exists()


@desk.panel("warehouse", order=40)
def coming(actor: Actor, now: datetime) -> Panel | None:
    """Show what comes next."""
    found = reads.arrivals(now)[:SHOWN]
    if not found:
        return None
    names = supply.suppliers_by_id({one.supplier_id for one in found})
    return Panel(
        title=_("What comes"),
        template="buying/parts/coming.html",
        context={"rows": [(one, names[one.supplier_id].name) for one in found]},
        url=reverse("buying:arrivals"),
        link=_("All"),
    )
