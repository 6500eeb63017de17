"""Many orders at once, for the demo's trade and for imports: rooms above enter here, inside an action of their own."""

from storecrew.shop.orders.rules import Received
from storecrew.shop.orders.writing.agreed import FreeLine
from storecrew.shop.orders.writing.foreign import ForeignCharge, ForeignLine, Levy, Off, foreign_quote
from storecrew.shop.orders.writing.many import Moved, Past, open_wants, write_many, written
from storecrew.shop.orders.writing.rewriting import rewrite, take_out, untouched

__all__ = [
    "ForeignCharge",
    "ForeignLine",
    "FreeLine",
    "Levy",
    "Moved",
    "Off",
    "Past",
    "Received",
    "foreign_quote",
    "open_wants",
    "rewrite",
    "take_out",
    "untouched",
    "write_many",
    "written",
]
