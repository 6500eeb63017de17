"""The first visit of an empty installation leads through set-up and loses nothing on the way."""

import dataclasses

import pytest
from django.test import Client

from storecrew.conftest import PASSWORD
from storecrew.kernel.clock.models import Calendar
from storecrew.kernel.people.models import Ownership, Person, Tenure
from storecrew.kernel.reception import founding
from storecrew.kernel.store.reads import current

STORE = {"name": "掌灯 Lamphour", "country": "CN", "languages": ["zh-hans", "en"]}
PLACE = {"currency": "CNY", "time_zone": "Asia/Shanghai"}
HOURS = {f"day_{number}": "9-12, 13:30-18" for number in range(6)} | {"holidays": "on"}
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


def test_five_pages_make_a_store_and_sign_the_founder_in(client):
    fill(client, ("store", STORE), ("place", PLACE), ("hours", HOURS), ("hats", HATS))
    assert fill(client, ("you", YOU))["Location"] == "/crew/"
    assert current().name == "掌灯 Lamphour"
    assert sorted(Tenure.objects.values_list("seat", flat=True)) == ["director", "warehouse"]
    kept = Calendar.objects.get()
    assert kept.week == ["09:00-12:00, 13:30-18:00"] * 6 + [""]
    assert (kept.country, kept.make_up) == ("CN", True)
    assert Ownership.objects.get().person.name == "许知行"
    assert client.get("/crew/me/").status_code == 200
    assert client.get("/crew/setup/store/")["Location"] == "/crew/sign-in/"


def test_money_and_time_are_guessed_from_the_country(client):
    fill(client, ("store", STORE))
    page = client.get("/crew/setup/place/").content.decode()
    assert '<option value="CNY" selected>' in page
    assert '<option value="Asia/Shanghai" selected>' in page


def test_an_error_on_the_last_page_keeps_everything_that_was_said(client):
    fill(client, ("store", STORE), ("place", PLACE), ("hours", HOURS), ("hats", HATS))
    answer = client.post("/crew/setup/you/", {**YOU, "password": "short"})
    assert answer.status_code == 422
    assert 'value="xu@lamphour.example"' in answer.content.decode()
    assert "掌灯 Lamphour" in client.get("/crew/setup/store/").content.decode()
    assert not Person.objects.exists()
    fill(client, ("you", YOU))


def test_hours_are_those_of_the_country_and_every_day_can_be_changed(client):
    fill(client, ("store", STORE), ("place", PLACE))
    form = client.get("/crew/setup/hours/").context["form"]
    assert [day.value() for day in form.weekdays] == ["09:00-12:00, 13:30-18:00"] * 5 + ["", ""]
    fill(client, ("hours", {"day_0": "10-19", "day_5": "10-12, 14-16, 18-20"}), ("hats", HATS), ("you", YOU))
    kept = Calendar.objects.get()
    assert kept.week == ["10:00-19:00", "", "", "", "", "10:00-12:00, 14:00-16:00, 18:00-20:00", ""]
    assert kept.country == ""  # without the tick no holidays are kept


def test_the_weekend_is_that_of_the_country(client):
    fill(client, ("store", STORE | {"country": "SA"}), ("place", {"currency": "SAR", "time_zone": "Asia/Riyadh"}))
    form = client.get("/crew/setup/hours/").context["form"]
    assert [bool(day.value()) for day in form.weekdays] == [True, True, True, True, False, False, True]


def test_the_next_holidays_of_the_country_are_shown(client):
    fill(client, ("store", STORE), ("place", PLACE))
    shown = client.get("/crew/setup/hours/").context["holidays"]
    assert len(shown.days) == 6


def test_a_country_whose_holidays_are_not_known_is_said_so(client):
    fill(client, ("store", STORE | {"country": "AC"}), ("place", PLACE))
    page = client.get("/crew/setup/hours/")
    assert page.context["holidays"] is None
    assert page.context["form"]["holidays"].value() is False
    fill(client, ("hours", HOURS), ("hats", HATS), ("you", YOU))
    assert Calendar.objects.get().country == ""


def test_another_country_is_guessed_anew(client):
    fill(client, ("store", STORE), ("place", PLACE), ("hours", HOURS), ("store", STORE | {"country": "JP"}))
    assert '<option value="JPY" selected>' in client.get("/crew/setup/place/").content.decode()
    fill(client, ("place", {"currency": "JPY", "time_zone": "Asia/Tokyo"}))
    assert client.get("/crew/setup/hours/").context["form"]["day_0"].value() == "09:00-12:00, 13:00-18:00"


def test_hours_that_make_no_sense_are_said_so_at_their_day(client):
    fill(client, ("store", STORE), ("place", PLACE))
    answer = client.post("/crew/setup/hours/", HOURS | {"day_2": "18-9"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["day_2"]


def test_a_week_without_hours_is_refused(client):
    fill(client, ("store", STORE), ("place", PLACE))
    answer = client.post("/crew/setup/hours/", {"holidays": "on"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["day_0"]


def test_pages_are_not_jumped_over(client):
    assert client.get("/crew/setup/you/")["Location"] == "/crew/setup/store/"
    fill(client, ("store", STORE))
    assert client.post("/crew/setup/you/", YOU)["Location"] == "/crew/setup/place/"


def test_two_founders_at_once_make_one_store(client):
    other = Client()
    fill(client, ("store", STORE), ("place", PLACE), ("hours", HOURS), ("hats", HATS))
    fill(other, ("store", STORE), ("place", PLACE), ("hours", HOURS), ("hats", HATS))
    fill(client, ("you", YOU))
    answer = other.post("/crew/setup/you/", {**YOU, "founder_email": "second@lamphour.example"})
    assert answer["Location"] == "/crew/sign-in/"
    assert Person.objects.count() == 1


def test_the_password_is_kept_nowhere_on_the_way(client):
    fill(client, ("store", STORE), ("place", PLACE), ("hours", HOURS), ("hats", HATS))
    client.post("/crew/setup/you/", {**YOU, "founder_email": "not an address"})
    assert PASSWORD not in str(dict(client.session))


@pytest.fixture
def exposed(settings, tmp_path):
    settings.DATA = tmp_path
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, origin="https://shop.example")
    settings.ALLOWED_HOSTS = ["shop.example", "localhost"]
    return Client(headers={"host": "shop.example"})


def test_a_stranger_cannot_claim_an_exposed_empty_store(exposed):
    for path in ("/crew/setup/", "/crew/setup/store/", "/crew/setup/you/"):
        assert exposed.get(path)["Location"] == "/crew/setup/code/"
    assert exposed.post("/crew/setup/store/", STORE)["Location"] == "/crew/setup/code/"
    wrong = exposed.post("/crew/setup/code/", {"code": "AAAA-BBBB-CCCC"})
    assert wrong.status_code == 422
    assert "not the code" in wrong.content.decode()
    assert exposed.get("/crew/setup/store/")["Location"] == "/crew/setup/code/"


def test_who_knows_the_code_sets_the_store_up_and_the_code_is_gone(exposed, tmp_path):
    assert exposed.get("/crew/setup/code/").status_code == 200
    code = (tmp_path / "setup-code").read_text()
    assert (tmp_path / "setup-code").stat().st_mode & 0o077 == 0
    assert exposed.post("/crew/setup/code/", {"code": code.lower().replace("-", " ")})["Location"] == "/crew/setup/"
    fill(exposed, ("store", STORE), ("place", PLACE), ("hours", HOURS), ("hats", HATS), ("you", YOU))
    assert current().name == "掌灯 Lamphour"
    assert not (tmp_path / "setup-code").exists()


@pytest.mark.parametrize(
    "claim",
    [
        {"headers": {"X-Forwarded-For": "203.0.113.9"}},
        {"REMOTE_ADDR": "203.0.113.9"},
        {"headers": {"host": "lamp.example"}},
    ],
)
def test_only_this_machine_needs_no_code(client, settings, tmp_path, claim):
    settings.DATA = tmp_path
    settings.ALLOWED_HOSTS = ["*"]
    assert client.get("/crew/setup/store/", headers={"host": "localhost:8000"}).status_code == 200
    given = {
        "headers": {"host": "127.0.0.1"} | claim.get("headers", {}),
        "REMOTE_ADDR": claim.get("REMOTE_ADDR", "127.0.0.1"),
    }
    assert client.get("/crew/setup/store/", **given)["Location"] == "/crew/setup/code/"


def test_guessing_the_code_comes_to_an_end(exposed, tmp_path):
    for _guess in range(30):
        exposed.post("/crew/setup/code/", {"code": "AAAA-AAAA-AAAA"})
    right = exposed.post("/crew/setup/code/", {"code": (tmp_path / "setup-code").read_text()})
    assert right.status_code == 422
    assert "Too many tries" in right.content.decode()
