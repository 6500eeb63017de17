"""A person sends a file, sees what it comes to, lets it in and takes it out again; and connects a shop."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.jobs.running import run_to_end
from storecrew.kernel.people.models import Person
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.transfer.models import Batch, BatchState, Source

pytestmark = pytest.mark.django_db

TABLE = """Order,When,Buyer,Sum,Paid
A-1,2026-03-01 10:00,ann@elsewhere.example,120.00,120.00
A-2,2026-03-02 11:30,bo@elsewhere.example,80.50,80.50
A-3,not a day,cy@elsewhere.example,10.00,10.00
"""
MEANS = {"Order": "number", "When": "placed_at", "Buyer": "email", "Sum": "total", "Paid": "paid"}
HERE = "/crew/orders/import/"


def browser(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def send(client: Client, content: str = TABLE) -> Batch:
    file = SimpleUploadedFile("orders.csv", content.encode(), content_type="text/csv")
    answer = client.post(HERE, {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return Batch.objects.get()


def post(client: Client, row: Batch, what: str, **values: Any) -> HttpResponse:
    answer = client.post(f"{HERE}{row.pk}/{what}/", values)
    row.refresh_from_db()
    if row.work_id:
        run_to_end(row.work_id)
        row.refresh_from_db()
    return answer


def mapped(row: Batch) -> dict[str, str]:
    chosen = {f"column-{place}": MEANS[name] for place, name in enumerate(row.header)}
    return {**chosen, "currency": "CNY", "zone": "UTC", "decimal": ".", "before": "OLD-"}


def test_from_the_file_to_the_orders_and_out_again(company: Company) -> None:
    client = browser(company.service)
    row = send(client)
    assert row.state == BatchState.MAPPING
    page = client.get(f"{HERE}{row.pk}/").content.decode()
    assert "What the columns mean" in page
    post(client, row, "check", **mapped(row))
    assert (row.state, row.orders) == (BatchState.CHECKED, 3)
    page = client.get(f"{HERE}{row.pk}/").content.decode()
    assert "2 orders would come in." in page
    assert "add up" in page
    assert not Order.objects.exists()
    exceptions = b"".join(client.get(f"{HERE}{row.pk}/exceptions.csv").streaming_content).decode("utf-8-sig")
    assert "A-3" in exceptions
    post(client, row, "run")
    assert set(Order.objects.values_list("number", "total_minor")) == {("OLD-A-1", 12_000), ("OLD-A-2", 8_050)}
    assert "2 orders came in." in client.get(f"{HERE}{row.pk}/").content.decode()
    post(client, row, "undo")
    assert (row.state, Order.objects.count()) == (BatchState.UNDONE, 0)


def test_the_next_file_with_the_same_columns_is_read_alike(company: Company) -> None:
    client = browser(company.service)
    row = send(client)
    post(client, row, "check", **mapped(row))
    Batch.objects.all().delete()
    again = send(client, TABLE.replace("A-1", "B-1"))
    assert again.state == BatchState.CHECKING


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_open_for_those_who_may(company: Company, language: str) -> None:
    row = send(browser(company.service))
    for actor, status in ((company.service, 200), (company.finance, 200), (company.warehouse, 403)):
        client = browser(actor, language)
        assert client.get(HERE).status_code == status
        assert client.get(f"{HERE}{row.pk}/").status_code == status
    assert browser(company.it, language).get(f"{HERE}shops/").status_code == 200
    assert browser(company.service, language).get(f"{HERE}shops/").status_code == 403
    assert browser(company.service).get(f"{HERE}999/").status_code == 404


def test_only_who_may_write_orders_lets_a_file_in(company: Company) -> None:
    client = browser(company.service)
    row = send(client)
    post(client, row, "check", **mapped(row))
    browser(company.finance).post(f"{HERE}{row.pk}/run/")
    row.refresh_from_db()
    assert row.state == BatchState.CHECKED


def test_what_cannot_be_read_says_so(company: Company) -> None:
    file = SimpleUploadedFile("orders.json", b'{"orders": [', content_type="application/json")
    answer = browser(company.service).post(HERE, {"file": file})
    assert answer.status_code == 422
    assert "no valid JSON" in answer.content.decode()
    assert not Batch.objects.exists()


def test_a_shop_is_connected_and_its_secret_shown_once(company: Company) -> None:
    client = browser(company.it)
    page = client.post(f"{HERE}shops/", {"name": "Berlin", "system": "shopify"}).content.decode()
    source = Source.objects.get()
    assert f"/hooks/orders/{source.token}/" in page
    secret = page.split("<code>")[2].split("</code>")[0]
    assert len(secret) > 20
    assert secret not in client.get(f"{HERE}shops/").content.decode()
    client.post(f"{HERE}shops/{source.pk}/pause/")
    source.refresh_from_db()
    assert source.paused_at is not None
    fresh = client.post(f"{HERE}shops/{source.pk}/secret/").content.decode().split("<code>")[2].split("</code>")[0]
    assert fresh != secret
    client.post(f"{HERE}shops/{source.pk}/remove/")
    assert "Berlin" not in client.get(f"{HERE}shops/").content.decode()
