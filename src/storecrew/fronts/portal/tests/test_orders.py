"""Orders for the store's own shelves, answered on a telephone; and what is owed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from storecrew.fronts.portal.tests.holding import Holder, let_in
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.conftest import Buying, buying, lasting_buying
from storecrew.shop.buying.models import Answer

__all__ = ["buying", "lasting_buying"]
pytestmark = pytest.mark.django_db
DAY = "2026-12-12"


@pytest.fixture
def seller(buying: Buying) -> Iterator[Holder]:
    cache.clear()
    yield let_in(buying.buyer, buying.supplier_id)
    cache.clear()


def test_an_order_is_taken_as_it_is_with_a_day(buying: Buying, seller: Holder) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    number = buying.view(po_id).number
    assert number in seller.page()
    answer = seller.say(f"orders/{po_id}/", how="same", on=DAY, note="好的")
    assert answer.headers["Location"].endswith("?said=ordered")
    view = buying.view(po_id)
    assert (view.state, str(view.promised_on), view.differs) == ("acknowledged", DAY, False)
    row = Answer.objects.get(kind="acknowledged")
    assert (row.actor, row.way, row.text) == (f"supplier:{buying.supplier_id}", "portal", "好的")
    assert number not in seller.page()


def test_fewer_pieces_at_another_price_wait_for_a_word(buying: Buying, seller: Holder) -> None:
    po_id = buying.sent(("LAMP-OAT", 12), ("LAMP-INK", 6))
    line = buying.line(po_id, "LAMP-OAT").line_id
    path = f"orders/{po_id}/"
    assert seller.say(path, how="other").status_code == 422
    seller.say(path, how="other", **{f"n.{line}": "8", f"c.{line}": "42.00", f"d.{line}": DAY})
    said = buying.line(po_id, "LAMP-OAT")
    assert (said.said_quantity, said.said_cost, str(said.promised_on)) == (8, Money(4200, "CNY"), DAY)
    assert buying.line(po_id, "LAMP-INK").said_quantity is None
    assert "42.00" in seller.page(path)
    for wrong in ({f"n.{line}": "viele"}, {f"c.{line}": "teuer"}, {f"d.{line}": "bald"}, {"on": "31.12."}):
        answer = seller.say(path, how="other", note="再看看", **wrong)
        assert answer.status_code == 422
        assert "再看看" in answer.content.decode()


def test_pressed_twice_and_from_an_old_page(buying: Buying, seller: Holder) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    path = f"orders/{po_id}/"
    for _time in range(2):
        assert seller.say(path, once="x", how="same", on=DAY).status_code == 303
    assert Answer.objects.filter(kind="acknowledged").count() == 1
    old = seller.post(path, how="same", on="2026-12-20", note="慢点", version="1", once="y")
    assert (old.status_code, "慢点" in old.content.decode()) == (409, True)
    assert str(buying.view(po_id).promised_on) == DAY


def test_anothers_orders_and_drafts_are_not_there(buying: Buying, seller: Holder) -> None:
    po_id, draft = buying.sent(("LAMP-OAT", 12)), buying.make(("LAMP-INK", 6))
    other = let_in(buying.buyer, buying.abroad_id)
    assert buying.view(po_id).number not in other.page() + other.page("orders/") + other.page("money/")
    assert other.get(f"orders/{po_id}/").status_code == 404
    assert other.post(f"orders/{po_id}/", how="same").status_code == 404
    assert seller.get(f"orders/{draft}/").status_code == 404
    assert buying.view(po_id).state == "sent"


def test_what_came_and_is_not_billed_is_owed(buying: Buying, seller: Holder) -> None:
    assert buying.view(buying.sent(("LAMP-INK", 6))).number not in seller.page("money/")
    po_id = buying.sent(("LAMP-OAT", 12))
    buying.receive(po_id, ("LAMP-OAT", 12, 2))
    page = seller.page("money/")
    assert buying.view(po_id).number in page
    assert "400.00" in page.replace("\xa0", "")
    buying.bill(po_id, ("LAMP-OAT", 10, 4000), number="FP-77")
    assert "FP-77" in seller.page("money/")
    assert "FP-77" not in let_in(buying.buyer, buying.abroad_id).page("money/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_orders_open_with_few_questions(
    buying: Buying, seller: Holder, language: str, django_assert_max_num_queries: Any
) -> None:
    seller.post("speak/", language=language)
    ids = [buying.sent(("LAMP-OAT", 12), ("LAMP-INK", 6)) for _n in range(3)]
    for path in ("", "orders/", f"orders/{ids[0]}/", "money/"):
        with django_assert_max_num_queries(45):
            assert seller.get(path).status_code == 200, path
