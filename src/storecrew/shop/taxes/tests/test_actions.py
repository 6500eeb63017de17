"""Every write: done, refused, denied, twice."""

from datetime import date
from pathlib import Path

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.models import Event
from storecrew.shop.taxes import actions
from storecrew.shop.taxes.models import Area, Exemption, Rate, Settings, TaxClass, Zone
from storecrew.shop.taxes.tests.conftest import NOW

WOO = """Country Code,State Code,ZIP/Postcode,City,Rate %,Tax Name,Priority,Compound,Shipping,Tax Class
GB,*,*,*,20.0000,VAT,1,1,1,
GB,*,*,*,5.0000,VAT,1,1,1,reduced-rate
US,AL,12345; 123456,Mobile;Selma,2.0000,US AL,2,1,1,
GERMANY,*,*,*,19,VAT,1,0,1,
FR,*,*,*,twenty,VAT,1,0,1,
FR,*,*,*,"20,0",,1,0,1,
FR,*,*,*,"5,5",TVA,1,0,1,reduced-rate
"""
SAMPLE = Path(__file__).parents[6] / "shared" / "data" / "woocommerce" / "sample_tax_rates.csv"


def zone(company: Company, name: str = "Germany") -> int:
    data = actions.SaveZone(name=name, areas=(actions.AreaDraft(country="DE"),))
    return actions.save_zone(company.finance, data, now=NOW).zone_id


def vat(zone_id: int, **changes: object) -> actions.AddRate:
    return actions.AddRate.model_validate({"zone_id": zone_id, "name": "VAT", "percent": "19", **changes})


def test_settings_are_kept_recorded_and_announced(company: Company) -> None:
    data = actions.SetTaxes(inclusive=False, rounding="total", tax_number="91440300MA5EXAMPLE")
    assert actions.set_taxes(company.finance, data, now=NOW).changed
    row = Settings.objects.get()
    assert (row.inclusive, row.rounding, row.tax_number) == (False, "total", "91440300MA5EXAMPLE")
    assert Event.objects.filter(name="taxes.TaxRulesChanged").count() == 1
    assert not actions.set_taxes(company.director, data, now=NOW).changed
    assert Event.objects.filter(name="taxes.TaxRulesChanged").count() == 1


def test_shipping_needs_a_class_that_exists(company: Company) -> None:
    with pytest.raises(InvalidInput) as error:
        actions.set_taxes(company.finance, actions.SetTaxes(inclusive=True, shipping_class="parcels"), now=NOW)
    assert "shipping_class" in error.value.fields


@pytest.mark.parametrize("seat", ["marketing", "warehouse", "service", "stranger", "nobody"])
def test_only_finance_and_the_director_set_rules(company: Company, seat: str) -> None:
    with pytest.raises(Denied):
        actions.set_taxes(company.holding(seat), actions.SetTaxes(inclusive=False), now=NOW)
    with pytest.raises(Denied):
        actions.add_sample(company.holding(seat), actions.AddSample(sample="eu"), now=NOW)
    with pytest.raises(Denied):
        actions.import_rates(company.holding(seat), actions.ImportRates(text=WOO), now=NOW)
    with pytest.raises(Denied):
        actions.exempt(company.holding(seat), actions.Exempt(customer_id=1, why="exempt", tax_number="X-1234"), now=NOW)
    assert not Zone.objects.exists()


def test_a_zone_is_changed_as_a_whole(company: Company) -> None:
    number = zone(company)
    areas = (actions.AreaDraft(country="DE"), actions.AreaDraft(country="AT", postcodes="6691"))
    actions.save_zone(company.finance, actions.SaveZone(zone_id=number, name="German area", areas=areas), now=NOW)
    assert Zone.objects.get().name == "German area"
    assert [str(area) for area in Area.objects.order_by("pk")] == ["DE", "AT 6691"]
    with pytest.raises(InvalidInput):
        zone(company, "German area")
    with pytest.raises(Refused, match="Name the country first"):
        actions.save_zone(company.finance, actions.SaveZone(name="X", areas=(actions.AreaDraft(region="CA"),)), now=NOW)


def test_a_new_rate_takes_over_on_its_first_day(company: Company) -> None:
    number = zone(company)
    first = actions.add_rate(company.finance, vat(number), now=NOW)
    with pytest.raises(InvalidInput) as error:
        actions.add_rate(company.finance, vat(number, percent="16"), now=NOW)
    assert "starts_on" in error.value.fields
    second = actions.add_rate(company.finance, vat(number, percent="16", starts_on="2026-07-01"), now=NOW)
    assert second.ended == (first.rate_id,)
    assert Rate.objects.get(pk=first.rate_id).ends_on == date(2026, 7, 1)
    assert actions.add_rate(company.finance, vat(number, percent="2", priority=2), now=NOW).ended == ()


def test_a_rate_that_never_held_is_taken_away_and_another_ends(company: Company) -> None:
    number = zone(company)
    now_holding = actions.add_rate(company.finance, vat(number), now=NOW).rate_id
    planned = actions.add_rate(
        company.finance, vat(number, tax_class="reduced", starts_on="2027-01-01"), now=NOW
    ).rate_id
    actions.end_rate(company.finance, actions.EndRate(rate_id=planned, ends_on=date(2026, 3, 2)), now=NOW)
    assert not Rate.objects.filter(pk=planned).exists()
    with pytest.raises(Refused, match="still hold"):
        actions.delete_zone(company.finance, actions.DeleteZone(zone_id=number), now=NOW)
    actions.end_rate(company.finance, actions.EndRate(rate_id=now_holding, ends_on=date(2026, 3, 1)), now=NOW)
    actions.delete_zone(company.finance, actions.DeleteZone(zone_id=number), now=NOW)
    assert not Zone.objects.exists()
    with pytest.raises(Missing):
        actions.end_rate(company.finance, actions.EndRate(rate_id=now_holding, ends_on=date(2026, 3, 1)), now=NOW)


def test_a_code_means_one_class(company: Company) -> None:
    draft = actions.ClassDraft(code="books", name="Books", codes=("txcd_1",))
    first = actions.save_class(company.finance, draft, now=NOW)
    assert actions.save_class(company.finance, draft, now=NOW) == first
    with pytest.raises(InvalidInput):
        actions.save_class(company.finance, actions.ClassDraft(code="food", name="Food", codes=("TXCD_1",)), now=NOW)
    with pytest.raises(InvalidInput):
        actions.save_class(company.finance, actions.ClassDraft(code="exempt", name="Exempt"), now=NOW)
    assert TaxClass.objects.count() == 1


@pytest.mark.parametrize(("sample", "zones"), [("eu", 28), ("us", 11), ("cn", 1)])
def test_samples_go_in_once(company: Company, sample: str, zones: int) -> None:
    data = actions.AddSample.model_validate({"sample": sample})
    assert actions.add_sample(company.finance, data, now=NOW).zones == zones
    rates = Rate.objects.count()
    again = actions.add_sample(company.finance, data, now=NOW)
    assert (again.zones, again.left, Rate.objects.count()) == (0, zones, rates)
    assert not Zone.objects.filter(source="").exists()


def test_the_file_of_woocommerce_is_read_row_by_row(company: Company) -> None:
    found = actions.import_rates(company.finance, actions.ImportRates(text=WOO, name="rates.csv"), now=NOW)
    assert (found.done, found.known, found.refused) == (4, 0, 3)
    bad = [(row.line, row.column, row.value) for row in found.rows if row.outcome == "refused"]
    assert bad == [(5, "Country Code", "GERMANY"), (6, "Rate %", "twenty"), (7, "Tax Name", "")]
    assert all(row.reason for row in found.rows if row.outcome == "refused")
    assert sorted(Area.objects.filter(zone__name__startswith="US AL").values_list("city", flat=True)) == [
        "Mobile",
        "Selma",
    ]
    again = actions.import_rates(company.finance, actions.ImportRates(text=WOO, name="rates.csv"), now=NOW)
    assert (again.done, again.known, again.refused) == (0, 4, 3)
    changed = WOO.replace("20.0000", "17.5")
    assert (
        actions.import_rates(company.finance, actions.ImportRates(text=changed), now=NOW).rows[0].outcome == "refused"
    )


def test_a_file_of_something_else_is_refused(company: Company) -> None:
    with pytest.raises(InvalidInput) as error:
        actions.import_rates(company.finance, actions.ImportRates(text="a,b\n1,2\n"), now=NOW)
    assert "text" in error.value.fields


def test_a_dry_run_of_an_import_keeps_nothing(company: Company) -> None:
    assert actions.import_rates.preview(company.finance, actions.ImportRates(text=WOO)).result.done == 4
    assert not Zone.objects.exists()


@pytest.mark.skipif(not SAMPLE.exists(), reason="the folder of real data is not here")
def test_the_real_sample_file_goes_in_whole(company: Company) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    found = actions.import_rates(company.finance, actions.ImportRates(text=text), now=NOW)
    assert (found.done, found.refused) == (len(text.strip().splitlines()) - 1, 0)


def test_a_customer_is_exempt_once_for_each_country(company: Company) -> None:
    data = actions.Exempt(customer_id=5, why="reverse_charge", tax_number="DE123456789", country="DE")
    first = actions.exempt(company.finance, data, now=NOW)
    with pytest.raises(InvalidInput):
        actions.exempt(company.finance, data, now=NOW)
    actions.exempt(company.finance, data.model_copy(update={"country": "FR"}), now=NOW)
    ended = actions.EndExemption(exemption_id=first.exemption_id)
    assert actions.end_exemption(company.finance, ended, now=NOW) == actions.end_exemption(
        company.finance, ended, now=NOW
    )
    assert Exemption.objects.filter(ends_on=None).count() == 1
    assert Entry.objects.filter(action="taxes.end_exemption", outcome="done").count() == 2
