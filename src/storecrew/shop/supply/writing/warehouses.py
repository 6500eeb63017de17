"""A supplier's warehouse as the form that stock changes warehouses by."""

from typing import Any

from storecrew.kernel.actions.validation import parse
from storecrew.shop.stock import actions as stock


def as_it_is(warehouse: Any, **other: Any) -> stock.EditWarehouse:
    """Return what changes nothing of a warehouse (with its calendar) but the values named."""
    values = {
        "warehouse_id": warehouse.pk,
        "code": warehouse.code,
        "name": warehouse.name,
        "kind": warehouse.kind,
        "address": warehouse.address,
        "calendar": warehouse.calendar.code if warehouse.calendar else "",
        "cut_off": warehouse.cut_off,
        "sells": warehouse.sells,
    }
    return parse(stock.EditWarehouse, values | other)
