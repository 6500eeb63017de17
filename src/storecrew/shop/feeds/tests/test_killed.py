"""A process that is killed half-way, and any sequence of files with any stops: what holds is what was accepted last."""

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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.kernel.jobs.running import take_turn
from storecrew.shop.feeds.models import Version
from storecrew.shop.feeds.tests.conftest import SKUS, Feeding, file_of, rows_of
from storecrew.shop.feeds.types import BUSY, State

SOURCE = Path(__file__).resolve().parents[4]
GOODS = 600

PREPARE = f"""
import os
os.environ.update(STORECREW_BENCH_ROWS="{GOODS}", STORECREW_BENCH_OFFERS="{GOODS}")
import django; django.setup()
from benchmarks.feeds import _furnish
from storecrew.shop.feeds import actions
from storecrew.shop.feeds.models import Version
keeper, source_id = _furnish()
path = os.path.join(os.environ["STORECREW_DATA"], "stock.csv")
with open(path, "w") as out:
    out.write("SKU,Available,Cost\\n" + "".join(f"SKU-{{n:07}},{{n % 50}},1.00\\n" for n in range({GOODS})))
answer = actions.send_file(keeper, actions.SendFile(source_id=source_id, path=path))
version = Version.objects.get(pk=answer.version_id)
told = actions.ConfirmMapping(version_id=version.pk, mapping=version.mapping)
print(actions.confirm_mapping(keeper, told).work_id)
"""
RUN = """
import django, sys; django.setup()
from datetime import timedelta
from django.utils import timezone
from storecrew.kernel.jobs.running import revive, run_to_end
from storecrew.shop.feeds import work
work.ROWS = 50
revive(timezone.now() + timedelta(hours=1))  # what is cut off is taken over once its lease is over
print(run_to_end(int(sys.argv[1])).state)
"""


@pytest.mark.long
@pytest.mark.sqlite_only
def test_a_file_whose_process_is_killed_goes_on_and_says_nothing_twice(
    tmp_path: Path, empty_store: Callable[[Path], None]
) -> None:
    empty_store(tmp_path)
    environment = {
        **os.environ,
        "STORECREW_DATA": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "storecrew.config.settings",
        "PYTHONPATH": f"{SOURCE}:{SOURCE.parent}",
    }
    python = [sys.executable, "-c"]
    made = subprocess.run([*python, PREPARE], env=environment, capture_output=True, text=True, check=True)
    work_id = made.stdout.split()[-1]
    child = subprocess.Popen([*python, RUN, work_id], env=environment, stdout=subprocess.DEVNULL)
    database = tmp_path / "storecrew.sqlite3"
    until = time.monotonic() + 120
    while _count(database, "availability_said") < GOODS // 5 and time.monotonic() < until:
        assert child.poll() is None
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert 0 < _count(database, "availability_said") < GOODS
    again = subprocess.run([*python, RUN, work_id], env=environment, capture_output=True, text=True, check=True)
    assert again.stdout.split()[-1] == "done"
    assert _count(database, "availability_said") == GOODS
    assert _count(database, "availability_heard") == GOODS


def _count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database, timeout=20)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  our own names


cells = st.sampled_from(["0", "3", "7", "约5件", "19"])
files = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(SKUS[:6]), cells, min_size=1, max_size=6),
        st.sampled_from(["whole", "whole", "part"]),
        st.sampled_from(["csv", "json", "gb18030"]),
        st.integers(0, 4),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=files)
def test_whatever_comes_and_wherever_it_is_cut_off_the_last_good_rows_hold(
    feeding: Feeding, monkeypatch: pytest.MonkeyPatch, sequence: list[tuple[dict[str, str], str, str, int]]
) -> None:
    monkeypatch.setattr("storecrew.shop.feeds.work.ROWS", 2)
    monkeypatch.setattr("storecrew.shop.feeds.gate.breakers.trips", lambda facts: [])
    row = feeding.source(name=f"feed {feeding.now.isoformat()}")
    expected: dict[str, int | None] = {}
    for stock, scope, how, cut in sequence:
        kind, encoding = ("json", "utf-8") if how == "json" else ("csv", "gb18030" if how == "gb18030" else "utf-8")
        version = feeding.send(row, file_of(rows_of(dict(stock)), kind=kind, encoding=encoding), scope=scope, run=False)
        _with_cuts(feeding, version, cut)
        feeding.work(row)
        if scope == "whole":
            expected = {sku: quantity if sku in stock else None for sku, quantity in expected.items()}
        expected |= {sku: int(cell) for sku, cell in stock.items() if cell.isdecimal()}
        # a bad row whose SKU was not listed any more says nothing: it is as before
    told = {sku: quantity for sku, quantity in feeding.stock().items() if sku in expected}
    assert told == expected


def _with_cuts(feeding: Feeding, version: Version, cuts: int) -> None:
    """Give the work turns that each end after some steps, as a killed worker's would."""
    for _ in range(cuts):
        version.refresh_from_db()
        if version.state not in BUSY - {State.STOPPED}:
            return
        steps = iter([False, False, True])
        take_turn(version.work_id or 0, clock=lambda: feeding.now, is_over=lambda steps=steps: next(steps, True))
