"""Many at the same moment, and a process that dies in the middle."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from storecrew.conftest import Company
from storecrew.kernel.events.models import Event
from storecrew.shop.orders import actions
from storecrew.shop.orders.documents import actions as papers
from storecrew.shop.orders.documents.models import Document
from storecrew.shop.orders.models import Line, Order
from storecrew.shop.orders.tests.conftest import HOME, NOW, ROOMS_ABOVE, Shop
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.orders.tests.test_own import cancel
from storecrew.shop.payments.models import Refund
from storecrew.shop.stock.models import Reservation
from storecrew.shop.stock.types import SoldOut

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(many: int, act: Callable[[int], object]) -> list[object]:
    """Let everybody start at the same moment; answers what each got, None for a clean refusal."""
    barrier = Barrier(many)

    def one(number: int) -> object:
        barrier.wait()
        try:
            return act(number)
        except SoldOut:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


def place(checkout: str, variant_id: int, **more: object) -> actions.Placed:
    values = {"checkout": checkout, "quote": quote_of(Want(variant_id, key=f"line:{checkout}")), "language": "en"}
    data = actions.Place.model_validate(
        {**values, "email": "a@example.com", "ship_to": HOME, "channel": "phone", **more}
    )
    return actions.place(ROOMS_ABOVE, data, now=NOW)


def test_two_who_cancel_their_order_at_the_same_moment_cancel_once(shop: Shop, company: Company) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp(), 2))))
    got = at_once(2, lambda _number: cancel(company, order).order_id)
    assert got == [order.pk, order.pk]
    assert Refund.objects.count() == 1
    assert Event.objects.filter(name="orders.OrderCancelled").count() == 1


def test_one_checkout_sent_twenty_times_is_one_order(shop: Shop) -> None:
    lamp = shop.lamp()
    got = at_once(20, lambda _number: place("same", lamp).order_id)
    assert len(set(got)) == 1
    assert Order.objects.count() == 1
    assert Line.objects.count() == 1
    assert sum(Reservation.objects.values_list("quantity", flat=True)) == 1


def test_the_last_piece_goes_to_one_of_ten(shop: Shop) -> None:
    lamp = shop.lamp(on_hand=1)
    got = at_once(10, lambda number: place(f"c{number}", lamp).order_id)
    assert len([one for one in got if one]) == 1
    assert Order.objects.count() == 1


def test_numbers_are_unique_and_invoices_have_no_gaps(shop: Shop, company: Company) -> None:
    lamp = shop.lamp()
    orders = [place(f"n{number}", lamp).order_id for number in range(8)]
    again = orders[0]

    def issue(number: int) -> object:
        try:
            data = papers.IssueInvoice(order_id=orders[number] if number < 8 else again)
            return papers.issue_invoice(company.finance, data, now=NOW).number
        except papers.Refused:
            return None

    got = at_once(12, issue)
    issued = sorted(number for number in got if isinstance(number, str))
    assert issued == [f"INV-2026-{number:05d}" for number in range(1, 9)]
    assert Document.objects.count() == 8
    assert len(set(Order.objects.values_list("number", flat=True))) == 8


@pytest.mark.parametrize("where", ["save_rows", "cover", "use_coupons", "announce"])
def test_killed_while_placing_leaves_nothing_half_done(shop: Shop, where: str, tmp_path: object) -> None:
    lamp = shop.lamp()
    script = f"""
    import os, signal, django
    django.setup()
    from django.db import connection
    connection.settings_dict["NAME"] = os.environ["NAME"]
    from storecrew.shop.orders.actions import placing
    from storecrew.shop.orders.tests import test_races as me
    def die(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(placing, {where!r}, die)
    coupon = {{}} if {where!r} == "announce" else {{"coupon": (1, "X")}}
    from storecrew.shop.orders.tests.making import Want, quote_of
    quote = quote_of(Want({lamp}, off=100 if coupon else 0, key="line:k"), **coupon)
    me.place("killed", {lamp}, quote=quote)
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and ("memory" in name or not Path(name).exists()):
        pytest.skip("the test database lives in this process's memory; another process cannot open it")
    died = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env={**os.environ, "NAME": name},
        capture_output=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()[-2000:]
    assert not Order.objects.exists()
    assert not Reservation.objects.exists()
    assert place("killed", lamp).number.startswith("SO-")
    assert shop.promised(Order.objects.get()) == {"line:killed": 1}
