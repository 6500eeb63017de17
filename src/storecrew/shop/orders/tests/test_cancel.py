"""Cancelling gives everything back: pieces to the shelf, coupons to the buyer, money to whom it belongs."""

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.kernel.events.models import Event
from storecrew.kernel.money.types import Money
from storecrew.shop.discounts import actions as discounts
from storecrew.shop.discounts.models import Coupon
from storecrew.shop.orders import actions
from storecrew.shop.orders.tests.conftest import NOW, Check, Shop
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.payments.models import Refund


def cancel(shop: Shop, order: object, **more: object) -> actions.Cancelled:
    values = {"order_id": order.pk, "reason": "buyer", **more}  # type: ignore[attr-defined]
    return actions.cancel(shop.company.service, actions.Cancel.model_validate(values), now=NOW)


def test_a_whole_unpaid_order_gives_back_its_stock(shop: Shop, adds_up: Check) -> None:
    lamp = shop.lamp()
    order = shop.place(quote_of(Want(lamp, 3, off=1000)))
    answer = cancel(shop, order)
    adds_up(order)
    assert (order.state, order.payment, order.total_minor, order.placed_total_minor) == ("cancelled", "void", 0, 30200)
    assert (answer.fell, answer.refunding) == (Money(30200, "CNY"), Money(0, "CNY"))
    assert (shop.sellable(lamp), shop.promised(order)) == (10, {})
    with pytest.raises(Refused, match="cancelled already"):
        cancel(shop, order)
    assert Event.objects.filter(name="orders.OrderCancelled").count() == 1


def test_pieces_take_their_share_of_discounts_and_taxes_with_them(shop: Shop, adds_up: Check) -> None:
    order = shop.place(quote_of(Want(shop.lamp(), 3, off=1000), inclusive=False))
    line = order.lines.get()
    was = line.total_minor
    cancel(shop, order, lines=({"line_id": line.pk, "quantity": 1},))
    adds_up(order)
    line.refresh_from_db()
    assert (line.wanted, line.gross_minor, line.discount_minor) == (2, 20000, 667)
    cancel(shop, order, lines=({"line_id": line.pk, "quantity": 1},))
    adds_up(order)
    line.refresh_from_db()
    assert abs(line.total_minor * 3 - was) <= 3
    assert shop.promised(order) == {"line:1": 1}
    assert order.state == "open"
    cancel(shop, order, lines=({"line_id": line.pk, "quantity": 1},))
    assert_all_gone(order)


def assert_all_gone(order: object) -> None:
    order.refresh_from_db()  # type: ignore[attr-defined]
    assert (order.state, order.total_minor, order.shipping_minor) == ("cancelled", 0, 0)  # type: ignore[attr-defined]


def test_what_was_paid_goes_back(shop: Shop) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 2))))
    line = order.lines.get()
    answer = cancel(shop, order, lines=({"line_id": line.pk, "quantity": 1},))
    assert answer.refunding == Money(10000, "CNY")
    assert [row.amount_minor for row in Refund.objects.all()] == [10000]
    later = cancel(shop, order, refund="none")
    assert later.refunding == Money(0, "CNY")
    order.refresh_from_db()
    assert (order.state, order.to_give_back_minor) == ("cancelled", 11200)


def test_what_has_left_cannot_be_cancelled(shop: Shop) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 3))))
    line = order.lines.get()
    shop.ship(order, {line.pk: 1})
    with pytest.raises(Refused, match="only 2 have not left"):
        cancel(shop, order, lines=({"line_id": line.pk, "quantity": 3},))
    cancel(shop, order)
    order.refresh_from_db()
    assert (order.state, order.fulfilment, order.payment) == ("closed", "done", "paid")
    with pytest.raises(Refused, match="has been sent and paid"):
        cancel(shop, order)


def test_coupons_may_be_used_again(shop: Shop, company: Company) -> None:
    draft = discounts.CouponDraft(title="Ten off", kind="amount", amounts={"CNY": 1000}, codes=("TEN",))
    discounts.create(company.marketing, draft)
    coupon = Coupon.objects.get()
    order = shop.place(quote_of(Want(shop.lamp(), 2, off=1000), coupon=(coupon.pk, "TEN")))
    coupon.refresh_from_db()
    assert coupon.used == 1
    cancel(shop, order)
    coupon.refresh_from_db()
    assert coupon.used == 0


def test_a_preview_changes_nothing(shop: Shop, company: Company) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 2))))
    preview = actions.cancel.preview(company.service, actions.Cancel(order_id=order.pk, reason="buyer"), now=NOW)
    assert preview.result.refunding == Money(21200, "CNY")
    order.refresh_from_db()
    assert (order.state, Refund.objects.count()) == ("open", 0)


def test_the_same_key_cancels_once(shop: Shop, company: Company) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 2))))
    data = actions.Cancel(order_id=order.pk, reason="buyer")
    first = actions.cancel(company.service, data, key="k", now=NOW)
    assert actions.cancel(company.service, data, key="k", now=NOW) == first
    assert Refund.objects.count() == 1


def test_service_and_director_only(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    for seat in ("warehouse", "finance", "marketing", "stranger", "nobody"):
        with pytest.raises(Denied):
            actions.cancel(company.holding(seat), actions.Cancel(order_id=order.pk, reason="buyer"))
