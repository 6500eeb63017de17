"""What a store says of itself, who may change it, and what it can choose from."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing
from storecrew.kernel.actions.types import nobody, person
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.store import actions, choices
from storecrew.kernel.store.actions import Establish, StoreForm
from storecrew.kernel.store.models import Store
from storecrew.kernel.store.reads import ProfileQuery, current, profile

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FORM = {"name": "Lamphour", "country": "DE", "languages": ["en", "zh-hans"], "time_zone": "Europe/Berlin"}


def test_director_and_owner_change_it_and_the_audit_says_what(company):
    actions.edit(company.director, parse(StoreForm, FORM), now=NOW)
    assert (current().name, current().languages, current().currency) == ("Lamphour", ("en", "zh-hans"), "CNY")
    changes = {change["field"]: (change["old"], change["new"]) for change in Entry.objects.get().changes}
    assert changes["time_zone"] == ("Asia/Shanghai", "Europe/Berlin")
    actions.edit(company.founder, parse(StoreForm, {**FORM, "name": "Lamp"}), key="k", now=NOW)
    assert actions.edit(company.founder, parse(StoreForm, {**FORM, "name": "Lamp"}), key="k", now=NOW).name == "Lamp"


def test_others_do_not(company):
    for actor in (company.web, company.stranger, company.nobody):
        with pytest.raises(Denied):
            actions.edit(actor, parse(StoreForm, FORM), now=NOW)
    assert current().name == "掌灯 Lamphour"


def test_nobody_establishes_a_store_outside_of_set_up(company):
    form = parse(Establish, {**FORM, "currency": "EUR"})
    for actor in (company.founder, company.director, nobody()):
        with pytest.raises(Denied):
            actions.establish(actor, form, now=NOW)


def test_the_currency_is_no_field_of_the_change():
    with pytest.raises(InvalidInput) as invalid:
        parse(StoreForm, {**FORM, "currency": "EUR"})
    assert list(invalid.value.fields) == ["currency"]


@pytest.mark.django_db
def test_before_set_up_there_is_no_profile():
    assert current() is None
    with pytest.raises(Missing):
        profile(nobody(), ProfileQuery())


def test_everybody_may_know_the_profile(company):
    assert profile(nobody(), ProfileQuery()).currency == "CNY"
    assert profile(person(company.stranger.person_id), ProfileQuery()).name == "掌灯 Lamphour"


def test_there_is_one_store(company):
    with pytest.raises(IntegrityError), transaction.atomic():
        Store.objects.create(id=2, name="x", country="CN", currency="CNY", time_zone="UTC", established_at=NOW)


@pytest.mark.parametrize(
    ("country", "currency", "zone"),
    [("CN", "CNY", "Asia/Shanghai"), ("JP", "JPY", "Asia/Tokyo"), ("DE", "EUR", "Europe/Berlin"), ("US", "USD", "")],
)
def test_money_and_time_zone_are_guessed_where_there_is_one(country, currency, zone):
    assert choices.currency_of(country) == currency
    assert choices.zone_of(country) == zone


def test_what_can_be_chosen_is_named_in_the_readers_language():
    assert ("CN", "中国") in choices.named_countries("zh-hans")
    assert ("CN", "China") in choices.named_countries("en")
    assert dict(choices.named_currencies("zh-hans"))["CNY"] == "CNY · 人民币"
    assert "DEM" not in choices.currencies()
    assert not choices.is_time_zone("../etc/passwd")
