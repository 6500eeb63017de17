"""Orders that are still to be sent take stock here if they are to; and a process killed in an import does nothing twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storecrew.kernel.jobs.tests.killing import Killing
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import Shop, shop
from storecrew.shop.orders.transfer.tests.conftest import Bring

__all__ = ["shop"]

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
    killing = Killing(tmp_path)
    work_id = killing.prepare(PREPARE, str(file))
    assert 0 < killing.kill(work_id, "orders_order", 1) < ORDERS
    assert killing.finish(work_id) == "done"
    for table in ("orders_order", "orders_transfer_written", "orders_transfer_met", "payments_payment"):
        assert killing.count(table) == ORDERS, table
