"""The REST surface: same rules as everywhere, one form of errors."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from openapi_spec_validator import validate

from storecrew.fronts.rest import views
from storecrew.kernel import limits
from storecrew.kernel.actions.tests import shelf  # noqa: F401  a tiny room to call
from storecrew.kernel.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_it_does_an_action_and_answers_its_result(post, warehouse) -> None:
    response = post("actions/shelf.put", {"label": "tea"}, warehouse)
    assert response.status_code == 200
    assert response.json()["result"]["label"] == "tea"
    entry = Entry.objects.get()
    assert (entry.surface, entry.cause) == ("rest", response["X-Cause-Id"])


def test_a_retry_with_the_same_key_gets_the_first_answer(post, warehouse) -> None:
    first = post("actions/shelf.put", {"label": "tea"}, warehouse, **{"Idempotency-Key": "k1"})
    assert post("actions/shelf.put", {"label": "tea"}, warehouse, **{"Idempotency-Key": "k1"}).json() == first.json()
    other = post("actions/shelf.put", {"label": "soap"}, warehouse, **{"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert Group.objects.count() == 1


def test_a_dry_run_says_what_would_change(post, warehouse) -> None:
    answer = post("actions/shelf.put?dry_run=true", {"label": "tea"}, warehouse).json()
    assert answer["dry_run"] is True
    assert answer["changes"][0]["new"] == "tea"
    assert not Group.objects.exists()


def test_refusals_are_problem_details(post, warehouse) -> None:
    response = post("actions/shelf.put", {"label": "tea", "explode": True}, warehouse)
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["code"], problem["detail"]) == (
        409,
        "full",
        "No room on the shelf. Take one off first.",
    )


def test_problems_speak_the_callers_language(post, warehouse) -> None:
    problem = post("actions/shelf.put", {"label": ""}, warehouse, **{"Accept-Language": "zh-CN"}).json()
    assert problem["errors"]["label"] == "不能空着。"


@pytest.mark.parametrize(
    ("token", "status", "code"), [("", 401, "signed_out"), ("scw_wrong", 401, "signed_out"), ("idle", 403, "denied")]
)
def test_it_lets_nobody_in_without_the_right(post, idle, token, status, code) -> None:
    response = post("actions/shelf.put", {"label": "tea"}, idle if token == "idle" else token)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not Group.objects.exists()


def test_a_signed_in_browser_is_a_stranger_here(client, idle) -> None:
    from storecrew.kernel.people.models import Person  # noqa: PLC0415  only this test needs the table

    client.force_login(Person.objects.get())
    assert client.post("/api/v1/reads/shelf.count", {}, content_type="application/json").status_code == 401


def test_reads_answer_by_get_and_post(post, idle, client) -> None:
    assert post("reads/shelf.count", {}, idle).json() == {"result": {"labels": 0}}
    assert client.get("/api/v1/reads/shelf.count", headers={"Authorization": f"Bearer {idle}"}).json() == {
        "result": {"labels": 0}
    }
    refused = client.get("/api/v1/reads/shelf.count?colour=red", headers={"Authorization": f"Bearer {idle}"})
    assert refused.json()["errors"] == {"colour": "There is no such field here."}


@pytest.mark.parametrize(
    "body", ["[1]", "{", '"x"', "null", '{"label": 1e999}', '{"label": "a\\u0000"}', '{"label": "\\ud800"}']
)
def test_nonsense_is_refused_in_words(post, warehouse, body) -> None:
    assert post("actions/shelf.put", body, warehouse).status_code == 422


@pytest.mark.parametrize(
    "path", ["actions/shelf.nothing", "actions/shelf.put_two", "reads/shelf.is_empty", "elsewhere", ""]
)
def test_what_is_not_exposed_here_does_not_exist(post, warehouse, path) -> None:
    assert post(path, {}, warehouse).status_code == 404


def test_other_methods_are_named(client) -> None:
    response = client.put("/api/v1/actions/shelf.put")
    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_it_limits_how_often_somebody_may_call(post, idle, monkeypatch) -> None:
    monkeypatch.setattr(views, "SIGNED_IN", limits.Rate(count=2, window_s=3600))
    statuses = [post("reads/shelf.count", {}, idle).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_the_description_is_valid_openapi_and_names_everything_exposed() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    validate(document)
    assert document["openapi"] == "3.1.0"
    assert "/api/v1/actions/shelf.put" in document["paths"]
    assert "/api/v1/actions/shelf.put_two" not in document["paths"]


def test_the_pages_of_the_api_name_every_room_and_field(client, company) -> None:
    from storecrew.kernel.people.models import Person  # noqa: PLC0415  only this test needs the table

    client.force_login(Person.objects.get(pk=company.it.person_id))
    assert "shelf" in client.get("/crew/api/").content.decode()
    page = client.get("/crew/api/shelf/").content.decode()
    assert "shelf.put" in page
    assert "Put a label on the shelf." in page
    assert "explode" in page
    assert client.get("/crew/api/nowhere/").status_code == 404
