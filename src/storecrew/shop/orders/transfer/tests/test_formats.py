"""What Shopify and WooCommerce write: discounts, taxes, refunds, parts that were sent; each order comes in to the cent."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import nobody
from storecrew.kernel.events.models import Event
from storecrew.kernel.jobs import health
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import NOW
from storecrew.shop.orders.transfer import queue
from storecrew.shop.orders.transfer.models import Batch
from storecrew.shop.orders.transfer.reconciling import unexplained
from storecrew.shop.orders.transfer.tests.conftest import Bring
from storecrew.shop.stock.models import Reservation

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[7] / "shared" / "data"

SHOPIFY_CSV = (Path(__file__).parent / "shopify_orders.csv").read_bytes()
"""Discount and taxes over two lines; a refund; a cancelled order that nobody paid."""


def woo(number: int, **changes: Any) -> dict[str, Any]:
    """Return an order as WooCommerce tells it: two mugs with a coupon, delivery, a fee; 10 % tax inside its prices."""
    return {
        "id": 700 + number,
        "number": str(700 + number),
        "status": "completed",
        "currency": "EUR",
        "prices_include_tax": True,
        "date_created_gmt": "2026-03-01T09:00:00",
        "date_modified_gmt": "2026-03-02T09:00:00",
        "date_paid_gmt": "2026-03-01T09:01:00",
        "date_completed_gmt": "2026-03-02T09:00:00",
        "total": "47.30",
        "total_tax": "4.30",
        "billing": {"first_name": "Di", "last_name": "Wu", "email": f"di{number}@elsewhere.example", "country": "DE"},
        "shipping": {},
        "line_items": [
            {
                "id": 1,
                "name": "Mug",
                "sku": "MUG",
                "quantity": 2,
                "subtotal": "40.00",
                "subtotal_tax": "4.00",
                "total": "36.00",
                "total_tax": "3.60",
                "price": 18.0,
            }
        ],
        "shipping_lines": [{"id": 2, "method_title": "Post", "total": "5.00", "total_tax": "0.50"}],
        "fee_lines": [{"id": 3, "name": "Wrapping", "total": "2.00", "total_tax": "0.20"}],
        "coupon_lines": [{"id": 4, "code": "TEN", "discount": "4.00", "discount_tax": "0.40"}],
        "tax_lines": [{"id": 5, "label": "VAT", "rate_percent": 10, "tax_total": "3.80", "shipping_tax_total": "0.50"}],
        "refunds": [],
        **changes,
    }


def sound(row: Batch) -> None:
    """Everything adds up: the file with the orders, and the orders with themselves."""
    assert set(unexplained(row.result).values()) <= {Decimal(0)}
    reports = health.examine(NOW, ["orders.sums", "orders.handled", "orders.money", "payments.sums"])
    assert {report.level for report in reports} == {health.Level.GOOD}


def figures(number: str) -> tuple[int, int, int, int]:
    """Return total, discount, captured and refunded."""
    row = Order.objects.get(number=number)
    return row.total_minor, row.discount_minor, row.captured_minor, row.refunded_minor


def test_shopifys_csv(bring: Bring) -> None:
    row = bring(SHOPIFY_CSV)
    assert (row.dialect, row.orders) == ("shopify", 3)
    assert figures("SH-2001") == (5_450, 500, 5_450, 0)
    assert list(Order.objects.get(number="SH-2001").lines.values_list("sku", "quantity")) == [("MUG", 2), ("SPOON", 1)]
    assert Order.objects.get(number="SH-2001").tax_minor == 450
    assert figures("SH-2002") == (3_000, 0, 3_000, 1_000)
    assert Order.objects.get(number="SH-2003").state == "cancelled"
    sound(row)


def test_a_file_that_waits_for_a_word_is_on_somebodys_list(bring: Bring) -> None:
    row = bring(SHOPIFY_CSV, check_only=True)
    assert not list(queue.files(nobody(), row.created_at))
    (item,) = queue.files(nobody(), row.created_at + timedelta(hours=2))
    assert item.step.url == f"/crew/orders/import/{row.pk}/"
    bring(SHOPIFY_CSV)
    Batch.objects.filter(pk=row.pk).update(state="done")
    assert not list(queue.files(nobody(), row.created_at + timedelta(hours=2)))


def test_past_orders_take_no_stock_and_tell_nobody(bring: Bring) -> None:
    bring(SHOPIFY_CSV)
    assert not Reservation.objects.filter(owner__startswith="order:").exists()
    told = set(Event.objects.exclude(name__startswith="jobs.").values_list("name", flat=True))
    assert not {name for name in told if name.startswith("orders.")}


def test_shopifys_json(bring: Bring) -> None:
    order = {
        "id": 9_001,
        "name": "#3001",
        "created_at": "2026-02-01T10:00:00-05:00",
        "updated_at": "2026-02-03T10:00:00-05:00",
        "currency": "USD",
        "total_price": "34.00",
        "total_tax": "2.00",
        "taxes_included": True,
        "financial_status": "partially_refunded",
        "fulfillment_status": "partial",
        "email": "ed@elsewhere.example",
        "line_items": [
            {
                "id": 1,
                "title": "Mug",
                "sku": "MUG",
                "quantity": 3,
                "price": "10.00",
                "tax_lines": [{"title": "VAT", "rate": 0.0625, "price": "2.00"}],
                "discount_allocations": [{"amount": "1.00", "discount_application_index": 0}],
            }
        ],
        "discount_applications": [{"title": "Hello", "type": "manual"}],
        "shipping_lines": [{"id": 2, "title": "Post", "price": "5.00", "tax_lines": []}],
        "fulfillments": [
            {"status": "success", "created_at": "2026-02-02T10:00:00Z", "line_items": [{"id": 1, "quantity": 2}]}
        ],
        "refunds": [
            {
                "created_at": "2026-02-03T10:00:00Z",
                "refund_line_items": [{"line_item_id": 1, "quantity": 1, "restock_type": "cancel"}],
                "transactions": [{"kind": "refund", "status": "success", "amount": "9.67"}],
            }
        ],
    }
    row = bring(json.dumps({"orders": [order]}).encode(), name="orders.json")
    made = Order.objects.get(number="SH-3001")
    assert (made.placed_total_minor, made.captured_minor, made.refunded_minor) == (3_400, 3_400, 967)
    assert (made.placed_at.hour, made.lines.get().shipped) == (15, 2)
    sound(row)


def test_what_a_system_cannot_add_up_itself_is_said(bring: Bring) -> None:
    path = DATA / "shopify/api-fixtures/order.json"
    if not path.exists():
        pytest.skip(f"the sample data is not here: {path}")
    row = bring(path.read_bytes(), name="order.json", check_only=True)
    assert set(unexplained(row.predicted).values()) <= {Decimal(0)}
    assert row.remarks.exists()


def test_woocommerces_json_with_taxes_inside(bring: Bring) -> None:
    refunded = woo(2, refunds=[{"id": 9, "total": "-11.00"}])
    waiting = woo(3, status="pending", date_paid_gmt=None, date_completed_gmt=None)
    row = bring(json.dumps([woo(1), refunded, waiting]).encode(), name="orders.json")
    assert (row.dialect, row.orders) == ("woocommerce", 3)
    assert figures("WC-701") == (4_730, 440, 4_730, 0)
    assert Order.objects.get(number="WC-701").tax_minor == 430
    assert figures("WC-702") == (4_730, 440, 4_730, 1_100)
    sound(row)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 2_000,
        b"[" * 50_000,
        b'{"orders": [{"id": 1}]}',
        "订单编号\n".encode("gb18030"),
        b"PK\x03\x04junk",
    ],
)
def test_hostile_files_are_refused_in_a_sentence(bring: Bring, content: bytes) -> None:
    try:
        row = bring(content, check_only=True)
    except ActionError as error:
        assert len(error.message) > 10
    else:
        assert row.trouble or not row.predicted.get("outcomes", {}).get("new")
    assert not Order.objects.exists()
