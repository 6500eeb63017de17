"""The address one signs in with is changed by its owner: proven at the new one, told to the old one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from storecrew.conftest import PASSWORD
from storecrew.kernel.events.drain import drain
from storecrew.kernel.people.models import Person

NEW = "ines@elsewhere.example"


@pytest.fixture
def ines(company) -> Person:
    who = Person.objects.get(pk=company.marketing.person_id)
    who.set_password(PASSWORD)
    who.save()
    EmailAddress.objects.create(user=who, email=who.email, primary=True, verified=True)
    return who


@pytest.fixture
def browser(ines) -> Client:
    client = Client()
    client.force_login(ines)
    return client


def ask(browser, email=NEW, password=PASSWORD, once="a"):
    return browser.post("/crew/me/address/", {"email": email, "password": password, "once": once})


def link() -> str:
    drain(timezone.now())
    return re.search(r"/crew/join/address/\S+", mail.outbox[-1].body).group()


def test_a_new_address_holds_once_its_link_was_followed(browser, ines) -> None:
    assert browser.get("/crew/me/address/").status_code == 200
    old = ines.email
    assert ask(browser).status_code == 303
    assert Person.objects.get(pk=ines.pk).email == old
    path = link()
    assert mail.outbox[-1].to == [NEW]
    stranger = Client()
    assert stranger.get(path).status_code == 200
    assert Person.objects.get(pk=ines.pk).email == old
    stranger.post(path)
    assert Person.objects.get(pk=ines.pk).email == NEW
    assert list(EmailAddress.objects.filter(user=ines).values_list("email", "primary", "verified")) == [
        (NEW, True, True)
    ]
    drain(timezone.now())
    assert mail.outbox[-1].to == [old]
    assert stranger.get(path).status_code == 410
    assert stranger.post(path).status_code == 410


def test_a_later_wish_makes_the_earlier_link_worthless(browser) -> None:
    ask(browser, email="one@elsewhere.example")
    first = link()
    ask(browser, email="two@elsewhere.example", once="b")
    assert Client().get(first).status_code == 410
    assert Client().get(link()).status_code == 200


@pytest.mark.parametrize(
    ("email", "password", "says"),
    [
        (NEW, "wrong-password-entirely", "not your password"),
        ("finance@lamphour.example", PASSWORD, "already"),
        ("marketing@lamphour.example", PASSWORD, "your address already"),
        ("no address", PASSWORD, "valid email address"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_sent(browser, email, password, says) -> None:
    answer = ask(browser, email=email, password=password)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    drain(timezone.now())
    assert not mail.outbox


def test_an_address_that_was_taken_meanwhile_is_refused(browser, ines, company) -> None:
    ask(browser)
    path = link()
    Person.objects.filter(pk=company.finance.person_id).update(email=NEW)
    Client().post(path)
    assert Person.objects.get(pk=ines.pk).email == "marketing@lamphour.example"


def test_a_forged_link_and_a_stranger_get_nowhere(db, company) -> None:
    assert Client().get("/crew/join/address/forged/").status_code == 410
    assert Client().post("/crew/me/address/", {"email": NEW, "password": "x"}).status_code in {302, 401}


def test_guessing_the_password_comes_to_an_end(browser) -> None:
    for number in range(10):
        ask(browser, password="wrong-password-entirely", once=str(number))
    assert "Too many tries" in ask(browser, once="last").content.decode()
