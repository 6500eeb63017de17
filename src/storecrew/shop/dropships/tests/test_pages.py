"""The pages of drop shipments: every one answers in both languages; forms do what they say; lists cost the same at any length."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.models import Person
from storecrew.shop.dropships import actions, queue
from storecrew.shop.dropships.models import Arrangement, DropParcel, DropShipment
from storecrew.shop.dropships.tests.conftest import NOW, Trade
from storecrew.shop.orders.tests.making import Want

QUERIES_OF_A_LIST = 40


def client_of(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.fixture(scope="module")
def lasting_rows(lasting_trade: Trade) -> dict[str, DropShipment]:
    """One drop shipment in each state that a page shows differently."""
    trade = lasting_trade
    made = {"new": trade.order(), "sent": trade.asked(), "refused": trade.asked(Want(trade.lamp, 2))}
    trade.plan(made["new"])
    found = {
        "new": DropShipment.objects.get(order=made["new"]),
        "sent": made["sent"],
        "refused": made["refused"],
        "shipped": trade.asked(),
        "surprise": trade.asked(),
    }
    trade.ship(found["shipped"])
    trade.cancel(found["surprise"].order)
    trade.settle()
    actions.refuse(trade.near.actor, actions.Refuse(dropship_id=found["refused"].pk), now=NOW)
    trade.ship(found["surprise"], "SF1316582044885")
    return found


@pytest.fixture
def rows(lasting_rows: dict[str, DropShipment], trade: Trade) -> dict[str, DropShipment]:
    return {name: trade.fresh(row) for name, row in lasting_rows.items()}


def test_every_page_answers_in_both_languages(trade: Trade, rows: dict[str, DropShipment]) -> None:
    addresses = [
        reverse("dropships:index"),
        *(reverse("dropships:index") + f"?view={view}" for view in ("send", "late", "decide", "asked", "stopping")),
        reverse("dropships:index") + f"?q={rows['sent'].number}&supplier={trade.near.supplier_id}",
        reverse("dropships:numbers"),
        reverse("dropships:arrange", args=[trade.near.supplier_id]),
        *(reverse("dropships:dropship", args=[row.pk]) for row in rows.values()),
        reverse("dropships:sources", args=[rows["refused"].pk]),
        reverse("orders:order", args=[rows["sent"].order.number]),
        reverse("supply:supplier", args=[trade.near.supplier_id]),
        "/crew/seat/warehouse/",
    ]
    for language in ("en", "zh-hans"):
        client = client_of(trade.crew, language)
        for address in addresses:
            if "?view=" in address and language != "en":
                continue  # the same page with other rows
            answer = client.get(address)
            assert answer.status_code == 200, address
    page = client_of(trade.crew).get(reverse("orders:order", args=[rows["sent"].order.number])).content.decode()
    assert rows["sent"].number in page
    file = client_of(trade.crew).get(reverse("dropships:file") + f"?kind=csv&ids={rows['new'].pk}")
    assert rows["new"].number in file["Content-Disposition"]


def test_costs_are_for_those_who_may_see_them_and_strangers_stay_out(
    trade: Trade, rows: dict[str, DropShipment]
) -> None:
    address = reverse("dropships:dropship", args=[rows["sent"].pk])
    assert "40.00" in client_of(trade.company.finance).get(address).content.decode()
    assert "40.00" not in client_of(trade.company.service).get(address).content.decode()
    assert client_of(trade.company.stranger).get(address).status_code == 403
    sources = reverse("dropships:sources", args=[rows["refused"].pk])
    assert client_of(trade.company.service).get(sources).status_code == 403


def test_a_longer_list_asks_no_more_questions(
    trade: Trade, rows: dict[str, DropShipment], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(trade.crew)
    client.get(reverse("dropships:index"))
    with django_assert_max_num_queries(QUERIES_OF_A_LIST):
        client.get(reverse("dropships:index"))


def test_forms_write_down_what_the_supplier_says(trade: Trade, rows: dict[str, DropShipment]) -> None:
    client = client_of(trade.crew)

    def post(row: DropShipment, what: str, **values: object) -> DropShipment:
        answer = client.post(reverse("dropships:step", args=[row.pk, what]), values)
        assert answer.status_code in {302, 303}, what
        return trade.fresh(row)

    day = (timezone.localdate() + timedelta(days=1)).isoformat()
    row = post(rows["new"], "send", by_hand="1")
    assert (row.state, row.way) == ("sent", "hand")
    row = post(row, "acknowledge", ships_on=day, means="mail", note="好的")
    assert (row.state, row.ships_on.isoformat() if row.ships_on else "") == ("acknowledged", day)
    assert post(row, "pack").state == "packed"
    assert post(row, "ship", tracking_number="SF1316582044894", carrier="sf", sure="1").state == "shipped"
    assert post(rows["sent"], "refuse", reason="discontinued").state == "refused"
    assert post(rows["refused"], "move", warehouse_id=trade.far.warehouse_id).state == "moved"
    parcel = DropParcel.objects.get(surprise="cancelled")
    post(rows["surprise"], "settle", drop_parcel_id=parcel.pk, settlement="kept", owed="no", claim="12.50")
    parcel.refresh_from_db()
    assert (parcel.settlement, parcel.owed, parcel.claim_minor) == ("kept", False, 1250)
    assert client.post(reverse("dropships:step", args=[row.pk, "fly"])).status_code == 404


def test_many_are_sent_at_once_and_one_that_cannot_be_holds_up_nobody(
    trade: Trade, rows: dict[str, DropShipment]
) -> None:
    client = client_of(trade.crew)
    chosen = {"bulk": "by_hand", "row": [rows["new"].pk, rows["shipped"].pk]}
    client.post(reverse("dropships:index"), chosen)
    assert trade.fresh(rows["new"]).state == "sent"
    form = {"way": "hand", "ack_hours": "16", "at_once": ""}
    client.post(reverse("dropships:arrange", args=[trade.near.supplier_id]), form)
    assert list(Arrangement.objects.values_list("way", "ack_hours", "at_once")) == [("hand", 16, False)]


def test_the_queue_names_what_breaks_promises_first(trade: Trade, rows: dict[str, DropShipment]) -> None:
    later = NOW + timedelta(days=9)
    sources = (queue.deciding, queue.lateness, queue.sending, queue.stops)
    keys = [item.key for source in sources for item in source(trade.crew, later)]
    assert keys == [
        "dropships.surprises",
        "dropships.stuck",
        "dropships.late",
        "dropships.to_send",
        "dropships.stopping",
    ]
