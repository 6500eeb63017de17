"""A process that is killed half-way, and any sequence of files with any stops: what holds is what was accepted last."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.kernel.jobs.running import take_turn
from storecrew.kernel.jobs.tests.killing import Killing
from storecrew.shop.feeds.models import Version
from storecrew.shop.feeds.tests.conftest import SKUS, Feeding, file_of, rows_of
from storecrew.shop.feeds.types import BUSY, State

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


@pytest.mark.long
@pytest.mark.sqlite_only
def test_a_file_whose_process_is_killed_goes_on_and_says_nothing_twice(
    tmp_path: Path, empty_store: Callable[[Path], None]
) -> None:
    empty_store(tmp_path)
    killing = Killing(tmp_path, before="from storecrew.shop.feeds import work; work.ROWS = 50")
    work_id = killing.prepare(PREPARE)
    assert 0 < killing.kill(work_id, "availability_said", GOODS // 5) < GOODS
    assert killing.finish(work_id) == "done"
    for table in ("availability_said", "availability_heard"):
        assert killing.count(table) == GOODS, table


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
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
