"""Orders whose promises at suppliers and whose drop shipments say different things."""

from collections import defaultdict

from django.db.models import F, Sum

from storecrew.shop.dropships.actions.sending import may_leave
from storecrew.shop.dropships.models import DropLine
from storecrew.shop.orders import reads as orders
from storecrew.shop.stock import reads as stock

AT_ONCE = 500


def orders_astray() -> dict[int, int]:
    """Return orders that may leave and by how many pieces their promises and drop shipments differ; three questions."""
    differences = _differences()
    found: dict[int, int] = {}
    ids = sorted(differences)
    for start in range(0, len(ids), AT_ONCE):
        for order_id, order in orders.find_many(ids[start : start + AT_ONCE], crew=False).items():
            if may_leave(order) or order.state != "open":
                found[order_id] = differences[order_id]
    return found


def _differences() -> dict[int, int]:
    """Return by how many pieces each order differs, whatever its state."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for (owner, warehouse_id), pieces in stock.promised_at_suppliers().items():
        kind, _sep, number = owner.partition(":")
        if kind == "order" and number.isdecimal():
            counts[int(number), warehouse_id] += pieces
    open_pieces = F("wanted") - F("shipped") - F("refused") - F("cancelled") + F("pending")
    waiting = DropLine.objects.order_by().exclude(wanted=F("shipped") + F("refused") + F("cancelled"), pending=0)
    sums = waiting.values_list("dropship__order_id", "dropship__warehouse_id").annotate(left=Sum(open_pieces))
    for order_id, warehouse_id, pieces in sums:
        counts[order_id, warehouse_id] -= pieces
    found: dict[int, int] = defaultdict(int)
    for (order_id, _place), difference in counts.items():
        found[order_id] += abs(difference)
    return {order_id: pieces for order_id, pieces in found.items() if pieces}
