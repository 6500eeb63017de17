"""Suppliers: added, changed, paused and taken up again."""

from datetime import date

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.models import Event
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import actions, reads
from storecrew.shop.supply.models import Supplier
from storecrew.shop.supply.tests.conftest import NOW, Buying, add_supplier, site_form


def sells(buying: Buying) -> bool:
    rows = stock.warehouses(buying.buyer, stock.WarehousesQuery(), now=NOW).items
    return next(row.sells for row in rows if row.warehouse_id == buying.warehouse_id)


def state(buying: Buying, state: str, **more: object) -> actions.StateSet:
    data = actions.SetState.model_validate({"supplier_ids": (buying.supplier_id,), "state": state} | more)
    return actions.set_state(buying.buyer, data, now=NOW)


def edit(buying: Buying, **values: object) -> None:
    same = {
        "supplier_id": buying.supplier_id,
        "code": "ZS-LAMP",
        "name": "中山灯饰",
        "country": "CN",
        "currency": "CNY",
    }
    actions.edit_supplier(buying.buyer, actions.EditSupplier.model_validate(same | values), now=NOW)


def test_terms_are_told_by_their_kind(buying: Buying) -> None:
    for number, (deposit, days, kind) in enumerate([(100, 0, "prepaid"), (30, 0, "deposit"), (0, 45, "credit")]):
        supplier_id = buying.supplier(f"S{number}", deposit_percent=deposit, net_days=days)
        found = reads.supplier(buying.company.finance, reads.SupplierQuery(supplier_id=supplier_id), now=NOW)
        assert found.supplier.terms == kind


def test_a_code_and_a_name_are_given_once(buying: Buying) -> None:
    with pytest.raises(Refused, match="code"):
        buying.supplier("ZS-LAMP")
    with pytest.raises(Refused, match="of this name"):
        buying.supplier("OTHER", name="中山灯饰")
    assert Supplier.objects.count() == 1


def test_what_is_no_country_no_currency_or_no_sense_is_refused_at_its_field(buying: Buying) -> None:
    for values, field in [
        ({"country": "XX"}, "country"),
        ({"currency": "ABC"}, "currency"),
        ({"deposit_percent": 100, "net_days": 30}, "net_days"),
        ({"keeper_id": 99_999}, "keeper_id"),
    ]:
        with pytest.raises(InvalidInput) as error:
            buying.supplier("NEW", **values)
        assert list(error.value.fields) == [field]


def test_marketing_neither_writes_nor_reads(company: Company, buying: Buying) -> None:
    with pytest.raises(Denied):
        add_supplier(company.marketing, "X")
    with pytest.raises(Denied):
        reads.suppliers(company.marketing, reads.SuppliersQuery(), now=NOW)
    with pytest.raises(Denied):
        add_supplier(company.finance, "X")
    assert reads.suppliers(company.finance, reads.SuppliersQuery(), now=NOW).items[0].name == "中山灯饰"


def test_a_change_is_on_record_and_the_same_again_is_none(buying: Buying) -> None:
    edit(buying, tier="a", net_days=30, deposit_percent=30)
    edit(buying, tier="a", net_days=30, deposit_percent=30)
    first, second = Entry.objects.filter(action="supply.edit_supplier").order_by("pk")
    assert {change["field"]: (change["old"], change["new"]) for change in first.changes} == {
        "tier": ("c", "a"),
        "deposit_percent": (100, 30),
        "net_days": (0, 30),
    }
    assert second.changes == []


def test_nothing_is_sold_from_a_paused_supplier_and_everything_again_afterwards(buying: Buying) -> None:
    assert sells(buying)
    assert state(buying, "paused", until=date(2026, 12, 1), reason="late for weeks").supplier_ids == (
        buying.supplier_id,
    )
    assert not sells(buying)
    assert state(buying, "paused", until=date(2026, 12, 1)).supplier_ids == ()
    state(buying, "active")
    assert sells(buying)
    told = Event.objects.filter(name="supply.SupplierStateChanged").order_by("pk")
    assert [(row.payload["was"], row.payload["state"]) for row in told] == [("active", "paused"), ("paused", "active")]


def test_a_day_to_look_again_belongs_to_a_pause(buying: Buying) -> None:
    with pytest.raises(InvalidInput):
        state(buying, "ended", until=date(2026, 12, 1))
    state(buying, "paused", until=date(2026, 12, 1))
    state(buying, "ended")
    assert Supplier.objects.get(pk=buying.supplier_id).paused_until is None


def test_one_unknown_supplier_leaves_all_as_they_are(buying: Buying) -> None:
    with pytest.raises(Missing):
        actions.set_state(
            buying.buyer, actions.SetState(supplier_ids=(buying.supplier_id, 999), state="paused"), now=NOW
        )
    assert Supplier.objects.get(pk=buying.supplier_id).state == "active"


def test_nothing_is_begun_with_a_supplier_who_was_ended(buying: Buying) -> None:
    state(buying, "ended")
    with pytest.raises(Refused, match="active first"):
        buying.offer("MUG")
    with pytest.raises(Refused, match="active first"):
        actions.open_site(buying.buyer, site_form(buying.supplier_id, "ZS2"), now=NOW)


def test_whoever_keeps_in_touch_is_named(buying: Buying) -> None:
    keeper = buying.company.service.person_id
    data = actions.AssignKeeper(supplier_ids=(buying.supplier_id,), keeper_id=keeper)
    actions.assign_keeper(buying.buyer, data, now=NOW)
    assert reads.suppliers_by_id([buying.supplier_id])[buying.supplier_id].keeper_id == keeper
    with pytest.raises(InvalidInput):
        actions.assign_keeper(buying.buyer, data.model_copy(update={"keeper_id": 9999}), now=NOW)
