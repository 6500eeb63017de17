"""Whose rates apply: zones, days, destinations, buyers who are not charged."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.models import Store
from storecrew.shop.taxes import actions, reads
from storecrew.shop.taxes.samples import eu
from storecrew.shop.taxes.tests.conftest import NOW, eur
from storecrew.shop.taxes.types import EXEMPT, Place, Taxable


def percent_at(place: Place, tax_class: str = "standard", at: datetime = NOW) -> list[str]:
    found = reads.reckon([Taxable(key="a", amount=eur(10000), tax_class=tax_class)], place, inclusive=False, at=at)
    return [str(line.rate) for line in found.lines]


def at_zone(company: Company, name: str, *areas: dict[str, str], percent: str, **more: object) -> int:
    zone = actions.save_zone(company.finance, actions.SaveZone.model_validate({"name": name, "areas": areas}), now=NOW)
    rate = {"zone_id": zone.zone_id, "name": name, "percent": percent, **more}
    actions.add_rate(company.finance, actions.AddRate.model_validate(rate), now=NOW)
    return zone.zone_id


def test_every_member_state_has_a_standard_rate_of_the_directive(germany: Place) -> None:
    assert len(eu.RATES) == 27
    for country in eu.RATES:
        (percent,) = percent_at(Place(country=country))
        assert Decimal(percent) >= 15, country  # Directive 2006/112/EC art. 97


def test_rates_change_on_their_day(germany: Place) -> None:
    before, after = datetime(2025, 6, 30, 12, tzinfo=UTC), datetime(2025, 7, 1, 12, tzinfo=UTC)
    assert percent_at(Place(country="EE"), at=before) == ["22"]
    assert percent_at(Place(country="EE"), at=after) == ["24"]
    assert percent_at(Place(country="FI"), "reduced_2", at=NOW) == ["13.5"]


def test_a_day_begins_in_the_time_zone_of_the_store(germany: Place) -> None:
    # 00:30 on 1 July in Shanghai is still 30 June in UTC
    assert percent_at(Place(country="EE"), at=datetime(2025, 6, 30, 16, 30, tzinfo=UTC)) == ["24"]


def test_reduced_goods_pay_the_standard_rate_where_there_is_no_reduced_one(germany: Place) -> None:
    assert percent_at(Place(country="DK"), "reduced") == ["25"]
    assert percent_at(germany, "reduced") == ["7"]
    assert percent_at(germany, EXEMPT) == []
    assert percent_at(germany, "zero") == []


def test_islands_outside_the_vat_area_pay_none(germany: Place) -> None:
    assert percent_at(Place(country="ES", postal_code="35001")) == ["0"]
    assert percent_at(Place(country="ES", postal_code="28001")) == ["21"]


def test_a_country_without_rules_is_charged_nothing_and_is_named(germany: Place) -> None:
    assert percent_at(Place(country="BR")) == []
    assert reads.countries_without_rates(["DE", "BR"]) == ["BR"]


def test_the_narrowest_zone_of_each_priority_decides(company: Company) -> None:
    at_zone(company, "US", {"country": "US"}, percent="4")
    at_zone(company, "NY", {"country": "US", "region": "NY"}, percent="4.5")
    at_zone(company, "NYC", {"country": "US", "region": "NY", "postcodes": "100*; 11200...11299"}, percent="8.875")
    at_zone(company, "City extra", {"country": "US", "city": "New York"}, percent="1", priority=2)
    assert percent_at(Place(country="US", region="TX")) == ["4"]
    assert percent_at(Place(country="US", region="ny", postal_code="14201")) == ["4.5"]
    assert percent_at(Place(country="US", region="NY", postal_code="10027-1234")) == ["8.875"]
    assert percent_at(Place(country="US", region="NY", postal_code="11201")) == ["8.875"]
    assert percent_at(Place(country="US", region="NY", postal_code="11301")) == ["4.5"]
    assert percent_at(Place(country="US", region="NY", city="NEW  YORK", postal_code="10027")) == ["8.875", "1"]


def test_canadian_and_british_postcodes_match_by_their_beginning(company: Company) -> None:
    at_zone(company, "London", {"country": "GB", "postcodes": "SW1*; E1 6AN"}, percent="20")
    assert percent_at(Place(country="GB", postal_code="sw1a 1aa")) == ["20"]
    assert percent_at(Place(country="GB", postal_code="E16AN")) == ["20"]
    assert percent_at(Place(country="GB", postal_code="")) == []


def test_small_sellers_in_the_eu_may_charge_their_own_rate(company: Company, germany: Place) -> None:
    Store.objects.update(country="FR")
    actions.set_taxes(company.finance, actions.SetTaxes(inclusive=True, destination="home_in_eu"), now=NOW)
    assert percent_at(germany) == ["20"]
    actions.set_taxes(company.finance, actions.SetTaxes(inclusive=True, destination="buyer"), now=NOW)
    assert percent_at(germany) == ["19"]
    actions.set_taxes(company.finance, actions.SetTaxes(inclusive=True, destination="home"), now=NOW)
    assert percent_at(Place(country="BR")) == ["20"]


def test_a_business_abroad_owes_the_tax_itself(company: Company, germany: Place) -> None:
    data = actions.Exempt(customer_id=5, why="reverse_charge", tax_number="DE123456789")
    actions.exempt(company.finance, data, now=NOW)
    amount = [Taxable(key="a", amount=eur(11900))]
    found = reads.reckon(amount, germany, inclusive=True, at=NOW, customer_id=5)
    assert (found.lines, found.note, found.tax_number) == ((), "reverse_charge", "DE123456789")
    assert reads.reckon(amount, germany, inclusive=True, at=NOW, customer_id=6).note == ""
    at_home = reads.reckon(amount, Place(country="CN"), inclusive=True, at=NOW, customer_id=5)
    assert at_home.note == ""


def test_an_exemption_ends_and_another_can_follow(company: Company, germany: Place) -> None:
    first = actions.exempt(company.finance, actions.Exempt(customer_id=5, why="exempt", tax_number="NGO-1"), now=NOW)
    actions.end_exemption(company.finance, actions.EndExemption(exemption_id=first.exemption_id), now=NOW)
    assert reads.relief_of(5, NOW.date()) == ()
    actions.exempt(company.finance, actions.Exempt(customer_id=5, why="exempt", tax_number="NGO-2"), now=NOW)
    assert [one.tax_number for one in reads.relief_of(5, NOW.date())] == ["NGO-2"]


def test_rules_are_read_once_while_nothing_changes(
    germany: Place, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    percent_at(germany)
    with django_assert_num_queries(2):  # which store, which revision
        percent_at(germany)


def test_the_calculator_says_what_is_charged_and_why(company: Company, germany: Place) -> None:
    query = reads.TryQuery(place=germany, amount=eur(11900), shipping=eur(595), inclusive=True, on=date(2026, 3, 2))
    found = reads.try_out(company.service, query)
    assert (found.net.minor, found.tax.minor, found.total.minor) == (10500, 1995, 12495)
    assert [(step.name, step.rate) for step in found.steps] == [("MwSt.", Decimal(19))]


def test_codes_of_the_catalogue_mean_classes(company: Company, germany: Place) -> None:
    actions.save_class(
        company.finance,
        actions.ClassDraft(code="books", name="Books", codes=("txcd_35010000", "Reduced-Rate")),
        now=NOW,
    )
    rules = reads.rules(NOW)
    assert rules.class_of(taxable=True, tax_code="TXCD_35010000") == "books"
    assert rules.class_of(taxable=True, tax_code="") == "standard"
    assert rules.class_of(taxable=True, tax_code="nobody knows") == "standard"
    assert rules.class_of(taxable=False, tax_code="books") == EXEMPT


def test_a_price_without_the_tax_in_it(company: Company) -> None:
    actions.add_sample(company.finance, actions.AddSample(sample="cn"), now=NOW)
    assert reads.rules(NOW).without_tax(Money(11300, "CNY"), "standard") == Money(10000, "CNY")
