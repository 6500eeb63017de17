"""A source that is silent: every order that waits for it on one list that adds up, decided for many at once, taken back."""

import copy

import pytest

from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.mail.models import Message
from storecrew.shop.delays import actions, fallbacks, reads
from storecrew.shop.delays.models import Decision, Offer, OfferState, Outage
from storecrew.shop.delays.tests.conftest import DAY, NOW, Desk
from storecrew.shop.delays.troubled import troubled
from storecrew.shop.dropships import actions as dropships
from storecrew.shop.dropships import reads as dropship_reads
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply import reads as supply_reads
from storecrew.shop.supply.models import Site

pytestmark = pytest.mark.django_db
LATER = NOW + 6 * DAY
PLANNER = Actor("system", name="dropships.planner", reason="test", surface=Surface.WORKER)


@pytest.fixture(scope="module")
def lasting_waiting(lasting_desk: Desk) -> tuple[Site, list[Order]]:
    desk = lasting_desk
    lamp = desk.lamp()
    site = desk.supplier(variant_id=lamp)
    found = [desk.order(Want(lamp, pieces)) for pieces in (1, 2, 3)]
    for order in found:
        desk.from_supplier(order, site)
    return site, found


@pytest.fixture
def waiting(lasting_waiting: tuple[Site, list[Order]], desk: Desk) -> tuple[Site, list[Order]]:
    """Return a supplier's warehouse that was silent for days, and three orders that wait for it."""
    return copy.deepcopy(lasting_waiting)


def test_a_silent_source_names_all_that_wait_for_it(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    (one,) = troubled(LATER)
    assert (one.site.site_id, one.orders, one.pieces, one.undecided) == (site.pk, 3, 6, 3)
    assert one.cause == "dead"
    stricken = reads.affected_by(site.pk, LATER)
    assert [row.order_id for row in stricken.items] == [order.pk for order in reversed(found)]
    assert stricken.whole.pieces == 6
    assert stricken.whole.stake[0].minor == 60000


def test_silence_is_a_reason_for_a_delay_and_names_the_supplier(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    row = desk.late(found[0], now=LATER)
    assert row.supplier_id == site.supplier_id
    assert row.site_id == site.pk
    assert "dead" in [why["code"] for why in row.whys]


def _decide(desk: Desk, site: Site, what: str, *found: Order, by: str = "warehouse") -> actions.Decided:
    ids = tuple(order.pk for order in found)
    data = actions.Decide.model_validate({"site_id": site.pk, "what": what, "order_ids": ids})
    return actions.decide(getattr(desk.company, by), data, now=LATER)


def test_what_is_decided_always_adds_up(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    _decide(desk, site, "wait", found[0])
    _decide(desk, site, "tell", found[1], by="service")
    stricken = reads.affected_by(site.pk, LATER)
    assert {part.what: part.orders for part in stricken.parts} == {"": 1, "tell": 1, "wait": 1}
    assert sum(part.pieces for part in stricken.parts) == stricken.whole.pieces == 6
    assert sum(part.stake[0].minor for part in stricken.parts) == stricken.whole.stake[0].minor
    orders.cancel(desk.company.service, orders.Cancel(order_id=found[0].pk, reason="buyer"), now=LATER)
    after = reads.affected_by(site.pk, LATER)
    assert {part.what: part.orders for part in after.parts} == {"": 1, "tell": 1, "over": 1}
    assert after.whole.pieces == 6


def test_telling_writes_to_each_buyer(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    done = _decide(desk, site, "tell", *found, by="service")
    assert (done.done, done.left) == (3, ())
    assert Offer.objects.filter(state=OfferState.SENT).count() == 3


def test_deciding_again_goes_on_where_it_stopped(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    _decide(desk, site, "tell", found[0], by="service")
    done = _decide(desk, site, "tell", *found, by="service")
    assert (done.done, done.left) == (2, ())
    assert Offer.objects.count() == Decision.objects.count() == 3


def test_another_decision_first_takes_the_first_one_back(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    _decide(desk, site, "tell", found[0], by="service")
    refused = _decide(desk, site, "wait", found[0])
    assert (refused.done, len(refused.left)) == (0, 1)
    data = actions.TakeBack(site_id=site.pk, order_ids=(found[0].pk,))
    assert actions.take_back(desk.company.service, data, now=LATER).done == 1
    assert Offer.objects.get().state == OfferState.WITHDRAWN
    assert _decide(desk, site, "wait", found[0]).done == 1


def test_a_letter_that_was_answered_cannot_be_taken_back(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    _decide(desk, site, "tell", found[0], by="service")
    desk.answer(Offer.objects.get(), "cancel", now=LATER)
    data = actions.TakeBack(site_id=site.pk, order_ids=(found[0].pk,))
    done = actions.take_back(desk.company.service, data, now=LATER)
    assert (done.done, len(done.left)) == (0, 1)


def test_the_supplier_gets_one_letter_with_all_goods(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    contact = {
        "supplier_id": site.supplier_id,
        "name": "阿强",
        "language": "en",
        "channels": ({"kind": "email", "address": "qiang@supplier.example"},),
    }
    supply.add_contact(desk.company.warehouse, supply.AddContact.model_validate(contact), now=NOW)
    _decide(desk, site, "ask", *found)
    letter = Message.objects.get(to="qiang@supplier.example")
    assert "ZS-LAMP  × 6" in letter.text
    assert Decision.objects.filter(what="ask").count() == 3


def test_a_source_that_is_back_is_looked_after_no_longer(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    _decide(desk, site, "wait", *found)
    actions.end_outage(desk.company.warehouse, actions.EndOutage(site_id=site.pk), now=LATER)
    actions.end_outage(desk.company.warehouse, actions.EndOutage(site_id=site.pk), now=LATER)
    assert Outage.objects.get().over_at == LATER
    assert reads.affected_by(site.pk, LATER).outage_id is None


def test_strangers_decide_nothing(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    with pytest.raises(Denied):
        _decide(desk, site, "wait", *found, by="stranger")


def test_what_does_not_wait_there_is_left_alone(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, _found = waiting
    other = desk.order()
    done = _decide(desk, site, "wait", other)
    assert (done.done, len(done.left)) == (0, 1)


def _planned(desk: Desk, *found: Order) -> None:
    for order in found:
        dropships.plan(PLANNER, dropships.Plan(order_id=order.pk), now=NOW)


def test_what_another_source_has_is_moved_there(desk: Desk, waiting: tuple[Site, list[Order]]) -> None:
    site, found = waiting
    _planned(desk, *found)
    one, *_others = found
    fallback = fallbacks.find(one.pk, supply_reads.sites_by_id([site.pk])[site.pk], LATER)
    assert fallback is not None
    assert fallback.place == "佛山"
    done = _decide(desk, site, "move", one)
    assert (done.done, done.left) == (1, ())
    assert desk.promised_from(one) == {desk.house.warehouse_id}
    stricken = reads.affected_by(site.pk, LATER)
    assert {part.what: part.orders for part in stricken.parts} == {"": 2, "over": 1}
    again = actions.TakeBack(site_id=site.pk, order_ids=(one.pk,))
    assert actions.take_back(desk.company.warehouse, again, now=LATER).done == 0


def test_what_no_other_source_has_says_so(desk: Desk) -> None:
    lamp = desk.lamp(on_hand=3)
    site = desk.supplier(variant_id=lamp)
    order = desk.order(Want(lamp, 3))
    desk.from_supplier(order, site)
    other = desk.order(Want(lamp, 3))
    _planned(desk, order)
    done = _decide(desk, site, "move", order)
    assert done.done == 0
    assert "No other source" in done.left[0]
    assert desk.promised_from(order) == {site.warehouse_id}
    assert desk.promised_from(other) == {desk.house.warehouse_id}


def test_a_supplier_who_refuses_leaves_no_day(desk: Desk) -> None:
    lamp = desk.lamp(on_hand=3)
    site = desk.supplier(variant_id=lamp)
    order = desk.order(Want(lamp, 3))
    desk.from_supplier(order, site)
    desk.order(Want(lamp, 3))  # takes what lies on our own shelf
    _planned(desk, order)
    (row,) = dropship_reads.of_order(order.pk, NOW)
    dropships.send(desk.company.warehouse, dropships.Send(dropship_id=row.dropship_id), now=NOW)
    parts = tuple({"line_id": line.line_id, "quantity": line.wanted} for line in row.lines)
    data = {"dropship_id": row.dropship_id, "lines": parts, "reason": "out_of_stock"}
    dropships.refuse(desk.company.warehouse, dropships.Refuse.model_validate(data), now=NOW)
    desk.hear(NOW)
    delay = desk.delay(order)
    assert (delay.reason, delay.chance, delay.expected_likely) == ("refused", 0, None)
