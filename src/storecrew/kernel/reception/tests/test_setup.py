"""The first visit of an empty installation leads through set-up and loses nothing on the way."""

import pytest
from django.test import Client

from storecrew.conftest import PASSWORD
from storecrew.kernel.clock.models import Calendar
from storecrew.kernel.people.models import Ownership, Person, Tenure
from storecrew.kernel.reception import founding
from storecrew.kernel.store.reads import current

STORE = {"name": "掌灯 Lamphour", "country": "CN", "languages": ["zh-hans", "en"]}
PLACE = {
    "currency": "CNY",
    "time_zone": "Asia/Shanghai",
    "workdays": ["0", "1", "2", "3", "4", "5"],
    "hours": "9-12, 13:30-18",
    "holidays": "on",
}
HATS = {"hats": ["director", "warehouse"]}
YOU = {"founder_name": "许知行", "founder_email": "xu@lamphour.example", "password": PASSWORD}


@pytest.fixture(autouse=True)
def empty(db, monkeypatch):
    monkeypatch.setattr(founding, "_founded", False)


def fill(client, *steps):
    for step, values in steps:
        answer = client.post(f"/crew/setup/{step}/", values)
        assert answer.status_code == 303, answer.context["form"].errors
    return answer


def test_every_page_of_the_console_leads_to_set_up(client):
    for path in ("/", "/crew/", "/crew/people/", "/crew/sign-in/"):
        assert client.get(path)["Location"] == "/crew/setup/"
    assert client.get("/crew/setup/", follow=True).redirect_chain[-1][0] == "/crew/setup/store/"


def test_four_pages_make_a_store_and_sign_the_founder_in(client):
    fill(client, ("store", STORE), ("place", PLACE), ("hats", HATS))
    assert fill(client, ("you", YOU))["Location"] == "/crew/"
    assert current().name == "掌灯 Lamphour"
    assert sorted(Tenure.objects.values_list("seat", flat=True)) == ["director", "warehouse"]
    week = Calendar.objects.get().week
    assert week == ["09:00-12:00, 13:30-18:00"] * 6 + [""]
    assert Ownership.objects.get().person.name == "许知行"
    assert client.get("/crew/me/").status_code == 200
    assert client.get("/crew/setup/store/")["Location"] == "/crew/sign-in/"


def test_money_and_time_are_guessed_from_the_country(client):
    fill(client, ("store", STORE))
    page = client.get("/crew/setup/place/").content.decode()
    assert '<option value="CNY" selected>' in page
    assert '<option value="Asia/Shanghai" selected>' in page


def test_an_error_on_the_last_page_keeps_everything_that_was_said(client):
    fill(client, ("store", STORE), ("place", PLACE), ("hats", HATS))
    answer = client.post("/crew/setup/you/", {**YOU, "password": "short"})
    assert answer.status_code == 422
    assert 'value="xu@lamphour.example"' in answer.content.decode()
    assert "掌灯 Lamphour" in client.get("/crew/setup/store/").content.decode()
    assert not Person.objects.exists()
    fill(client, ("you", YOU))


def test_hours_that_make_no_sense_are_said_so_at_once(client):
    fill(client, ("store", STORE))
    answer = client.post("/crew/setup/place/", {**PLACE, "hours": "18-9"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["hours"]


def test_pages_are_not_jumped_over(client):
    assert client.get("/crew/setup/you/")["Location"] == "/crew/setup/store/"
    fill(client, ("store", STORE))
    assert client.post("/crew/setup/you/", YOU)["Location"] == "/crew/setup/place/"


def test_two_founders_at_once_make_one_store(client):
    other = Client()
    fill(client, ("store", STORE), ("place", PLACE), ("hats", HATS))
    fill(other, ("store", STORE), ("place", PLACE), ("hats", HATS))
    fill(client, ("you", YOU))
    answer = other.post("/crew/setup/you/", {**YOU, "founder_email": "second@lamphour.example"})
    assert answer["Location"] == "/crew/sign-in/"
    assert Person.objects.count() == 1


def test_the_password_is_kept_nowhere_on_the_way(client):
    fill(client, ("store", STORE), ("place", PLACE), ("hats", HATS))
    client.post("/crew/setup/you/", {**YOU, "founder_email": "not an address"})
    assert PASSWORD not in str(dict(client.session))
