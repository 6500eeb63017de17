"""Warehouses of suppliers: warehouses of stock with a calendar of their own."""

from datetime import UTC, date, datetime, time

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import DayKind
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as stock_reads
from storecrew.shop.supply import actions, reads
from storecrew.shop.supply.festivals import rest, spring_festival
from storecrew.shop.supply.jobs import plan_rests
from storecrew.shop.supply.models import Closure, Site
from storecrew.shop.supply.tests.conftest import NOW, Buying, site_form

PLACE = {"country": "CN", "region": "浙江省", "city": "金华市", "district": "义乌市"}


def edit(buying: Buying, **values: object) -> None:
    same = {"site_id": buying.site_id, "code": "ZS1", "name": "ZS1 warehouse", "place": PLACE}
    actions.edit_site(buying.buyer, actions.EditSite.model_validate(same | values), now=NOW)


def closed(buying: Buying) -> list[tuple[date, date]]:
    return list(Closure.objects.filter(site=buying.site_id).values_list("first", "last"))


def test_a_site_is_a_warehouse_of_stock_that_sells(buying: Buying) -> None:
    rows = stock_reads.warehouses(buying.buyer, stock_reads.WarehousesQuery(), now=NOW).items
    row = next(row for row in rows if row.warehouse_id == buying.warehouse_id)
    assert (row.kind, row.sells, row.cut_off, row.address["city"]) == ("supplier", True, "16:00", "中山市")
    (site,) = reads.sites_of([buying.supplier_id])[buying.supplier_id]
    assert (site.code, site.place["region"], site.cut_off, site.handling_days) == ("ZS1", "广东省", time(16), 1)
    assert site.calendar == row.calendar == f"site-{site.site_id}"


def test_its_calendar_works_six_days_and_make_up_days_and_keeps_the_countrys_holidays(buying: Buying) -> None:
    calendar = work_calendar(f"site-{buying.site_id}")
    assert calendar.timezone == "Asia/Shanghai"
    assert calendar.day(date(2026, 11, 28)).is_working  # a Saturday
    assert not calendar.day(date(2026, 11, 29)).is_working
    assert calendar.day(date(2026, 10, 1)).kind == DayKind.HOLIDAY
    assert calendar.day(date(2026, 2, 14)).kind == DayKind.MADE_UP


def test_everything_about_a_site_can_be_changed_and_the_warehouse_follows(buying: Buying) -> None:
    edit(buying, name="义乌仓", handling_days=3, cut_off="11:30", week=["09:00-17:00"] * 5 + ["", ""], make_up=False)
    (site,) = reads.sites_of([buying.supplier_id])[buying.supplier_id]
    assert (site.name, site.handling_days, site.cut_off, site.place["city"]) == ("义乌仓", 3, time(11, 30), "金华市")
    assert not work_calendar(site.calendar).day(date(2026, 11, 28)).is_working


def test_a_place_without_a_country_or_with_a_field_nobody_knows_is_refused(buying: Buying) -> None:
    for place in ({"city": "中山市"}, {"country": "CN", "planet": "Earth"}):
        with pytest.raises(InvalidInput) as error:
            buying.site(buying.supplier_id, "ZS2", place=place)
        assert "place" in error.value.fields
    with pytest.raises(Refused, match="code"):
        buying.site(buying.supplier_id, "ZS1", name="Another")
    with pytest.raises(Denied):
        actions.open_site(buying.company.finance, site_form(buying.supplier_id, "ZS2"), now=NOW)
    assert Site.objects.count() == 1


def test_spring_festival_is_found_with_the_weekends_beside_it() -> None:
    assert spring_festival(2025) == (date(2025, 1, 28), date(2025, 2, 4))  # as announced
    assert rest(2025, before=10, after=5) == (date(2025, 1, 18), date(2025, 2, 9))


def test_rest_around_the_festival_is_written_into_the_calendar_and_follows_the_numbers(buying: Buying) -> None:
    edit(buying, rest_before=10, rest_after=12)
    (window,) = closed(buying)
    assert window == rest(2027, before=10, after=12)  # that of 2026 is over
    assert work_calendar(f"site-{buying.site_id}").day(window[0]).kind == DayKind.CLOSURE
    edit(buying, rest_before=3, rest_after=3)
    assert closed(buying) == [rest(2027, before=3, after=3)]
    edit(buying)
    assert closed(buying) == []
    assert work_calendar(f"site-{buying.site_id}").day(window[0]).kind != DayKind.CLOSURE


def test_the_job_adds_the_next_years_festival_once(buying: Buying) -> None:
    edit(buying, rest_before=7, rest_after=8)
    later = datetime(2027, 6, 1, tzinfo=UTC)
    plan_rests(later)
    plan_rests(later)
    assert closed(buying) == [rest(year, before=7, after=8) for year in (2027, 2028)]
    actions.edit_site(
        buying.buyer,
        actions.EditSite.model_validate({"site_id": buying.site_id, "code": "ZS1", "name": "ZS1", "place": PLACE}),
        now=later,
    )
    assert closed(buying) == [rest(2027, before=7, after=8)]  # what is over stays as it was
    with pytest.raises(Denied):
        actions.plan_rests(Actor("system", name="supply.other", reason="a test"), actions.PlanRests(), now=later)


def test_closures_of_several_sites_are_noted_at_once_and_taken_back(buying: Buying) -> None:
    other = buying.site(buying.supplier_id, "ZS2")
    days = actions.CloseOn(
        site_ids=(buying.site_id, other.site_id), first=date(2026, 12, 20), last=date(2026, 12, 24), reason="盘点"
    )
    made = actions.close_on(buying.buyer, days, now=NOW).closure_ids
    assert actions.close_on(buying.buyer, days, now=NOW).closure_ids == made
    assert not work_calendar(f"site-{other.site_id}").day(date(2026, 12, 21)).is_working
    for _twice in range(2):
        actions.open_again(buying.buyer, actions.OneClosure(closure_id=made[1]), now=NOW)
    assert work_calendar(f"site-{other.site_id}").day(date(2026, 12, 21)).is_working
    assert not work_calendar(f"site-{buying.site_id}").day(date(2026, 12, 21)).is_working


def test_days_that_run_backwards_or_for_ever_are_refused() -> None:
    for first, last in ((date(2026, 12, 5), date(2026, 12, 4)), (date(2026, 1, 1), date(2026, 12, 31))):
        with pytest.raises(ValueError, match="day|year"):
            actions.CloseOn(site_ids=(1,), first=first, last=last)


def test_a_site_is_given_up_only_when_nothing_lies_there(buying: Buying) -> None:
    one = actions.OneSite(site_id=buying.site_id)
    stock.set_policy(buying.buyer, stock.Policy(variant_ids=(buying.goods["MUG"],)), now=NOW)
    line = stock.ReceivedLine(variant_id=buying.goods["MUG"], quantity=5)
    stock.receive(buying.buyer, stock.Receive(warehouse_id=buying.warehouse_id, lines=(line,)), now=NOW)
    with pytest.raises(Refused):
        actions.give_up_site(buying.buyer, one, now=NOW)
    empty = buying.site(buying.supplier_id, "ZS2")
    actions.give_up_site(buying.buyer, actions.OneSite(site_id=empty.site_id), now=NOW)
    assert [site.code for site in reads.sites_of([buying.supplier_id])[buying.supplier_id]] == ["ZS1"]
    assert reads.sites_by_id([empty.site_id])[empty.site_id].closed
