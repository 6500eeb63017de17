"""A supplier's program is told once whatever is lost, refusals are shown, and what it says is taken in once."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from storecrew.kernel.actions.errors import Denied, InvalidInput
from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.events.outward import Act, Confirmed, Doubtful, NotReceived, Rejected
from storecrew.shop.dropships import actions, jobs
from storecrew.shop.dropships.handlers import planner
from storecrew.shop.dropships.models import Arrangement, DropParcel, DropShipment
from storecrew.shop.dropships.tests.conftest import NOW, Trade
from storecrew.shop.dropships.tests.stand_in import StandIn, program
from storecrew.shop.dropships.ways import asking
from storecrew.shop.orders.models import Order


@pytest.fixture
def api(settings: Settings) -> Iterator[StandIn]:
    with program() as state:
        settings.WEBHOOKS_TRUSTED = (f"127.0.0.1:{state.port}",)
        yield state


@pytest.fixture(scope="module")
def lasting_order(lasting_trade: Trade) -> Order:
    return lasting_trade.order()


@pytest.fixture
def row(trade: Trade, api: StandIn, lasting_order: Order) -> DropShipment:
    """Return a drop shipment that is about to be told to a supplier's program."""
    form = {"supplier_id": trade.near.supplier_id, "way": "api", "address": api.address + "/", "key": api.key}
    actions.arrange(trade.company.it, actions.Arrange.model_validate(form), now=NOW)
    trade.plan(lasting_order)
    return DropShipment.objects.get()


def act_of(row: DropShipment) -> Act:
    """Return the act as a worker gets it."""
    found = OutwardAct.objects.filter(kind=asking.KIND, subject=row.subject).order_by("-pk")[0]
    return Act(found.pk, found.kind, found.key, found.payload, found.subject, 1, NOW)


def settle(act: Act, state: str, answer: Confirmed | None = None, trouble: str = "") -> None:
    data = {"reference": act.key, "state": state, "trouble": trouble} | (dict(answer.answer) if answer else {})
    actions.take_in_sent(planner("test"), actions.TakeInSent.model_validate(data), now=NOW)


def test_it_is_told_with_address_and_pieces_and_no_price(trade: Trade, api: StandIn, row: DropShipment) -> None:
    act = act_of(row)
    answer = asking.tell(act)
    for _twice in range(2):
        settle(act, "confirmed", answer)
    row = trade.fresh(row)
    assert (row.state, row.way, row.reference) == ("sent", "api", "GD0001")
    (body,) = api.asked
    assert (body["what"], body["number"], body["ship_to"]["city"]) == ("new", row.number, "佛山市")
    assert body["lines"][0]["sku"] == f"NEAR-{trade.lamp}"
    assert not {"price", "cost", "unit_price", "total"} & set(body) | {"price", "cost"} & set(body["lines"][0])
    assert "ship_to" not in act.payload  # the queue of outward acts holds nobody's address


def test_a_lost_answer_is_found_by_its_reference_and_nothing_is_told_twice(api: StandIn, row: DropShipment) -> None:
    act = act_of(row)
    api.faults = ["lose"]
    with pytest.raises(Doubtful):
        asking.tell(act)
    found = asking.ask(act)
    assert found is not None
    assert (found.reference, len(api.taken)) == ("GD0001", 1)
    assert asking.tell(act).reference == "GD0001"
    assert len(api.taken) == 1


def test_what_never_arrived_is_told_apart(api: StandIn, row: DropShipment) -> None:
    act = act_of(row)
    api.faults = ["drop", "odd"]
    for _each in range(2):
        with pytest.raises(Doubtful):
            asking.tell(act)
    assert asking.ask(act) is None


def test_later_is_tried_again_when_they_say(api: StandIn, row: DropShipment) -> None:
    api.faults = ["later"]
    with pytest.raises(NotReceived) as waits:
        asking.tell(act_of(row))
    assert waits.value.after_s == 7


def test_a_refusal_is_shown_and_it_can_be_sent_again(trade: Trade, api: StandIn, row: DropShipment) -> None:
    act = act_of(row)
    api.faults = ["never"]
    with pytest.raises(Rejected) as no:
        asking.tell(act)
    for _twice in range(2):
        settle(act, "failed", trouble=str(no.value))
    row = trade.fresh(row)
    assert (row.state, row.trouble, row.sent_at) == ("new", "HTTP 422: unknown SKU", None)
    assert row.answers.filter(kind="failed").count() == 1
    actions.send(trade.crew, actions.Send(dropship_id=row.pk), now=NOW)
    again = act_of(row)
    assert again.key != act.key
    assert asking.tell(again).reference


def test_what_the_program_says_is_taken_in_once_and_a_bad_word_holds_up_nothing(
    trade: Trade, api: StandIn, row: DropShipment
) -> None:
    settle(act_of(row), "confirmed", asking.tell(act_of(row)))
    api.said[row.number] = [
        {"state": "acknowledged", "id": "1", "ships_on": "2099-11-27"},
        {"state": "flying", "id": "2"},
        {"state": "shipped", "id": "3", "carrier": "sf", "tracking_number": "SF1316582044876"},
    ]
    arrangement = Arrangement.objects.get()
    for _twice in range(2):
        jobs.ask_program.func(arrangement.pk, [row.pk])
    row = trade.fresh(row)
    assert (row.state, DropParcel.objects.count()) == ("shipped", 1)
    assert list(row.answers.values_list("kind", "means")) == [
        ("sent", "api"),
        ("acknowledged", "api"),
        ("shipped", "api"),
    ]


def test_the_round_asks_only_about_what_is_open(trade: Trade, row: DropShipment) -> None:
    jobs.follow.func(NOW) if hasattr(jobs.follow, "func") else jobs.follow(NOW)
    trade.ship(row)
    assert trade.fresh(row).state == "shipped"


def test_the_key_is_kept_sealed_and_an_api_needs_an_address(trade: Trade, row: DropShipment) -> None:
    assert "k3y" not in Arrangement.objects.get().sealed_key
    form = {"supplier_id": trade.near.supplier_id, "way": "api"}
    with pytest.raises(InvalidInput):
        actions.arrange(trade.crew, actions.Arrange.model_validate(form), now=NOW)
    with pytest.raises(Denied):
        actions.arrange(trade.company.finance, actions.Arrange.model_validate(form), now=NOW)
