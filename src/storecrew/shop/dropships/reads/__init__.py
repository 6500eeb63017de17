"""Every question drop shipments answer. Plain functions are for other rooms, which have checked who asks."""

from storecrew.shop.dropships.reads.asking import (
    ChoicesFound,
    ChoicesQuery,
    DropshipQuery,
    Dropships,
    DropshipsQuery,
    choices,
    dropship,
    dropships,
)
from storecrew.shop.dropships.reads.counting import facts, owed, owed_by
from storecrew.shop.dropships.reads.papers import Slip, address_lines, slips_of
from storecrew.shop.dropships.reads.plain import answers_of, find, late, of_order, of_supplier, open_of_orders
from storecrew.shop.dropships.reads.views import views_of

__all__ = [
    "ChoicesFound",
    "ChoicesQuery",
    "DropshipQuery",
    "Dropships",
    "DropshipsQuery",
    "Slip",
    "address_lines",
    "answers_of",
    "choices",
    "dropship",
    "dropships",
    "facts",
    "find",
    "late",
    "of_order",
    "of_supplier",
    "open_of_orders",
    "owed",
    "owed_by",
    "slips_of",
    "views_of",
]
