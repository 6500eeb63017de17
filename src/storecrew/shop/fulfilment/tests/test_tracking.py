"""What carriers say: each word once, the newest counts, and what follows from it; what the buyer sees."""

import copy
from datetime import UTC, date, datetime, timedelta

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.types import nobody
from storecrew.kernel.events.models import Event as EventRow
from storecrew.shop.fulfilment import actions, queue, reads
from storecrew.shop.fulfilment.models import Parcel, TrackingEvent
from storecrew.shop.fulfilment.tests.conftest import NOW, House
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.making import Want


def facts(name: str) -> list[dict[str, object]]:
    return [row.payload for row in EventRow.objects.filter(name=f"fulfilment.{name}").order_by("pk")]


@pytest.fixture(scope="module")
def lasting_parcel(lasting_house: House, lasting_order: Order) -> Parcel:
    return lasting_house.ship(lasting_house.pack(copy.deepcopy(lasting_order)), tracking_number="SF1316582044876")


@pytest.fixture
def parcel(lasting_parcel: Parcel, house: House) -> Parcel:
    return copy.deepcopy(lasting_parcel)


def test_a_parcel_goes_its_way(house: House, parcel: Parcel) -> None:
    assert house.hear(parcel, "in_transit").state == "in_transit"
    assert house.hear(parcel, "out_for_delivery", after=timedelta(days=2)).state == "out_for_delivery"
    arrived = house.hear(parcel, "delivered", after=timedelta(days=2, hours=3))
    assert (arrived.state, arrived.delivered_at) == ("delivered", NOW + timedelta(days=2, hours=3))
    assert len(facts("ParcelDelivered")) == 1


def test_words_in_disorder_and_twice_end_the_same(house: House, parcel: Parcel) -> None:
    house.hear(parcel, "delivered", after=timedelta(days=2))
    late = actions.RecordTracking.model_validate(
        {"parcel_id": parcel.pk, "words": [{"state": "in_transit", "at": NOW + timedelta(days=1), "text": "Hub"}]}
    )
    for _twice in range(2):
        actions.record_tracking(house.company.service, late, now=NOW + timedelta(days=3))
    parcel.refresh_from_db()
    assert parcel.state == "delivered"
    assert TrackingEvent.objects.filter(parcel=parcel).count() == 3  # handed over, in transit, delivered
    assert len(facts("ParcelDelivered")) == 1


def test_the_carriers_own_id_makes_words_the_same(house: House, parcel: Parcel) -> None:
    words = [
        {"state": "in_transit", "at": NOW, "text": "Hub", "key": "7"},
        {"state": "in_transit", "at": NOW + timedelta(minutes=1), "text": "Hub!", "key": "7"},
    ]
    data = actions.RecordTracking.model_validate({"parcel_id": parcel.pk, "words": words})
    assert actions.record_tracking(house.company.service, data, now=NOW + timedelta(hours=1)).fresh == 1


def test_a_parcel_is_found_by_its_number_as_it_is_written(house: House, parcel: Parcel) -> None:
    words = [{"state": "in_transit", "at": NOW}]
    data = {"tracking_number": "sf 1316 5820 44876", "words": words}
    heard = actions.record_tracking(house.company.service, actions.RecordTracking.model_validate(data), now=NOW)
    assert heard.parcel_id == parcel.pk
    with pytest.raises(Missing):
        unknown = data | {"tracking_number": "SF0000000000000"}
        actions.record_tracking(house.company.service, actions.RecordTracking.model_validate(unknown), now=NOW)


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ({"state": "packed", "at": NOW}, InvalidInput),
        ({"state": "delivered", "at": NOW + timedelta(days=3)}, InvalidInput),
    ],
)
def test_impossible_words_are_refused(
    house: House, parcel: Parcel, word: dict[str, object], error: type[Exception]
) -> None:
    data = actions.RecordTracking.model_validate({"parcel_id": parcel.pk, "words": [word]})
    with pytest.raises(error):
        actions.record_tracking(house.company.service, data, now=NOW)


def test_a_carrier_says_nothing_of_what_has_not_left(house: House) -> None:
    parcel = house.pack(house.order(Want(house.lamp(), 1)))
    with pytest.raises(Refused, match="not left"):
        house.hear(parcel, "in_transit")


@pytest.mark.parametrize("seat", ["marketing", "finance", "stranger", "nobody"])
def test_others_cannot_write_down_what_carriers_say(house: House, parcel: Parcel, seat: str) -> None:
    data = actions.RecordTracking.model_validate({"parcel_id": parcel.pk, "words": [{"state": "delivered", "at": NOW}]})
    with pytest.raises(Denied):
        actions.record_tracking(house.company.holding(seat), data, now=NOW)


def test_trouble_is_announced_listed_and_settled(house: House, parcel: Parcel) -> None:
    house.hear(parcel, "exception", text="Nobody at home")
    (fact,) = facts("ParcelInTrouble")
    assert fact["text"] == "Nobody at home"
    assert [item.key for item in queue.on_the_way(house.company.service, NOW)] == ["fulfilment.trouble"]
    actions.settle_trouble(house.company.service, actions.Settle(parcel_id=parcel.pk, note="tomorrow"), now=NOW)
    assert not list(queue.on_the_way(house.company.service, NOW))
    assert house.hear(parcel, "delivered", after=timedelta(days=1)).state == "delivered"


def test_what_came_back_is_announced(house: House, parcel: Parcel) -> None:
    house.hear(parcel, "returned", after=timedelta(days=5))
    assert len(facts("ParcelCameBack")) == 1


def promise(order: Order, until: date) -> None:
    Parcel.objects.filter(order=order).update(promised_until=until)
    Order.objects.filter(pk=order.pk).update(promised_until=until)


def test_lateness_is_announced_once_and_before_the_buyer_asks(house: House, parcel: Parcel) -> None:
    promise(parcel.order, date(2026, 11, 27))
    after = datetime(2026, 11, 30, 2, tzinfo=UTC)
    assert [actions.tell_late(house.company.service, actions.TellLate(), now=after).parcels for _twice in (1, 2)] == [
        1,
        0,
    ]
    (fact,) = facts("ParcelLate")
    assert fact["promised_until"] == "2026-11-27"
    assert "fulfilment.late" in {item.key for item in queue.on_the_way(house.company.service, after)}


def test_days_late_are_working_days(house: House, parcel: Parcel) -> None:
    promise(parcel.order, date(2026, 11, 27))  # a Friday
    house.hear(parcel, "delivered", after=timedelta(days=5))  # the Monday after
    (fact,) = facts("ParcelDelivered")
    assert fact["days_late"] == 1


def test_silence_is_told(house: House, parcel: Parcel) -> None:
    after = NOW + timedelta(days=8)
    Parcel.objects.update(promised_until=None)
    assert [item.key for item in queue.on_the_way(house.company.service, after)] == ["fulfilment.silent"]
    house.hear(parcel, "in_transit", after=timedelta(days=7))
    assert not list(queue.on_the_way(house.company.service, after))


def see(order: Order, now: datetime) -> reads.tracked:
    token = orders.token_for(order.pk)
    return reads.track(nobody(), reads.TrackQuery(token=token), now=now)


def test_the_buyer_sees_promise_and_now(house: House) -> None:
    lamp = house.lamp("SEEN", bin_code="B-01-1")
    order = house.order(Want(lamp, 3))
    assert (see(order, NOW).state, len(see(order, NOW).waiting)) == ("preparing", 1)
    parcel = house.ship(house.pack(order, 1), tracking_number="SF1316582044885")
    partly = see(order, NOW)
    assert (partly.state, partly.waiting[0].quantity, partly.parcels[0].contents[0].quantity) == ("part_shipped", 2, 1)
    assert partly.parcels[0].tracking_url.endswith("SF1316582044885")
    second = house.ship(house.pack(order, 2))
    promise(order, date(2026, 11, 27))
    monday = datetime(2026, 11, 30, 2, tzinfo=UTC)
    late = see(order, monday)
    assert (late.state, late.late, late.promised_until, late.expected_until) == (
        "late",
        True,
        date(2026, 11, 27),
        date(2026, 11, 30),
    )
    house.hear(parcel, "delivered", after=timedelta(days=5))
    house.hear(second, "delivered", after=timedelta(days=5))
    done = see(order, monday + timedelta(days=1))
    assert (done.state, done.late, done.expected_until) == ("delivered", False, None)


def test_nothing_is_expected_while_a_parcel_is_in_trouble(house: House, parcel: Parcel) -> None:
    house.hear(parcel, "exception")
    seen = see(parcel.order, NOW)
    assert (seen.state, seen.expected_until) == ("trouble", None)


def test_a_wrong_token_opens_nothing(house: House, parcel: Parcel) -> None:
    with pytest.raises(Missing):
        reads.track(nobody(), reads.TrackQuery(token="x" * 32), now=NOW)
