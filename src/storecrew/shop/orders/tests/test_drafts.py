"""Orders that the crew writes."""

from datetime import timedelta

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Parked, Refused
from storecrew.kernel.approvals import actions as approvals
from storecrew.kernel.money.types import Money
from storecrew.shop.orders import actions
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import HOME, NOW, Check, Shop

CNY = "CNY"


def content(variant_id: int, **more: object) -> dict[str, object]:
    lines = ({"key": "line:a", "variant_id": variant_id, "quantity": 2},)
    values = {"language": "en", "currency": CNY, "email": "a@example.com", "ship_to": HOME, "shipping": Money(0, CNY)}
    return {"lines": lines, **values, **more}


def draft(shop: Shop, values: dict[str, object]) -> Order:
    data = actions.StartDraft.model_validate({"content": values})
    return Order.objects.get(pk=actions.draft(shop.company.service, data, now=NOW).order_id)


def place(shop: Shop, order: Order, **how: object) -> Order:
    values = {"order_id": order.pk, "version": order.version, **how}
    actions.place_draft(shop.company.service, actions.PlaceDraft.model_validate(values), now=NOW)
    return Order.objects.get(pk=order.pk)


def test_a_draft_reserves_nothing_and_becomes_an_order(shop: Shop, adds_up: Check) -> None:
    lamp = shop.lamp()
    order = draft(shop, content(lamp))
    assert (order.state, order.number, str(order), shop.sellable(lamp)) == ("draft", "", f"D{order.pk}", 10)
    placed = place(shop, order)
    adds_up(placed)
    assert (placed.state, placed.channel, placed.total_minor) == ("open", "phone", 20000)
    assert placed.pay_by == NOW + timedelta(hours=72)
    assert shop.sellable(lamp) == 8
    assert place(shop, placed).number == placed.number


def test_the_crew_agrees_prices_discounts_and_shipping(shop: Shop, adds_up: Check) -> None:
    lamp = shop.lamp()
    lines = (
        {"key": "line:a", "variant_id": lamp, "quantity": 2, "unit_price": Money(9000, CNY)},
        {"key": "line:b", "variant_id": lamp, "quantity": 1},
    )
    free = ({"key": "line:c", "title": "Gift box", "unit_price": Money(1500, CNY)},)
    order = draft(shop, content(lamp, lines=lines, free=free, discount=Money(1000, CNY), shipping=Money(0, CNY)))
    placed = place(shop, order)
    adds_up(placed)
    assert placed.total_minor == 18000 + 10000 + 1500 - 1000
    assert [line.title for line in placed.lines.all()][-1] == "Gift box"


def test_cash_in_the_till_is_paid_at_once(shop: Shop) -> None:
    from storecrew.shop.payments import actions as payments  # noqa: PLC0415  only here

    payments.set_up_provider(shop.company.finance, payments.SetUpProvider(code="door", kind="cash"))
    payments.enable(shop.company.finance, payments.Enable(code="door", on=True))
    paid = place(shop, draft(shop, content(shop.lamp())), payment="cash", provider="door")
    shop.hear(paid)
    assert paid.payment == "paid"
    later = place(shop, draft(shop, content(shop.lamp("MUG"))), payment="delivery", provider="door")
    assert (later.ships_unpaid, later.pay_by, later.payment) == (True, None, "pending")


def test_money_on_the_statement_needs_its_line(shop: Shop) -> None:
    order = draft(shop, content(shop.lamp()))
    with pytest.raises(InvalidInput, match="bank statement"):
        place(shop, order, payment="banked", provider="bank")
    placed = shop.hear(place(shop, order, payment="banked", provider="bank", reference="L-77"))
    assert placed.payment == "paid"


def test_what_is_missing_is_named(shop: Shop) -> None:
    lamp = shop.lamp()
    for values, sentence in (
        ({"lines": ()}, "Put something"),
        ({"ship_to": None}, "where it goes"),
        ({"email": ""}, "who the buyer is"),
    ):
        with pytest.raises(InvalidInput, match=sentence):
            place(shop, draft(shop, content(lamp, **values)))


def test_what_the_shop_cannot_send_needs_an_agreed_price(shop: Shop) -> None:
    lamp = shop.lamp()
    with pytest.raises(Refused):
        place(shop, draft(shop, content(lamp, shipping=None)))
    assert place(shop, draft(shop, content(lamp))).state == "open"


def test_a_draft_that_moved_on_is_not_overwritten(shop: Shop, company: Company) -> None:
    lamp = shop.lamp()
    order = draft(shop, content(lamp))
    values = {"order_id": order.pk, "version": 1, "content": content(lamp, note="gift")}
    actions.save_draft(company.service, actions.SaveDraft.model_validate(values), now=NOW)
    with pytest.raises(Refused, match="Somebody changed"):
        actions.save_draft(company.service, actions.SaveDraft.model_validate(values), now=NOW)


def test_prices_that_moved_have_to_be_looked_at(shop: Shop) -> None:
    with pytest.raises(Refused, match="Look at the new total"):
        place(shop, draft(shop, content(shop.lamp())), fingerprint="another")


def test_large_concessions_wait_for_a_second_human(shop: Shop, company: Company) -> None:
    rule = approvals.SetRule(action="orders.place_draft", currency=CNY, from_minor=5000, seat="director")
    approvals.set_rule(company.director, rule)
    small = draft(shop, content(shop.lamp("A"), discount=Money(4999, CNY)))
    assert place(shop, small).state == "open"
    large = draft(shop, content(shop.lamp("B"), discount=Money(5000, CNY)))
    with pytest.raises(Parked):
        place(shop, large)
    large.refresh_from_db()
    assert large.state == "draft"


def test_a_draft_is_thrown_away(shop: Shop, company: Company) -> None:
    order = draft(shop, content(shop.lamp()))
    with pytest.raises(Denied):
        actions.discard_draft(company.warehouse, actions.DropDraft(order_id=order.pk))
    actions.discard_draft(company.service, actions.DropDraft(order_id=order.pk))
    assert not Order.objects.exists()
