"""The page of currencies, what finance is told, and the writes behind it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money import actions as money
from storecrew.kernel.pages import queue
from storecrew.kernel.people.models import Person
from storecrew.shop.pricing import actions, reads
from storecrew.shop.pricing.models import PriceRule
from storecrew.shop.pricing.tests.conftest import NOW
from storecrew.shop.taxes import actions as taxes


def client_of(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def record(company: Company, on: date) -> None:
    row = money.RateRow(base="CNY", quote="USD", rate=Decimal("0.1379"), on=on)
    money.record_rates(company.finance, money.RecordRates(source="bank", rates=(row,)))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("seat", ["finance", "marketing", "warehouse"])
def test_the_page_answers(company: Company, seat: str, language: str) -> None:
    client = client_of(company.holding(seat), language)
    assert client.get(reverse("pricing:index")).status_code == 200
    actions.set_rounding(company.finance, actions.SetRounding(currency="USD", step_minor=100, less_minor=1), now=NOW)
    assert client.get(reverse("pricing:index") + "?currency=USD").status_code == 200


def test_strangers_are_turned_away(company: Company) -> None:
    assert client_of(company.stranger).get(reverse("pricing:index")).status_code == 403
    assert Client().get(reverse("pricing:index")).status_code in {302, 303, 401}


def test_a_currency_is_set_on_the_page_and_shows_what_it_makes_of_prices(company: Company) -> None:
    record(company, timezone.localdate())
    client = client_of(company.finance)
    data = {
        "currency": "USD",
        "active": "on",
        "step": "1",
        "less": "0.01",
        "direction": "nearest",
        "surcharge": "0",
        "source": "",
    }
    assert client.post(reverse("pricing:index"), data).status_code == 303
    row = PriceRule.objects.get()
    assert (row.step_minor, row.less_minor, row.direction) == (100, 1, "nearest")
    assert "$17.99" in client.get(reverse("pricing:index")).content.decode()
    assert client.post(reverse("pricing:index"), data | {"less": "2"}).status_code == 422
    assert client.post(reverse("pricing:index"), data | {"step": "0.001"}).status_code == 422


def test_a_currency_is_set_once_and_not_the_stores_own(company: Company) -> None:
    data = actions.SetRounding(currency="USD", step_minor=100)
    assert actions.set_rounding(company.marketing, data, now=NOW).changed
    assert not actions.set_rounding(company.marketing, data, now=NOW).changed
    with pytest.raises(InvalidInput):
        actions.set_rounding(company.finance, actions.SetRounding(currency="CNY"), now=NOW)
    with pytest.raises(InvalidInput):
        actions.set_rounding(company.finance, actions.SetRounding(currency="EUR", step_minor=5, less_minor=5), now=NOW)
    with pytest.raises(Denied):
        actions.set_rounding(company.warehouse, data, now=NOW)


def test_buyers_choose_among_what_is_offered(company: Company) -> None:
    actions.set_rounding(company.finance, actions.SetRounding(currency="USD"), now=NOW)
    actions.set_rounding(company.finance, actions.SetRounding(currency="EUR", active=False), now=NOW)
    found = reads.currencies(company.nobody, reads.NoInput()).items
    assert [(one.code, one.own) for one in found] == [("CNY", True), ("USD", False)]


def test_finance_is_told_of_old_rates_and_of_countries_without_taxes(company: Company, courier: dict) -> None:
    now = timezone.now()
    actions.set_rounding(company.finance, actions.SetRounding(currency="USD"), now=NOW)
    wanted = ("pricing.countries_without_rates", "pricing.stale_rates:USD")

    def told() -> dict[str, str]:
        return {job.key: str(job.title) for job in queue.gather(company.finance, now) if job.key in wanted}

    first = told()
    assert "China" in first["pricing.countries_without_rates"]
    assert "nobody can buy" in first["pricing.stale_rates:USD"]
    record(company, now.date() - timedelta(days=9))
    taxes.add_sample(company.finance, taxes.AddSample(sample="cn"))
    assert told() == {"pricing.stale_rates:USD": "The rate for USD is 9 days old"}
    record(company, now.date())
    assert told() == {}
