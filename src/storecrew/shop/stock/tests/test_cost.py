"""A promise is cheap: the number of statements does not grow with the lines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.shop.stock import actions
from storecrew.shop.stock.conftest import NOW, want
from storecrew.shop.stock.types import Leaving

# of these, five are grants, savepoint and audit row
ACTS = {"hold": 10, "again": 11, "confirm": 10, "dispatch": 17, "release": 9}


@pytest.mark.parametrize("lines", [1, 8])
def test_statements_do_not_grow_with_the_lines(shop, lines) -> None:
    things = [shop.variant(f"THING-{number}") for number in range(lines)]
    for thing in things:
        shop.receive(thing, 50)
    wants = [want(thing, 2, f"line:{number}") for number, thing in enumerate(things)]
    leaving = tuple(
        Leaving(variant_id=row.variant_id, quantity=1, warehouse_id=shop.main, line=row.line) for row in wants
    )
    form = actions.Dispatch(owner="order:1", document="parcel:1", lines=leaving)
    spent = {
        "hold": _spent(lambda: shop.hold("cart:a", *wants)),
        "again": _spent(lambda: shop.hold("cart:a", *(row.model_copy(update={"quantity": 3}) for row in wants))),
        "confirm": _spent(lambda: shop.confirm("cart:a", "order:1")),
        "dispatch": _spent(lambda: actions.dispatch(shop.keeper, form, now=NOW)),
        "release": _spent(lambda: shop.release("order:1")),
    }
    assert {name: count for name, count in spent.items() if count > ACTS[name]} == {}


def _spent(act) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)
