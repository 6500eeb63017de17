"""A process that dies in the middle loses nothing; many who plan or ship at the same moment do it once."""

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

from storecrew.kernel.actions.errors import ActionError
from storecrew.shop.dropships.models import DropParcel, DropShipment
from storecrew.shop.dropships.tests.conftest import Trade
from storecrew.shop.fulfilment.models import Parcel
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.stock.drift import drifts

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(many: int, act: Callable[[int], object]) -> None:
    """Let everybody start at the same moment; clean refusals are fine."""
    barrier = Barrier(many)

    def one(number: int) -> None:
        barrier.wait()
        try:
            act(number)
        except ActionError:
            return
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as pool:
        list(pool.map(one, range(many)))


def test_planned_and_shipped_by_many_at_once_it_happens_once(committed_trade: Trade) -> None:
    trade = committed_trade
    order = trade.order(Want(trade.lamp, 2))
    at_once(6, lambda _number: trade.plan(order))
    row = DropShipment.objects.get()
    assert row.lines.get().wanted == 2
    sent = trade.asked()
    at_once(6, lambda _number: trade.ship(sent))
    assert (DropParcel.objects.count(), Parcel.objects.count(), list(drifts())) == (1, 1, [])


@pytest.mark.parametrize("where", ["number_of", "_wanted"])
def test_killed_while_planning_nothing_is_lost_and_nothing_done_twice(committed_trade: Trade, where: str) -> None:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and ("memory" in name or not Path(name).exists()):
        pytest.skip("the test database lives in this process's memory; another process cannot open it")
    trade = committed_trade
    order = trade.order()
    script = f"""
    import os, signal, django
    django.setup()
    from django.db import connection
    connection.settings_dict["NAME"] = os.environ["NAME"]
    from storecrew.kernel.events.drain import drain
    from storecrew.shop.dropships.actions import planning
    from storecrew.shop.orders.tests.conftest import NOW
    def die(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(planning, {where!r}, die)
    drain(NOW)
    """
    died = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env={**os.environ, "NAME": name},
        capture_output=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()[-2000:]
    assert not DropShipment.objects.exists()
    trade.plan(order)
    trade.plan(order)
    assert DropShipment.objects.get().lines.get().wanted == 1
