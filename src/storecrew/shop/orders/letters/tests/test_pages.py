"""The page of letters: what is shown is what is sent."""

import pytest
from django.core import mail
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.events.drain import drain
from storecrew.kernel.people.models import Person
from storecrew.shop.orders.letters.kinds import kinds
from storecrew.shop.orders.letters.models import Switch
from storecrew.shop.orders.tests.conftest import NOW, Shop
from storecrew.shop.orders.tests.making import Want, quote_of

CODES = [
    "placed",
    "paid",
    "unpaid",
    "changed",
    "cancelled",
    "came_late",
    "refunded",
    "link",
    "sent",
    "late",
    "delay",
    "delay_choice",
    "delivered",
]


def sign_in(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def test_every_kind_is_on_the_list_here() -> None:
    assert {kind.code for kind in kinds()} == set(CODES)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("code", CODES)
def test_each_letter_can_be_looked_at_before_there_is_an_order(company: Company, code: str, language: str) -> None:
    client = sign_in(company.service, language)
    assert client.get("/crew/orders/letters/").status_code == 200
    page = client.get(f"/crew/orders/letters/{code}/?in={language}")
    assert page.status_code == 200
    frame = client.get(f"/crew/orders/letters/{code}/as-sent?in={language}")
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "sandbox" in frame.headers["Content-Security-Policy"]
    assert "SO-10001" in frame.content.decode()


def test_what_is_shown_is_what_was_sent(company: Company, shop: Shop) -> None:
    shop.place(quote_of(Want(shop.lamp(), 2)))
    drain(NOW)
    shown = sign_in(company.service).get("/crew/orders/letters/placed/as-sent?in=en").content.decode()
    assert shown == mail.outbox[0].alternatives[0].content


def test_a_kind_is_turned_off_and_on_by_a_button(company: Company) -> None:
    client = sign_in(company.marketing)
    assert client.post("/crew/orders/letters/paid/switch", {"on": "0"}).status_code == 303
    assert Switch.objects.get().on is False
    client.post("/crew/orders/letters/paid/switch", {"on": "1"})
    assert Switch.objects.get().on is True


def test_others_stay_outside(company: Company) -> None:
    for actor in (company.warehouse, company.stranger):
        assert sign_in(actor).get("/crew/orders/letters/").status_code == 403
        assert sign_in(actor).get("/crew/orders/letters/paid/as-sent").status_code == 403
    assert sign_in(company.service).get("/crew/orders/letters/nothing/").status_code == 404
