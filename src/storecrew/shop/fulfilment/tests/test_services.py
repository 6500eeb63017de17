"""Labels of a carrier's API: asked once whatever is lost, taken in once, refused with its reason; and its tracking."""

import copy
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.kernel.events import outward
from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.events.outward import Act, Confirmed, Doubtful, NotReceived, Rejected
from storecrew.kernel.outgoing.types import OutgoingError
from storecrew.shop.fulfilment import actions, jobs
from storecrew.shop.fulfilment.models import Label, Parcel, Service
from storecrew.shop.fulfilment.services import asking
from storecrew.shop.fulfilment.tests.conftest import NOW, House
from storecrew.shop.fulfilment.tests.stand_in import StandIn, carrier
from storecrew.shop.orders.tests.making import Want


@pytest.fixture
def api(settings: Settings) -> Iterator[StandIn]:
    with carrier() as state:
        settings.WEBHOOKS_TRUSTED = (f"127.0.0.1:{state.port}",)
        yield state


@pytest.fixture(scope="module")
def lasting_parcel(lasting_house: House) -> Parcel:
    house = lasting_house
    return house.pack(house.order(Want(house.lamp(), 1)), carrier="sf", weight_g=800)


@pytest.fixture
def parcel(lasting_parcel: Parcel, house: House, api: StandIn) -> Parcel:
    form = actions.ServiceForm(name="SF", carrier="sf", address=api.address + "/", key=api.key)
    actions.connect_carrier(house.company.it, form, now=NOW)
    return copy.deepcopy(lasting_parcel)


def ask(house: House, parcel: Parcel) -> Act:
    """Ask for a label and return the act as a worker gets it."""
    actions.ask_label(house.packer, actions.AskLabel(parcel_id=parcel.pk), now=NOW)
    row = OutwardAct.objects.get(kind=asking.KIND)
    return Act(row.pk, row.kind, row.key, row.payload, row.subject, 1, NOW)


def settle(act: Act, answer: Confirmed) -> None:
    data = {"reference": act.key, "state": "confirmed", **answer.answer}
    actions.take_in_label(jobs._follower("test"), actions.TakeInLabel.model_validate(data), now=NOW)


def test_a_label_is_asked_for_and_taken_in_once(house: House, api: StandIn, parcel: Parcel) -> None:
    act = ask(house, parcel)
    answer = asking.send(act)
    for _twice in range(2):
        settle(act, answer)
    parcel.refresh_from_db()
    label = Label.objects.get()
    assert (label.state, parcel.state, parcel.tracking_number) == ("made", "label_made", "SF1316582044000")
    assert (label.cost_minor, label.document_url) == (1180, "https://labels.example/SF1316582044000.pdf")
    (body,) = api.asked
    assert (body["parcel"], body["weight_g"], body["ship_to"]["city"]) == (parcel.number, 800, "佛山市")
    assert body["goods"][0]["quantity"] == 1


def test_asking_twice_asks_for_one_label(house: House, parcel: Parcel) -> None:
    one = actions.ask_label(house.packer, actions.AskLabel(parcel_id=parcel.pk), now=NOW)
    assert actions.ask_label(house.packer, actions.AskLabel(parcel_id=parcel.pk), now=NOW) == one
    assert OutwardAct.objects.filter(kind=asking.KIND).count() == 1


def test_a_lost_answer_is_found_by_asking_and_makes_no_second_label(house: House, api: StandIn, parcel: Parcel) -> None:
    act = ask(house, parcel)
    api.faults = ["lose"]
    with pytest.raises(Doubtful):
        asking.send(act)
    found = asking.ask(act)
    assert found is not None and found.reference == "SF1316582044000"
    assert len(api.taken) == 1
    assert asking.send(act).reference == found.reference  # and even a repetition makes no second one
    assert len(api.taken) == 1


def test_what_never_arrived_is_told_apart(house: House, api: StandIn, parcel: Parcel) -> None:
    act = ask(house, parcel)
    api.faults = ["drop"]
    with pytest.raises(Doubtful):
        asking.send(act)
    assert asking.ask(act) is None


@pytest.mark.parametrize(("fault", "error"), [("later", NotReceived), ("never", Rejected), ("odd", Doubtful)])
def test_refusals_and_delays_are_told_apart(
    house: House, api: StandIn, parcel: Parcel, fault: str, error: type[Exception]
) -> None:
    act = ask(house, parcel)
    api.faults = [fault]
    with pytest.raises(error):
        asking.send(act)


def test_a_refused_label_says_why_and_another_can_be_asked_for(house: House, api: StandIn, parcel: Parcel) -> None:
    act = ask(house, parcel)
    failed = actions.TakeInLabel(reference=act.key, state="failed", trouble="HTTP 422: no such postcode")
    actions.take_in_label(jobs._follower("test"), failed, now=NOW)
    assert Label.objects.get().trouble == "HTTP 422: no such postcode"
    actions.ask_label(house.packer, actions.AskLabel(parcel_id=parcel.pk), now=NOW)
    assert sorted(Label.objects.values_list("state", flat=True)) == ["asked", "failed"]


def test_a_wrong_key_is_refused(house: House, api: StandIn, parcel: Parcel) -> None:
    act = ask(house, parcel)
    api.key = "another"
    with pytest.raises(Rejected, match="401"):
        asking.send(act)


def test_an_address_inside_the_network_is_not_asked_unless_trusted(
    house: House, parcel: Parcel, settings: Settings
) -> None:
    act = ask(house, parcel)
    settings.WEBHOOKS_TRUSTED = ()
    with pytest.raises(Rejected):
        asking.send(act)


def test_a_parcel_is_weighed_and_its_carrier_connected_first(house: House, parcel: Parcel) -> None:
    Parcel.objects.filter(pk=parcel.pk).update(weight_g=None, expected_g=None)
    with pytest.raises(Refused, match="Weigh"):
        actions.ask_label(house.packer, actions.AskLabel(parcel_id=parcel.pk), now=NOW)
    Parcel.objects.filter(pk=parcel.pk).update(carrier="ups")
    with pytest.raises(Refused, match="No API"):
        actions.ask_label(house.packer, actions.AskLabel(parcel_id=parcel.pk), now=NOW)


def test_only_those_who_set_up_may_connect(house: House) -> None:
    form = actions.ServiceForm(name="SF", carrier="sf", address="https://sf.example", key="x")
    with pytest.raises(Denied):
        actions.connect_carrier(house.company.service, form, now=NOW)


def test_the_key_lies_encrypted(parcel: Parcel, api: StandIn) -> None:
    assert api.key not in Service.objects.get().sealed_key


def test_a_carrier_is_asked_where_parcels_are(house: House, api: StandIn, parcel: Parcel) -> None:
    house.ship(parcel, tracking_number="SF1316582044876", now=NOW - timedelta(days=1))
    api.said["SF1316582044876"] = [
        {"state": "delivered", "at": "2026-11-25T01:00:00+00:00", "text": "Door", "where": "佛山", "id": "2"},
        {"state": "in_transit", "at": "2026-11-24T20:00:00+00:00", "text": "Hub", "id": "1"},
        {"state": "flying", "at": "2026-11-24T20:00:00+00:00"},
        {"state": "in_transit", "at": "yesterday"},
    ]
    for _twice in range(2):
        for spoken in asking.carrier_of(Service.objects.get()).words(["SF1316582044876"]).values():
            jobs.record(parcel.pk, spoken)
    parcel.refresh_from_db()
    assert parcel.state == "delivered"
    assert parcel.events.filter(source="carrier").count() == 2


def test_a_carrier_that_does_not_answer_is_an_error_of_the_job(house: House, api: StandIn, parcel: Parcel) -> None:
    api.key = "another"
    with pytest.raises(OutgoingError):
        asking.carrier_of(Service.objects.get()).words(["SF1316582044876"])


def test_the_act_is_registered_with_a_way_to_ask() -> None:
    adapter = outward.find_adapter(asking.KIND)
    assert adapter is not None and adapter.ask is not None and adapter.announce
