"""Which supplier a sold piece came from."""

from collections import defaultdict
from datetime import datetime

from storecrew.shop.dropships.reads.served import lines_served
from storecrew.shop.orders import reads as orders
from storecrew.shop.supply import reads as supply


class Served:
    """Who served what in a time. A drop shipment says so itself; what left our own shelf came from whoever offers it,
    where that is one supplier alone. Otherwise nobody knows, and it counts for nobody."""

    def __init__(self, since: datetime, until: datetime) -> None:
        """Three questions."""
        self._dropped = {(order, variant): supplier for supplier, order, variant, _n in lines_served(since, until)}
        sent = list(orders.lines_sent(since=since, until=until))
        offers = supply.offers_of({variant_id for _order, variant_id, _pieces in sent}, until)
        self._sole = {
            variant_id: some[0].supplier_id
            for variant_id, some in offers.items()
            if len({one.supplier_id for one in some}) == 1
        }
        self.orders: dict[tuple[int, int], set[int]] = defaultdict(set)
        """(supplier, variant) → orders in which it left."""
        self.pieces: dict[int, int] = defaultdict(int)
        """Supplier → pieces that left."""
        for order_id, variant_id, pieces in sent:
            supplier_id = self.supplier_of(order_id, variant_id)
            if supplier_id is not None:
                self.orders[supplier_id, variant_id].add(order_id)
                self.pieces[supplier_id] += pieces

    def supplier_of(self, order_id: int, variant_id: int) -> int | None:
        """Return who served a variant of an order; None: nobody knows."""
        return self._dropped.get((order_id, variant_id)) or self._sole.get(variant_id)
