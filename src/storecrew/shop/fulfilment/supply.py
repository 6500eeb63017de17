"""From where each open line of an order can leave, how much of it lies there, and of which pieces it is made."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from storecrew.kernel.actions.types import Actor
from storecrew.shop.fulfilment.models import HERE, Content
from storecrew.shop.orders.types import OpenLine
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import ReservationView, WarehouseView
from storecrew.shop.supply import reads as suppliers

AT_ONCE = 500
"""Orders whose promises are looked at in one question."""


@dataclass(frozen=True, slots=True)
class Share:
    """What of an open line one warehouse is to send, counted in pieces of the line.

    `packed` of `quantity` wait for the carrier already; `there` more lie there and could be packed now. `parts` is what
    one piece of the line is made of: (variant, pieces). `scattered`: components of a bundle lie in different warehouses.
    """

    line: OpenLine
    warehouse_id: int | None
    quantity: int
    there: int
    packed: int
    parts: tuple[tuple[int, int], ...]
    scattered: bool = False

    @property
    def open(self) -> int:
        """Return how many are still to be packed there."""
        return max(0, self.quantity - self.packed)


def shares_of(lines: Sequence[OpenLine], actor: Actor, now: datetime) -> list[Share]:
    """Return what of these lines leaves from warehouses of our own, in the order of the lines.

    What suppliers send from theirs is nobody's to pick here. Four questions for each 500 orders.
    """
    found = _shares(lines, actor, now)
    theirs = suppliers.sites_at(share.warehouse_id for share in found if share.warehouse_id is not None)
    return [share for share in found if share.warehouse_id not in theirs]


def _shares(lines: Sequence[OpenLine], actor: Actor, now: datetime) -> list[Share]:
    warehouses = stock.warehouses(actor, stock.WarehousesQuery(), now=now).items
    promised = _promised({line.order_id for line in lines}, actor, now)
    packed = _packed({line.line_id for line in lines})
    found: list[Share] = []
    for line in lines:
        rows = promised.get((f"order:{line.order_id}", line.key), [])
        if rows:
            found += _counted(line, rows, packed)
        else:
            found.append(_uncounted(line, warehouses, packed))
    return found


def _promised(order_ids: Iterable[int], actor: Actor, now: datetime) -> dict[tuple[str, str], list[ReservationView]]:
    owners = [f"order:{number}" for number in sorted(order_ids)]
    found: dict[tuple[str, str], list[ReservationView]] = defaultdict(list)
    for start in range(0, len(owners), AT_ONCE):
        query = stock.ReservationsQuery(owners=tuple(owners[start : start + AT_ONCE]))
        for row in stock.reservations(actor, query, now=now).items:
            found[row.owner, row.line].append(row)
    return found


def _packed(line_ids: Iterable[int]) -> dict[tuple[int, int | None], int]:
    rows = Content.objects.filter(line_id__in=list(line_ids), parcel__state__in=HERE)
    summed = rows.order_by().values("line_id", "parcel__warehouse_id").annotate(packed=Sum("quantity"))
    return {(row["line_id"], row["parcel__warehouse_id"]): row["packed"] for row in summed}


def _uncounted(line: OpenLine, warehouses: Sequence[WarehouseView], packed: dict[tuple[int, int | None], int]) -> Share:
    """A line that stock does not count: it leaves from where it was quoted from, and is always there."""
    named = line.source.removeprefix("warehouse:")
    known = {place.warehouse_id for place in warehouses}
    home = int(named) if named.isdecimal() and int(named) in known else next(iter(_in_order(warehouses)), None)
    waiting = sum(pieces for (line_id, _place), pieces in packed.items() if line_id == line.line_id)
    parts = ((line.variant_id, 1),) if line.variant_id is not None else ()
    return Share(line, home, line.quantity, max(0, line.quantity - waiting), waiting, parts)


def _in_order(warehouses: Sequence[WarehouseView]) -> list[int]:
    return [place.warehouse_id for place in warehouses if place.sells]


def _counted(line: OpenLine, rows: Sequence[ReservationView], packed: dict[tuple[int, int | None], int]) -> list[Share]:
    """A line that stock counts: whole pieces of it by warehouse, as the promises lie."""
    totals: dict[int, int] = defaultdict(int)
    for row in rows:
        totals[row.variant_id] += row.quantity
    parts = tuple((variant_id, max(1, pieces // line.quantity)) for variant_id, pieces in sorted(totals.items()))
    shares: list[Share] = []
    for warehouse_id in dict.fromkeys(row.warehouse_id for row in rows):
        mine = [row for row in rows if row.warehouse_id == warehouse_id]
        quantity = _whole(parts, {row.variant_id: row.quantity for row in _merged(mine)})
        covered = _whole(parts, {row.variant_id: row.covered or 0 for row in _merged(mine)})
        waiting = packed.get((line.line_id, warehouse_id), 0)
        if quantity:
            there = max(0, min(quantity, covered) - waiting)
            shares.append(Share(line, warehouse_id, quantity, there, waiting, parts))
    left = line.quantity - sum(share.quantity for share in shares)
    if left > 0:
        shares.append(Share(line, rows[0].warehouse_id, left, 0, 0, parts, scattered=len(parts) > 1))
    return shares


def _merged(rows: Sequence[ReservationView]) -> list[ReservationView]:
    """Several promises of one variant in one warehouse count together."""
    found: dict[int, ReservationView] = {}
    for row in rows:
        known = found.get(row.variant_id)
        if known is None:
            found[row.variant_id] = row
        else:
            more = {"quantity": known.quantity + row.quantity, "covered": (known.covered or 0) + (row.covered or 0)}
            found[row.variant_id] = known.model_copy(update=more)
    return list(found.values())


def _whole(parts: Sequence[tuple[int, int]], pieces: dict[int, int]) -> int:
    return min((pieces.get(variant_id, 0) // each for variant_id, each in parts), default=0)
