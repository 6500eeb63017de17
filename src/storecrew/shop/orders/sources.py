"""What an order's page says of where its lines come from: where they are promised now, why, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.types import Panel
from storecrew.shop.orders import page
from storecrew.shop.orders.models import Line, Order
from storecrew.shop.pricing.types import QuoteSource
from storecrew.shop.sourcing.types import Option
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import WarehouseView
from storecrew.shop.supply import reads as supply

ASKER: Final = grants.system("orders.sources", may={"stock.reservations", "stock.warehouses"})
READERS: Final = frozenset({"director", "warehouse", "service", "finance", "analyst"})
"""Who sees from whom things are bought, and what for."""
CHAIN_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class From:
    """So many pieces from a place. `supplier`: whose it is, with its number; empty: one's own."""

    place: str
    pieces: int
    supplier: str
    supplier_id: int | None


@dataclass(frozen=True, slots=True)
class Sourced:
    """A line with where it comes from. `moved`: not from where it was agreed; `why`: of that agreement."""

    title: str
    variant_id: int | None
    parts: tuple[From, ...]
    why: str
    moved: bool
    next: tuple[tuple[str, Option], ...]
    more: int


@page.panel("orders.sources", order=12)
def of_order(actor: Actor, order_id: int, now: datetime) -> Panel | None:
    """Show where each line comes from; nothing where all of it leaves from one place of one's own."""
    quote = Order.objects.filter(pk=order_id).values_list("quote", flat=True).first() or {}
    agreed = {one["key"]: QuoteSource.model_validate(one) for one in quote.get("sources") or ()}
    if not agreed or not grants.allows(actor, name="sourcing.sources", seats=READERS, at=now):
        return None
    names = {
        one.warehouse_id: one for one in stock.warehouses(_asker(), stock.WarehousesQuery(closed=True), now=now).items
    }
    sites = supply.sites_at(names)
    suppliers = {
        pk: one.name for pk, one in supply.suppliers_by_id({one.supplier_id for one in sites.values()}).items()
    }
    owned = {place: (site.supplier_id, suppliers.get(site.supplier_id, "")) for place, site in sites.items()}
    now_at = _promised(order_id, now)
    lines = [
        _line(line, agreed[line.key], now_at.get(line.key, {}), names, owned)
        for line in Line.objects.filter(order=order_id).order_by("position", "pk")
        if line.key in agreed
    ]
    first = next((line.variant_id for line in lines if line.variant_id), None)
    return Panel(
        title=_("Where the goods come from"),
        template="orders/parts/sources.html",
        context={"lines": lines},
        url=reverse("sourcing:of_variant", args=[first]) if first and len(lines) == 1 else reverse("sourcing:index"),
        link=_("How it is chosen"),
    )


def _asker() -> Actor:
    return Actor("system", name=ASKER, reason="an order's page is shown")


def _promised(order_id: int, now: datetime) -> dict[str, dict[int, int]]:
    """Return where the pieces of each line are promised now: line → warehouse → pieces."""
    query = stock.ReservationsQuery(owners=(f"order:{order_id}",), coverage=False)
    found: dict[str, dict[int, int]] = {}
    for one in stock.reservations(_asker(), query, now=now).items:
        places = found.setdefault(one.line, {})
        places[one.warehouse_id] = places.get(one.warehouse_id, 0) + one.quantity
    return found


def _line(
    line: Line,
    agreed: QuoteSource,
    promised: Mapping[int, int],
    names: Mapping[int, WarehouseView],
    owned: Mapping[int, tuple[int, str]],
) -> Sourced:
    planned = {share.warehouse_id: share.quantity for share in agreed.shares if share.warehouse_id is not None}
    there = promised or planned
    used = set(there)
    chain: Sequence[Option] = [one for one in (*agreed.chosen, *agreed.chain) if one.warehouse_id not in used]
    return Sourced(
        title=line.title,
        variant_id=line.variant_id,
        parts=tuple(
            From(
                place=names[place].name if place in names else "",
                pieces=pieces,
                supplier=owned[place][1] if place in owned else "",
                supplier_id=owned[place][0] if place in owned else None,
            )
            for place, pieces in there.items()
        ),
        why=agreed.reason.sentence,
        moved=bool(promised) and not set(promised) <= set(planned),
        next=tuple((names[one.warehouse_id].name, one) for one in chain[:CHAIN_SHOWN] if one.warehouse_id in names),
        more=max(0, len(chain) - CHAIN_SHOWN),
    )
