"""Many at the same moment, and a process that dies between the provider's yes and our writing it down."""

import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.events import carrying
from storecrew.kernel.events.models import OutwardAct
from storecrew.shop.payments import actions
from storecrew.shop.payments.models import Payment, Refund
from storecrew.shop.payments.providers.test.server import Server
from storecrew.shop.payments.tests.conftest import Pay, cny, pass_on
from storecrew.shop.payments.types import State

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_refunds_at_the_same_moment_give_back_no_more_than_came_in(
    company: Company, pay: Pay, bank: Server
) -> None:
    payment = pay(10_000)

    def one(number: int) -> str:
        try:
            data = actions.RefundMoney(payment_id=payment.pk, amount=cny(3_000), reason="x", key=f"k{number}")
            actions.refund(company.finance, data)
        except Refused as refused:
            return refused.code
        finally:
            connections["default"].close()
        return "done"

    with ThreadPoolExecutor(8) as crowd:
        outcomes = list(crowd.map(one, range(8)))
    assert sorted(outcomes) == ["done"] * 3 + ["payments.refund_limit"] * 5
    payment.refresh_from_db()
    assert (payment.refunding_minor, Refund.objects.count()) == (9_000, 3)


def test_the_same_answer_from_many_sides_at_once_counts_once(
    company: Company, pay: Pay, begin: Any, bank: Server
) -> None:
    payment = Payment.objects.get(pk=begin(7_000, now=timezone.now()).payment_id)
    bank.confirm(payment.reference, card="tok_pays", now=timezone.now())

    def one(_number: int) -> None:
        try:
            actions.look_now(payment.pk)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(one, range(6)))
    payment.refresh_from_db()
    assert (payment.captured_minor, payment.transactions.filter(kind="capture").count()) == (7_000, 1)


VICTIM = """
    import os, signal, sys
    import django
    django.setup()
    from django.conf import settings
    from django.db import connections
    from pathlib import Path
    database, folder, payment, kill_at = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = database
    settings.DATA = Path(folder)
    from storecrew.shop.payments import actions, carrying
    from storecrew.shop.payments.providers.test.server import Server

    def die(*_args, **_kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    if kill_at == "accepted":  # the bank has it, its answer is not read yet
        real = Server.create
        def create(self, **said):
            real(self, **said)
            die()
        Server.create = create
    elif kill_at == "answered":  # the answer is read, nothing of it is written down yet
        carrying.take_in = die
    else:  # written down, and the act not confirmed yet
        real_take_in = carrying.take_in
        def take_in(*args, **options):
            real_take_in(*args, **options)
            die()
        carrying.take_in = take_in
    actions.carry_out_now(int(payment))
"""


@pytest.mark.parametrize("kill_at", ["accepted", "answered", "written"])
def test_killed_between_yes_and_writing_it_down_nothing_is_lost_or_doubled(
    company: Company, providers: Any, bank: Server, tmp_path: Path, kill_at: str
) -> None:
    data = actions.Begin(payable="order:1", amount=cny(10_000), provider="test", return_url="/x")
    begun = actions.begin(company.nobody, data)
    database = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and ("memory" in database or not Path(database).exists()):
        database = str(tmp_path / "copy.sqlite3")
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("vacuum into %s", [database])
        pytest.importorskip("sqlite3")
        _kill(database, tmp_path, begun.payment_id, kill_at)
        _judge_copy(database, tmp_path, begun.payment_id)
        return
    _kill(database, tmp_path, begun.payment_id, kill_at)
    _judge(begun.payment_id, bank)


def _kill(database: str, folder: Path, payment_id: int, kill_at: str) -> None:
    arguments = [sys.executable, "-c", textwrap.dedent(VICTIM), database, str(folder), str(payment_id), kill_at]
    victim = subprocess.run(arguments, env=os.environ, capture_output=True, timeout=120, check=False)
    assert victim.returncode == -signal.SIGKILL, victim.stderr.decode()[-2000:]


def _judge(payment_id: int, bank: Server) -> None:
    """What the worker does about it: after the lease the act is unknown, the bank is asked, the shopper can go on."""
    later = timezone.now() + timedelta(minutes=2)
    act = OutwardAct.objects.get(kind="payments.start")
    assert act.state == "handed_over"
    assert carrying.recover(later) == 1
    carrying.find_out(limit=10, now=later, rng=Random(1))
    act.refresh_from_db()
    payment = Payment.objects.get(pk=payment_id)
    assert (act.state, payment.state) == ("confirmed", State.WAITING)
    bank.confirm(payment.reference, card="tok_pays", now=later)
    assert pass_on(payment, later).captured_minor == 10_000


JUDGE = """
    import sys
    import django
    django.setup()
    from datetime import timedelta
    from pathlib import Path
    from random import Random
    import sqlite3
    from django.conf import settings
    from django.db import connections
    from django.utils import timezone
    database, folder, payment_id = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = database
    settings.DATA = Path(folder)
    from storecrew.kernel.events import carrying
    from storecrew.kernel.events.models import OutwardAct
    from storecrew.shop.payments.models import Payment
    later = timezone.now() + timedelta(minutes=2)
    act = OutwardAct.objects.get(kind="payments.start")
    assert act.state == "handed_over", act.state
    assert carrying.recover(later) == 1
    carrying.find_out(limit=10, now=later, rng=Random(1))
    act.refresh_from_db()
    payment = Payment.objects.get(pk=int(payment_id))
    assert (act.state, payment.state) == ("confirmed", "waiting"), (act.state, payment.state)
    made = sqlite3.connect(Path(folder) / "test-bank.sqlite3").execute("select count(*) from intents").fetchone()
    assert made == (1,), made
"""


def _judge_copy(database: str, folder: Path, payment_id: int) -> None:
    """The same in a process of its own, for a test database that lives in this one's memory."""
    arguments = [sys.executable, "-c", textwrap.dedent(JUDGE), database, str(folder), str(payment_id)]
    judge = subprocess.run(arguments, env=os.environ, capture_output=True, timeout=120, check=False)
    assert judge.returncode == 0, judge.stderr.decode()[-2000:]
