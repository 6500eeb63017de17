"""Pages open in both languages, for those who may, and cost a bounded number of questions."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.models import Person
from storecrew.shop.returns import actions, queue
from storecrew.shop.returns.models import Return, State
from storecrew.shop.returns.tests.conftest import LATER, Desk

pytestmark = pytest.mark.django_db


def client_of(actor: Actor, language: str = "en") -> Client:
    Person.objects.filter(pk=actor.person_id).update(language=language)
    client = Client()
    client.force_login(
        Person.objects.get(pk=actor.person_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens(company: Company, desk: Desk, language: str) -> None:
    asked = desk.ask(desk.piece(1, "damaged"), words="碎了。")
    coming = desk.approved(desk.piece(1))
    here = desk.receive(desk.approved(desk.piece(1, line=1)))
    client = client_of(company.director, language)
    number = desk.order.number
    paths = [
        "",
        "policy",
        "receive",
        f"new/{number}",
        f"{asked.pk}/approve",
        f"{asked.pk}/decline",
        f"decline?ids={asked.pk}",
    ]
    paths += [
        f"{coming.pk}/receive",
        f"{coming.pk}/goodwill",
        f"{here.pk}/refund",
        f"{here.pk}/refund?goodwill=3&shipping_rule=none",
    ]
    paths += [f"{row.pk}{page}" for row in (asked, coming, here) for page in ("", "/slip")]
    for path in paths:
        assert client.get(f"/crew/returns/{path}").status_code == 200, path
    assert client.get(f"/crew/orders/{number}/").content.count(here.number.encode()) > 1


def test_strangers_and_seats_without_returns_stay_out(company: Company, desk: Desk) -> None:
    row = desk.ask()
    for path in ("", f"{row.pk}", "policy"):
        assert Client().get(f"/crew/returns/{path}").status_code == 302
        assert client_of(company.stranger).get(f"/crew/returns/{path}").status_code == 403


def test_a_return_goes_its_way_by_forms_alone(company: Company, desk: Desk) -> None:
    service, warehouse = client_of(company.service), client_of(company.warehouse)
    line = desk.line_ids[0]
    form = {f"quantity-{line}": "1", f"reason-{line}": "too_small", "wish": "refund", "beyond_window": "on"}
    service.post(f"/crew/returns/new/{desk.order.number}", form)
    row = Return.objects.get()
    service.post(f"/crew/returns/{row.pk}/approve", {"back": "yes", "payer": "shop", "way": "own", "note": "轻拿轻放"})
    assert desk.fresh(row).state == State.APPROVED
    assert warehouse.get("/crew/returns/receive", {"code": row.number}).url == f"/crew/returns/{row.pk}/receive"  # type: ignore[attr-defined]
    mine = desk.lines(row)[0].pk
    taken = {f"quantity-{mine}": "1", f"disposition-{mine}": "restock", f"condition-{mine}": "new"}
    warehouse.post(f"/crew/returns/{row.pk}/receive", taken)
    assert desk.fresh(row).state == State.RECEIVED
    page = service.get(f"/crew/returns/{row.pk}/refund").content.decode()
    assert 'name="expected" value="10000"' in page
    service.post(f"/crew/returns/{row.pk}/refund", {"expected": "9999"})
    assert desk.paid_back() == 0
    service.post(f"/crew/returns/{row.pk}/refund", {"expected": "10000", f"pieces-{mine}": "1"})
    assert desk.paid_back() == 10000


def test_many_are_decided_at_once(company: Company, desk: Desk) -> None:
    rows = [desk.ask(desk.piece(1)), desk.ask(desk.piece(1))]
    client = client_of(company.service)
    client.post("/crew/returns/", {"bulk": "approve", "row": [row.pk for row in rows[:1]]})
    assert [desk.fresh(row).state for row in rows] == [State.APPROVED, State.REQUESTED]
    client.post("/crew/returns/decline?ids=" + ",".join(str(row.pk) for row in rows), {"reason": "used"})
    assert [desk.fresh(row).state for row in rows] == [State.APPROVED, State.DECLINED]


def test_the_list_costs_the_same_however_long_it_is(company: Company, desk: Desk) -> None:
    client = client_of(company.director)
    desk.ask(desk.piece(1))
    client.get("/crew/returns/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/crew/returns/")
    for _ in range(3):
        desk.ask(desk.piece(1, line=1))
    with CaptureQueriesContext(connection) as many:
        client.get("/crew/returns/")
    assert len(many) <= len(one) + 1


def test_seats_hear_of_what_waits_for_them(company: Company, desk: Desk) -> None:
    desk.ask(desk.piece(1))
    here = desk.receive(desk.approved(desk.piece(1)))
    sent = desk.approved(desk.piece(1, line=1))
    actions.note_sent(
        company.warehouse, actions.NoteSent(return_id=sent.pk, tracking_number="SF1316582044876"), now=LATER
    )
    sources = (queue.to_decide, queue.to_make_good, queue.overdue, queue.failed)
    keys = {item.key for source in sources for item in source(company.director, LATER)}
    assert {"returns.to_decide", f"returns.to_make_good:{here.pk}", "returns.to_take_in"} <= keys
