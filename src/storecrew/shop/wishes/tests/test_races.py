"""Two workers hear at the same moment that something is back."""

import pytest

from storecrew.shop.carts.tests.conftest import committed_shop as shop
from storecrew.shop.orders.tests.test_races import at_once
from storecrew.shop.wishes.tests.conftest import Store
from storecrew.shop.wishes.tests.test_notices import PEOPLE, told

__all__ = ["shop"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_nobody_twice_and_no_more_than_may_hope(store: Store) -> None:
    store.wait("GONE", *PEOPLE)
    store.receive("GONE", 2)
    got = at_once(2, lambda _number: store.tell("GONE").count)
    assert sum(int(one) for one in got if isinstance(one, int)) == 6
    assert told() == PEOPLE[:6]
