"""How orders are numbered, how long they wait, when they leave."""

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput
from storecrew.kernel.people.models import Person
from storecrew.shop.orders import actions
from storecrew.shop.orders.models import Rulebook
from storecrew.shop.orders.tests.conftest import Shop
from storecrew.shop.orders.tests.making import Want, quote_of


def habits(**changes: object) -> actions.Habits:
    values = {"prefix": "LH", "first_number": 50_000, "pay_within_h": 1, "transfer_within_h": 48}
    return actions.Habits.model_validate({**values, "leave_within_days": 1, "big_order_minor": 100, **changes})


def test_later_orders_follow_the_new_habits(shop: Shop, company: Company) -> None:
    lamp = shop.lamp()
    before = shop.place(quote_of(Want(lamp)))
    actions.set_habits(company.finance, habits())
    after = shop.place(quote_of(Want(lamp)), checkout="b")
    assert before.number.startswith("SO-1")
    assert after.number.startswith("LH5")
    assert before.ship_by is not None
    assert after.ship_by is not None
    assert after.ship_by < before.ship_by
    actions.set_habits(company.finance, habits())
    with pytest.raises(InvalidInput, match="only go up"):
        actions.set_habits(company.finance, habits(first_number=1))


def test_finance_and_director_only(company: Company) -> None:
    for seat in ("service", "warehouse", "stranger"):
        with pytest.raises(Denied):
            actions.set_habits(company.holding(seat), habits())


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_reads_amounts_as_people_write_them(company: Company, language: str) -> None:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=company.finance.person_id))
    page = "/crew/orders/habits"
    assert client.get(page).status_code == 200
    values = {
        "number_prefix": "SO-",
        "first_number": 10001,
        "pay_within_h": 2,
        "transfer_within_h": 72,
        "leave_within_days": 3,
    }
    assert client.post(page, {**values, "big_order": "a lot"}).status_code == 422
    assert client.post(page, {**values, "big_order": "¥2,500"}).status_code == 303
    assert Rulebook.objects.get().big_order_minor == 250_000
    client.force_login(Person.objects.get(pk=company.service.person_id))
    assert client.get(page).status_code == 403
