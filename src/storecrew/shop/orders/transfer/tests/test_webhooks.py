"""What shops of other systems tell by webhook: none lost, none doubled, none believed that is not signed."""

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.types import nobody
from storecrew.kernel.events.drain import drain
from storecrew.kernel.jobs import health
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.transfer import actions, queue, reads
from storecrew.shop.orders.transfer.models import Incoming, IncomingState, Source, Written
from storecrew.shop.orders.transfer.signing import signature

pytestmark = pytest.mark.django_db

SECRET = "shpss_of_this_test"  # noqa: S105
BEGAN = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def shopify(number: int, *, pieces: int = 1, updated: int = 0, paid: bool = True) -> dict[str, Any]:
    """Return an order as Shopify tells it, changed `updated` times."""
    price = 25
    at = BEGAN + timedelta(hours=number)
    return {
        "id": 9_000 + number,
        "name": f"#{1000 + number}",
        "created_at": at.isoformat(),
        "processed_at": at.isoformat(),
        "updated_at": (at + timedelta(minutes=updated)).isoformat(),
        "currency": "CNY",
        "total_price": f"{pieces * price}.00",
        "subtotal_price": f"{pieces * price}.00",
        "total_tax": "0.00",
        "taxes_included": True,
        "financial_status": "paid" if paid else "pending",
        "fulfillment_status": "fulfilled",
        "email": f"buyer{number}@elsewhere.example",
        "line_items": [
            {"id": 70_000 + number, "title": "Mug", "quantity": pieces, "price": f"{price}.00", "sku": "ELSE-MUG"}
        ],
        "fulfillments": [
            {
                "status": "success",
                "created_at": at.isoformat(),
                "line_items": [{"id": 70_000 + number, "quantity": pieces}],
            }
        ],
    }


@pytest.fixture
def source(company: Company) -> Source:
    told = {"name": "Berlin", "system": "shopify", "secret": SECRET, "currency": "CNY"}
    added = actions.add_source(company.it, actions.AddSource.model_validate(told))
    return Source.objects.get(pk=added.source_id)


def send(
    source: Source, body: bytes, *, delivery: str = "", secret: str = SECRET, topic: str = "orders/updated", **more: str
) -> int:
    headers = {
        "X-Shopify-Hmac-Sha256": signature(body, secret),
        "X-Shopify-Topic": topic,
        "X-Shopify-Webhook-Id": delivery,
        **more,
    }
    path = f"/hooks/orders/{source.token}/"
    return Client().post(path, body, content_type="application/json", headers=headers).status_code


def packed(order: dict[str, Any]) -> bytes:
    return json.dumps(order).encode()


def test_none_is_lost_none_is_doubled_and_the_newest_word_stands(source: Source) -> None:
    chance = random.Random(12)  # noqa: S311  the same disorder each time
    told = [
        (packed(shopify(number, pieces=1 + version, updated=version)), f"d{number}-{version}")
        for number in range(15)
        for version in range(3)
    ]
    told += chance.sample(told, len(told) * 12 // 100)
    chance.shuffle(told)
    for at, (body, delivery) in enumerate(told):
        forged = at % 20 == 7
        assert send(source, body, delivery=delivery, secret="guessed" if forged else SECRET) == (401 if forged else 200)
        if forged:
            assert send(source, body, delivery=delivery) == 200
        if at % 12 == 0:
            drain(datetime.now(UTC))
    drain(datetime.now(UTC))
    assert Order.objects.count() == Written.objects.count() == 15
    assert set(Order.objects.values_list("total_minor", flat=True)) == {3 * 2_500}
    assert not Incoming.objects.filter(state=IncomingState.NEW).exists()
    source.refresh_from_db()
    assert (source.received - source.repeated, source.repeated) == (45, len(told) - 45)
    assert source.forged == sum(1 for at in range(len(told)) if at % 20 == 7)
    reports = health.examine(datetime.now(UTC), ["orders.sums", "orders.handled", "orders.money", "payments.sums"])
    assert {report.level for report in reports} == {health.Level.GOOD}


def test_the_old_secret_is_taken_for_three_days(source: Source, company: Company) -> None:
    actions.set_secret(company.it, actions.SetSecret(source_id=source.pk, secret="the next one"))
    assert send(source, packed(shopify(1)), delivery="a", secret=SECRET) == 200
    assert send(source, packed(shopify(2)), delivery="b", secret="the next one") == 200
    Source.objects.update(old_secret_until=datetime.now(UTC) - timedelta(seconds=1))
    assert send(source, packed(shopify(3)), delivery="c", secret=SECRET) == 401


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b"{", IncomingState.FAILED),
        (b"[1]", IncomingState.FAILED),
        (b'{"id": 1, "name": "#1"}', IncomingState.OUT),
        (b"[" * 100_000, IncomingState.FAILED),
    ],
)
def test_what_cannot_be_understood_is_kept_with_its_reason(source: Source, body: bytes, state: str) -> None:
    assert send(source, body, delivery="x") == 200
    drain(datetime.now(UTC))
    row = Incoming.objects.get()
    assert (row.state, bool(row.why)) == (state, True)
    assert not Order.objects.exists()
    items = list(queue.told(nobody(), datetime.now(UTC)))
    assert [item.subject for item in items] == ([f"order_source:{source.pk}"] if state == IncomingState.FAILED else [])


def test_doors_that_stay_shut(source: Source, company: Company) -> None:
    body = packed(shopify(1))
    assert Client().post("/hooks/orders/nobody/", body, content_type="application/json").status_code == 404
    assert Client().get(f"/hooks/orders/{source.token}/").status_code == 405
    assert send(source, b" " * (2 * 1024 * 1024 + 1)) == 413
    old = (datetime.now(UTC) - timedelta(days=8)).isoformat()
    assert send(source, body, delivery="old", **{"X-Shopify-Triggered-At": old}) == 401
    actions.pause_source(company.it, actions.OneSource(source_id=source.pk))
    assert send(source, body) == 503
    assert not Incoming.objects.exists()


def test_an_order_changed_here_is_not_touched(source: Source, company: Company) -> None:
    send(source, packed(shopify(1)), delivery="a")
    drain(datetime.now(UTC))
    Order.objects.update(version=Order.objects.get().version + 1)
    send(source, packed(shopify(1, pieces=3, updated=5)), delivery="b")
    drain(datetime.now(UTC))
    assert Order.objects.get().total_minor == 2_500
    assert Incoming.objects.get(delivery="b").state == IncomingState.LEFT


def test_whoever_looks_after_it_sees_what_came(source: Source, company: Company) -> None:
    send(source, packed(shopify(1)), delivery="a")
    (seen,) = reads.sources(company.it, reads.NoQuestion()).items
    assert (seen.received, seen.waiting, seen.forged, seen.on) == (1, 1, 0, True)
    assert seen.path == f"/hooks/orders/{source.token}/"
