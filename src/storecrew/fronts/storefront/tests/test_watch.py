"""What is kept of pages is dropped when something shown changes, and only then."""

from datetime import UTC, datetime

import pytest

from storecrew.conftest import Company
from storecrew.fronts.storefront import watch
from storecrew.kernel.audit.models import Entry

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    watch.forget()


def entries(count: int, action: str) -> None:
    """Write audit rows as a busy shop does."""
    start = Entry.objects.count()
    rows = [
        Entry(uid=f"{start + n:032x}", at=NOW, action=action, outcome="done", actor="nobody", input_hash="0" * 64)
        for n in range(count)
    ]
    Entry.objects.bulk_create(rows)


def test_a_change_of_the_catalogue_is_seen(company: Company) -> None:
    entries(3, "catalogue.edit")
    before = watch.state()
    entries(1, "catalogue.edit")
    assert watch.state() != before


@pytest.mark.parametrize("orders", [1, 60, 1500])
def test_orders_leave_what_is_kept_alone_however_many_there_were(company: Company, orders: int) -> None:
    entries(3, "catalogue.edit")
    before = watch.state()
    entries(orders, "carts.put")
    assert watch.state() == before == watch.state()


def test_a_change_among_many_orders_is_seen(company: Company) -> None:
    entries(3, "catalogue.edit")
    before = watch.state()
    entries(700, "carts.put")
    entries(1, "media.describe")
    entries(700, "carts.put")
    assert watch.state() != before


def test_more_than_anybody_can_look_at_counts_as_a_change(company: Company) -> None:
    entries(3, "catalogue.edit")
    before = watch.state()
    entries(watch.MOST + 100, "carts.put")
    assert watch.state() != before


def test_where_nothing_was_ever_done_nothing_is_kept(company: Company) -> None:
    entries(3, "catalogue.edit")
    watch.state()
    Entry.objects.all().delete()
    assert watch.state() == ""
