"""What supply tells people without being asked: jobs, hits, findings of the doctor, what passes on with a seat."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from storecrew.conftest import Company
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import links, search
from storecrew.kernel.pages.types import QueueItem
from storecrew.kernel.people.actions.handovers import HandOver, hand_over
from storecrew.kernel.people.models import Person, Tenure
from storecrew.shop.supply import actions, queue
from storecrew.shop.supply.handing_over import contacts
from storecrew.shop.supply.health import offers_cost_what_their_history_says, warehouses_sell_as_their_suppliers_do
from storecrew.shop.supply.models import Offer, Site, Supplier
from storecrew.shop.supply.tests.conftest import NOW, Buying, yuan
from storecrew.shop.supply.tests.test_people_and_papers import CHANNELS, add, paper


def said(items: Iterable[QueueItem]) -> list[str]:
    with translation.override("en"):
        return [str(item.title) for item in items]


def state(buying: Buying, state: str, **more: Any) -> None:
    data = {"supplier_ids": (buying.supplier_id,), "state": state} | more
    actions.set_state(buying.buyer, parse(actions.SetState, data), now=NOW)


def test_a_paper_is_a_job_a_month_before_it_lapses_until_a_new_one_is_there(buying: Buying) -> None:
    def told() -> list[str]:
        return said(queue.documents(buying.buyer, NOW))

    paper(buying, name="Licence", valid_until=date(2026, 12, 25))
    paper(buying, name="For ever")
    assert told() == []
    old = paper(buying, name="Old licence", valid_until=date(2026, 11, 23))
    soon = paper(buying, name="Contract", valid_until=date(2026, 12, 24))
    assert told() == ["“Old licence” of 中山灯饰 has lapsed", "“Contract” of 中山灯饰 lapses on December 24"]
    paper(buying, name="Old licence", valid_until=date(2028, 1, 1), replaces=old)
    actions.remove_document(buying.buyer, actions.OneDocument(document_id=soon), now=NOW)
    assert told() == []
    paper(buying, name="Late", valid_until=date(2026, 11, 23))
    state(buying, "ended")
    assert told() == []


def test_a_cost_that_rose_beyond_the_limit_is_a_job_until_somebody_saw_it(buying: Buying) -> None:
    offers = [buying.offer(sku, cost=yuan(10_000)) for sku in buying.goods]
    later = NOW + timedelta(days=1)
    for offer_id, minor in zip(offers, (10_500, 10_501, 9_000), strict=True):
        buying.edit(offer_id, cost=yuan(minor), now=later)
    assert said(queue.dearer(buying.buyer, later)) == ["1 thing became dearer at 中山灯饰"]
    watch = actions.SetWatch(rise_percent=4, document_days=30, offer_days=14)
    actions.set_watch(buying.buyer, watch, now=later)
    assert said(queue.dearer(buying.buyer, later)) == ["2 things became dearer at 中山灯饰"]
    for _twice in range(2):
        actions.see_costs(buying.buyer, actions.OneSupplier(supplier_id=buying.supplier_id), now=later)
    assert said(queue.dearer(buying.buyer, later)) == []
    buying.edit(offers[0], cost=yuan(20_000), now=later + timedelta(hours=1))
    assert len(said(queue.dearer(buying.buyer, later + timedelta(hours=1)))) == 1


def test_a_supplier_whom_nobody_can_reach_is_a_job(buying: Buying) -> None:
    assert said(queue.unreachable(buying.buyer, NOW)) == ["Nobody knows how to reach 中山灯饰"]
    contact_id = add(buying, "林姐")
    assert said(queue.unreachable(buying.buyer, NOW)) == ["Nobody knows how to reach 中山灯饰"]
    data = {"contact_id": contact_id, "name": "林姐", "channels": CHANNELS}
    actions.edit_contact(buying.buyer, parse(actions.EditContact, data), now=NOW)
    assert said(queue.unreachable(buying.buyer, NOW)) == []
    buying.supplier("YW")
    buying.supplier("FS")
    assert said(queue.unreachable(buying.buyer, NOW)) == ["Nobody knows how to reach FS Trading and 1 more supplier"]


def test_offers_that_end_soon_are_one_job_for_each_supplier(buying: Buying) -> None:
    buying.offer("MUG", valid_until=date(2026, 12, 8))
    buying.offer("LAMP-OAT", valid_until=date(2026, 12, 9))
    assert said(queue.ending(buying.buyer, NOW)) == ["1 offer of 中山灯饰 holds no longer than December 8"]
    (late,) = queue.ending(buying.buyer, NOW + timedelta(days=30))
    assert not late.calm
    state(buying, "paused", until=date(2026, 11, 30))
    assert said(queue.ending(buying.buyer, NOW)) == []
    assert said(queue.paused(buying.buyer, NOW)) == []
    assert said(queue.paused(buying.buyer, NOW + timedelta(days=6))) == ["中山灯饰 was paused until now"]


def test_suppliers_are_found_by_name_code_people_and_their_skus(buying: Buying) -> None:
    buying.offer("MUG")
    add(buying, "林姐", channels=CHANNELS)
    for text in ("灯饰", "zs-lamp", "林姐", "lin@zs.example"):
        assert [hit.title for hit in search.find(buying.buyer, text) if "/supply/" in hit.url] == ["中山灯饰"], text
    assert "/crew/supply/offers/" in next(
        hit.url for hit in search.find(buying.buyer, "ZS-MUG") if "/supply/" in hit.url
    )
    assert not [hit for hit in search.find(buying.company.marketing, "灯饰") if "/supply/" in hit.url]


def test_names_of_objects_lead_to_their_pages(buying: Buying) -> None:
    offer_id, contact_id, document_id = buying.offer("MUG"), add(buying, "林姐"), paper(buying)
    expected = {
        f"supplier:{buying.supplier_id}": "中山灯饰",
        f"offer:{offer_id}": "Stone mug 300 ml · 中山灯饰",
        f"site:{buying.site_id}": "ZS1 warehouse",
        f"contact:{contact_id}": "林姐",
        f"supply_document:{document_id}": "营业执照",
    }
    found = links.link_many(expected)
    assert {subject: link.name for subject, link in found.items()} == expected
    assert all(link.url.startswith("/crew/supply/") for link in found.values())


def test_the_doctor_finds_costs_and_warehouses_that_were_changed_behind_the_rooms_back(buying: Buying) -> None:
    buying.offer("MUG")
    buying.offer("LAMP-OAT", cost=None)
    checks = (offers_cost_what_their_history_says, warehouses_sell_as_their_suppliers_do)
    assert [[finding.level for finding in check(NOW)] for check in checks] == [["good"], ["good"]]
    Offer.objects.filter(sku="ZS-MUG").update(cost_minor=1)
    site = Site.objects.get()
    type(site.warehouse).objects.filter(pk=site.warehouse_id).update(sells=False)
    assert [[finding.level for finding in check(NOW)] for check in checks] == [["bad"], ["warn"]]
    type(site.warehouse).objects.filter(pk=site.warehouse_id).update(sells=True)
    Supplier.objects.update(state="paused")
    assert [finding.level for finding in warehouses_sell_as_their_suppliers_do(NOW)] == ["bad"]


def test_suppliers_somebody_keeps_in_touch_with_pass_on_with_the_seat(buying: Buying, company: Company) -> None:
    add(buying, "林姐")
    mine = actions.AssignKeeper(supplier_ids=(buying.supplier_id,), keeper_id=company.warehouse.person_id)
    actions.assign_keeper(buying.buyer, mine, now=NOW)
    tenure = Tenure.objects.get(person=company.warehouse.person_id)
    section = contacts(tenure, NOW)
    assert section is not None
    with translation.override("en"):
        assert [item.text for item in section.items] == ["中山灯饰, contact: 林姐"]
    service = Tenure.objects.get(person=company.service.person_id)
    assert contacts(service, NOW) is None
    heir = Person.objects.get(pk=company.service.person_id)
    data = HandOver(seat="warehouse", to_id=heir.pk, reason="moving on")
    hand_over(company.warehouse, data, now=timezone.now())
    assert Supplier.objects.get().keeper_id == heir.pk


@pytest.fixture(autouse=True)
def _english() -> Iterable[None]:
    with translation.override("en"):
        yield
