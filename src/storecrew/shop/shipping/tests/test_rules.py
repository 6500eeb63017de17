"""Changing the rules: what is kept, what is refused, who may, and that it is seen at once."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.money.types import Money
from storecrew.shop.shipping import actions
from storecrew.shop.shipping.models import Method, PackageKind, Rulebook, Tier, Zone
from storecrew.shop.shipping.reads import RulesQuery, rates, recognise, rules
from storecrew.shop.shipping.reads.numbers import NumberQuery
from storecrew.shop.shipping.tests.conftest import Somewhere
from storecrew.shop.shipping.types import Content, Package

AT = datetime(2026, 11, 25, 4, tzinfo=UTC)

FIRST_KILO = {
    "currency": "CNY",
    "tiers": [{"price_minor": 1200}, {"above": 1000, "price_minor": 1200, "step": 1000, "step_minor": 300}],
    "free_from_minor": 19_900,
}


@pytest.fixture
def zone(company: Company) -> int:
    draft = actions.ZoneDraft(name="Mainland", areas=(actions.AreaDraft(country="CN"),))
    return actions.create_zone(company.warehouse, draft).zone_id


def method_draft(zone_id: int, **changes: object) -> actions.MethodDraft:
    values = {
        "zone_id": zone_id,
        "kind": "weight",
        "names": {"zh-hans": "中通", "en": "ZTO"},
        "carrier": "zto",
        "transit_min": 2,
        "transit_max": 4,
        "prices": [FIRST_KILO],
    }
    return actions.MethodDraft.model_validate(values | changes)


def offered(weight_g: int, *, yuan: int = 100, to: Somewhere | None = None) -> list[int]:
    packages = (Package(contents=(Content(quantity=1, weight_g=weight_g),)),)
    found = rates(packages, to or Somewhere(), "CNY", Money(yuan * 100, "CNY"), AT)
    return [offer.price.minor for offer in found]


def test_a_zone_and_a_method_are_offered_at_once(company: Company, zone: int) -> None:
    assert offered(500) == []
    actions.create_method(company.warehouse, method_draft(zone))
    assert offered(500) == [1200]
    assert offered(1500) == [1500]
    assert offered(1500, yuan=199) == [0]


@pytest.mark.parametrize("seat", ["warehouse", "web", "director"])
def test_three_seats_keep_the_rules(company: Company, seat: str) -> None:
    assert actions.create_zone(company.holding(seat), actions.ZoneDraft(name="Z")).zone_id


@pytest.mark.parametrize("seat", ["finance", "service", "stranger"])
def test_others_are_denied(company: Company, zone: int, seat: str) -> None:
    with pytest.raises(Denied):
        actions.create_method(company.holding(seat), method_draft(zone))
    assert not Method.objects.exists()
    assert Entry.objects.filter(action="shipping.create_method", outcome="denied").count() == 1


def test_the_same_key_adds_one_zone(company: Company) -> None:
    draft = actions.ZoneDraft(name="Europe", areas=(actions.AreaDraft(country="DE"),))
    first = actions.create_zone(company.web, draft, key="k")
    assert actions.create_zone(company.web, draft, key="k") == first
    assert Zone.objects.count() == 1


def test_an_area_belongs_to_one_zone(company: Company, zone: int) -> None:
    with pytest.raises(Refused, match="Mainland"):
        actions.create_zone(company.web, actions.ZoneDraft(name="Z", areas=(actions.AreaDraft(country="CN"),)))
    assert Zone.objects.count() == 1


def test_there_is_one_rest_of_the_world(company: Company) -> None:
    actions.create_zone(company.web, actions.ZoneDraft(name="World", everywhere_else=True))
    with pytest.raises(Refused, match="rest of the world"):
        actions.create_zone(company.web, actions.ZoneDraft(name="Other", everywhere_else=True))


@pytest.mark.parametrize(
    "area",
    [
        {"country": "XX"},
        {"country": "US", "region": "Atlantis"},
        {"country": "US", "postal_from": "97000", "postal_to": "96000"},
    ],
)
def test_places_that_do_not_exist_are_refused(company: Company, area: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        actions.create_zone(company.web, actions.ZoneDraft(name="Z", areas=(actions.AreaDraft(**area),)))


@pytest.mark.parametrize(
    ("country", "written", "kept"),
    [("US", "Hawaii", "HI"), ("US", "hi", "HI"), ("CN", "西藏", "西藏自治区"), ("CN", "广东省", "广东省")],
)
def test_regions_are_kept_as_addresses_keep_them(company: Company, country: str, written: str, kept: str) -> None:
    made = actions.create_zone(
        company.web, actions.ZoneDraft(name="Z", areas=(actions.AreaDraft(country=country, region=written),))
    )
    assert Zone.objects.get(pk=made.zone_id).areas.get().region == kept


def test_an_edit_replaces_areas_and_keeps_the_rest(company: Company, zone: int) -> None:
    areas = (actions.AreaDraft(country="CN", region="西藏"), actions.AreaDraft(country="HK"))
    actions.edit_zone(company.web, actions.ZoneEdit(zone_id=zone, areas=areas))
    row = Zone.objects.get(pk=zone)
    assert [str(area) for area in row.areas.order_by("country")] == ["CN/西藏自治区", "HK"]
    assert (row.name, row.version) == ("Mainland", 2)


def test_who_saw_an_older_version_is_told(company: Company, zone: int) -> None:
    actions.edit_zone(company.web, actions.ZoneEdit(zone_id=zone, version=1, name="Inland"))
    with pytest.raises(Refused, match="meanwhile"):
        actions.edit_zone(company.web, actions.ZoneEdit(zone_id=zone, version=1, name="Outland"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"names": {}}, "names"),
        ({"names": {"tlh": "x"}}, "names"),
        ({"carrier": "nobody"}, "carrier"),
        ({"kind": "flat"}, "prices"),
        ({"kind": "pickup", "prices": [{"currency": "CNY", "tiers": [{"price_minor": 0}]}]}, "warehouse_ids"),
        ({"prices": [{"currency": "CNY", "tiers": [{"above": 5, "price_minor": 1}]}]}, "prices"),
        ({"prices": [{"currency": "XXQ", "tiers": [{"price_minor": 1}]}]}, "prices"),
        ({"prices": [{"currency": "CNY", "tiers": [{"price_minor": 1}, {"price_minor": 2}]}]}, "prices"),
        ({"prices": [{"currency": "CNY", "tiers": [{"price_minor": 1, "step_minor": 2}]}]}, "prices"),
        ({"kind": "value", "prices": [FIRST_KILO]}, "prices"),
        ({"package_kind_ids": [99]}, "package_kind_ids"),
    ],
)
def test_methods_that_cannot_be_reckoned_are_refused(
    company: Company, zone: int, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        actions.create_method(company.web, method_draft(zone, **changes))
    assert list(caught.value.fields) == [field]
    assert not Method.objects.exists()


def test_days_that_run_backwards_are_refused_by_the_database(company: Company, zone: int) -> None:
    with pytest.raises(Refused, match="fewest"):
        actions.create_method(company.web, method_draft(zone, transit_min=9))


def test_an_edit_changes_what_it_names_only(company: Company, zone: int) -> None:
    made = actions.create_method(company.web, method_draft(zone))
    actions.edit_method(company.web, actions.MethodEdit(method_id=made.method_id, transit_max=6))
    row = Method.objects.get()
    assert (row.transit_max, row.names["en"], row.tiers.count()) == (6, "ZTO", 2)
    assert offered(1500) == [1500]


def test_another_kind_needs_prices_that_fit(company: Company, zone: int) -> None:
    made = actions.create_method(company.web, method_draft(zone))
    with pytest.raises(InvalidInput):
        actions.edit_method(company.web, actions.MethodEdit(method_id=made.method_id, kind="flat"))
    flat = actions.PricesDraft(currency="CNY", tiers=(actions.TierDraft(price_minor=500),))
    actions.edit_method(company.web, actions.MethodEdit(method_id=made.method_id, kind="flat", prices=(flat,)))
    assert offered(99_000) == [500]
    assert Tier.objects.count() == 1


def test_limits_are_set_and_taken_away(company: Company, zone: int) -> None:
    made = actions.create_method(company.web, method_draft(zone, max_weight_g=2000))
    assert offered(2500) == []
    actions.edit_method(company.web, actions.MethodEdit(method_id=made.method_id, max_weight_g=0))
    assert offered(2500) == [1800]


def test_a_method_is_switched_off_on_and_deleted(company: Company, zone: int) -> None:
    made = actions.create_method(company.web, method_draft(zone))
    actions.switch_method(company.web, actions.Switch(method_id=made.method_id, active=False))
    assert offered(500) == []
    actions.switch_method(company.web, actions.Switch(method_id=made.method_id, active=True))
    assert offered(500) == [1200]
    actions.remove_method(company.web, actions.OneMethod(method_id=made.method_id))
    assert offered(500) == []
    with pytest.raises(Missing):
        actions.remove_method(company.web, actions.OneMethod(method_id=made.method_id))


def test_a_deleted_zone_takes_its_methods_along(company: Company, zone: int) -> None:
    actions.create_method(company.web, method_draft(zone))
    actions.remove_zone(company.web, actions.OneZone(zone_id=zone))
    assert not Method.objects.exists()
    assert offered(500) == []


@pytest.mark.parametrize(
    "attempt",
    [
        lambda company, zone: actions.create_zone.preview(company.web, actions.ZoneDraft(name="Z")),
        lambda company, zone: actions.remove_zone.preview(company.web, actions.OneZone(zone_id=zone)),
        lambda company, zone: actions.create_method.preview(company.web, method_draft(zone, names={"en": "New"})),
    ],
)
def test_a_preview_leaves_the_rules_as_they_were(
    company: Company, zone: int, attempt: Callable[[Company, int], object]
) -> None:
    actions.create_method(company.web, method_draft(zone))
    before = (rules(company.web, RulesQuery()), Rulebook.objects.get().edition, offered(1500))
    attempt(company, zone)
    assert (rules(company.web, RulesQuery()), Rulebook.objects.get().edition, offered(1500)) == before


def test_boxes_are_added_changed_and_put_aside(company: Company) -> None:
    draft = actions.PackageKindDraft(name="Small", length_mm=200, width_mm=150, height_mm=100, tare_g=80)
    made = actions.create_package_kind(company.warehouse, draft)
    with pytest.raises(Refused, match="name already"):
        actions.create_package_kind(company.warehouse, draft)
    edit = actions.PackageKindEdit(package_kind_id=made.package_kind_id, **draft.model_dump() | {"active": False})
    assert actions.edit_package_kind(company.warehouse, edit).version == 2
    assert not PackageKind.objects.get().active


def test_an_own_carrier_is_found_followed_and_never_hides_a_known_one(company: Company, zone: int) -> None:
    draft = actions.CarrierDraft(
        code="town", names={"zh-hans": "同城小哥"}, tracking_url="https://town.example/?n={number}"
    )
    actions.add_carrier(company.warehouse, draft)
    actions.create_method(company.web, method_draft(zone, carrier="town"))
    (offer,) = rates((Package(contents=(Content(quantity=1, weight_g=1),)),), Somewhere(), "CNY", Money(0, "CNY"), AT)
    assert offer.carrier_name == "同城小哥"
    with pytest.raises(InvalidInput):
        actions.add_carrier(company.warehouse, draft.model_copy(update={"code": "sf"}))
    with pytest.raises(InvalidInput):
        actions.add_carrier(company.warehouse, draft.model_copy(update={"code": "x1", "tracking_url": "javascript:1"}))


def test_the_weight_of_the_unweighed_is_set(company: Company, zone: int) -> None:
    actions.create_method(company.web, method_draft(zone))
    actions.set_assumptions(company.warehouse, actions.Assumptions(assumed_weight_g=1500))
    packages = (Package(contents=(Content(quantity=1),)),)
    (offer,) = rates(packages, Somewhere(), "CNY", Money(0, "CNY"), AT)
    assert offer.weight_g == 1500


def test_programs_ask_whose_number_it_is(company: Company) -> None:
    answer = recognise(company.service, NumberQuery(number="1z 5r89 3903 5756 7127"))
    (owner,) = answer.owners
    assert (answer.number, owner.carrier, owner.state) == ("1Z5R89390357567127", "ups", "checked")
    assert owner.url.endswith("1Z5R89390357567127")
