"""Real files come in whole: what the file adds up to is what the orders come to, plus what is told, to the cent."""

import gzip
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from storecrew.conftest import Company
from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Level
from storecrew.kernel.jobs.running import run_to_end
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import NOW
from storecrew.shop.orders.transfer import actions
from storecrew.shop.orders.transfer.models import BatchState, Written
from storecrew.shop.orders.transfer.reconciling import unexplained
from storecrew.shop.orders.transfer.tests.conftest import Bring
from storecrew.shop.payments.models import Payment

pytestmark = pytest.mark.django_db
TMALL = Path(__file__).resolve().parents[7] / "shared/data/cn_tmall_orders/orders.csv.gz"
ROWS = 400


def tmall(rows: int = ROWS) -> bytes:
    if not TMALL.is_file():
        pytest.skip(f"the sample data is not here: {TMALL}")
    return b"".join(gzip.decompress(TMALL.read_bytes()).splitlines(keepends=True)[: rows + 1])


def test_tmall_orders_come_in_with_unpaid_and_refunded_ones_and_reconcile(bring: Bring) -> None:
    row = bring(tmall())
    assert (row.state, row.orders) == (BatchState.DONE, ROWS)
    assert not row.remarks.filter(code="database").exists(), row.remarks.filter(code="database").first().params
    assert row.predicted["sums"] == row.result["sums"]
    assert set(unexplained(row.result).values()) == {Decimal(0)}
    sums = Order.objects.aggregate(
        total=Sum("placed_total_minor"), paid=Sum("captured_minor"), back=Sum("refunded_minor")
    )
    said = row.result["sums"]["CNY"]
    assert (str(sums["total"]), str(sums["paid"]), str(sums["back"])) == (said["file"], said["paid"], said["refunded"])
    assert Payment.objects.aggregate(paid=Sum("captured_minor"))["paid"] == sums["paid"]
    reports = health.examine(NOW, ["orders.sums", "orders.handled", "orders.money", "payments.sums"])
    assert {report.level for report in reports} == {Level.GOOD}


def test_the_same_file_twice_changes_nothing(bring: Bring) -> None:
    bring(tmall(100))
    before = list(Order.objects.order_by("pk").values())
    row = bring(tmall(100))
    assert row.result["outcomes"] == {"same": 100}
    assert list(Order.objects.order_by("pk").values()) == before


def test_an_import_is_taken_out_again_whole(bring: Bring, company: Company) -> None:
    row = bring(tmall(100))
    run_to_end(actions.undo_import(company.service, actions.OneImport(import_id=row.pk)).work_id or 0)
    row.refresh_from_db()
    assert row.state == BatchState.UNDONE
    assert not (Order.objects.exists() or Payment.objects.exists() or Written.objects.exists())
