"""Orders that are still to be sent take stock here if they are to; and a process killed in an import does nothing twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import Shop, shop
from storecrew.shop.orders.transfer.tests.conftest import Bring

__all__ = ["shop"]

SOURCE = Path(__file__).resolve().parents[5]
HEADER = "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,"
HEADER += "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id\n"
ORDERS = 700

PREPARE = """
import django, sys; django.setup()
from django.utils import timezone
from storecrew.kernel.actions.types import person
from storecrew.kernel.jobs.running import run_to_end
from storecrew.kernel.people.models import Person, Tenure
from storecrew.kernel.store.models import Store
from storecrew.shop.orders.transfer import intake
from storecrew.shop.orders.transfer.actions import BeginImport, OneImport, begin_import, run_import
now = timezone.now()
Store.objects.create(name="S", country="US", currency="USD", languages=["en"], time_zone="UTC", established_at=now)
who = Person.objects.create(name="S", email="s@s.example", joined_at=now)
Tenure.objects.create(person=who, seat="service", kind="hold", starts_at=now, granted_by=who)
kept = intake.SHELF.keep([open(sys.argv[1], "rb").read()])
taken = begin_import(person(who.pk), BeginImport(digest=kept.digest, size=kept.size, name="big.csv"))
run_to_end(taken.work_id)
print(run_import(person(who.pk), OneImport(import_id=taken.import_id)).work_id)
"""
RUN = """
import django, sys; django.setup()
from datetime import timedelta
from django.utils import timezone
from storecrew.kernel.jobs.running import revive, run_to_end
revive(timezone.now() + timedelta(hours=1))  # what is cut off is taken over once its lease is over
print(run_to_end(int(sys.argv[1])).state)
"""


def order(number: int, *, pieces: int = 1, sku: str = "LAMP", sent: str = "fulfilled") -> str:
    """Return a paid order as Shopify writes it."""
    total = f"{pieces * 100}.00"
    return (
        f"#{number},b{number}@elsewhere.example,paid,2026-02-01 10:05:00 +0000,{sent},CNY,{total},0.00,0.00,{total},"
        f"2026-02-01 10:00:00 +0000,{pieces},Lamp,100.00,{sku},{number}\n"
    )


@pytest.mark.django_db
def test_what_is_still_to_be_sent_takes_stock_if_it_is_to(shop: Shop, bring: Bring) -> None:
    lamp = shop.lamp(on_hand=10)
    file = HEADER + order(1, pieces=3, sent="unfulfilled") + order(2, pieces=2)
    left = bring(file.encode(), takes_open=False)
    assert left.result["outcomes"].get("out") == 1, "an open order waits for the shop that it was bought in"
    assert shop.sellable(lamp) == 10
    taken = bring(file.replace("#1,", "#11,").replace(",1\n", ",11\n").encode(), takes_open=True)
    assert taken.result["outcomes"].get("new") == 1
    assert shop.sellable(lamp) == 7
    assert sum(shop.promised(Order.objects.get(number="SH-11")).values()) == 3


@pytest.mark.long
@pytest.mark.sqlite_only
def test_an_import_whose_process_is_killed_goes_on_and_does_nothing_twice(
    tmp_path: Path, empty_store: Callable[[Path], None]
) -> None:
    empty_store(tmp_path)
    file = tmp_path / "big.csv"
    file.write_text(HEADER + "".join(order(number) for number in range(1, ORDERS + 1)))
    own = {"STORECREW_DATA": str(tmp_path), "DATABASE_URL": "", "PYTHONPATH": str(SOURCE)}
    environment = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "storecrew.config.settings"}

    def python(program: str, argument: str) -> str:
        run = [sys.executable, "-c", program, argument]
        return subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout.split()[-1]

    work_id = python(PREPARE, str(file))
    child = subprocess.Popen([sys.executable, "-c", RUN, work_id], env=environment, stdout=subprocess.DEVNULL)
    database, until = tmp_path / "storecrew.sqlite3", time.monotonic() + 120
    while not _count(database, "orders_order") and time.monotonic() < until:
        assert child.poll() is None
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert 0 < _count(database, "orders_order") < ORDERS
    assert python(RUN, work_id) == "done"
    for table in ("orders_order", "orders_transfer_written", "orders_transfer_met", "payments_payment"):
        assert _count(database, table) == ORDERS, table


def _count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database, timeout=20)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  our own names
