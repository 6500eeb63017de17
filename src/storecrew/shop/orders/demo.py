"""Many orders at once, for the demo's trade and for imports: rooms above enter here, inside an action of their own."""

from storecrew.shop.orders.rules import Received
from storecrew.shop.orders.writing.agreed import FreeLine
from storecrew.shop.orders.writing.many import Moved, Past, open_wants, write_many, written

__all__ = ["FreeLine", "Moved", "Past", "Received", "open_wants", "write_many", "written"]
