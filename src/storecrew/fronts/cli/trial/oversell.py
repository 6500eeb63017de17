"""Fifty people want the last piece: run it, count it, say what came out."""

import os
import random
import secrets
import signal
import statistics
import threading
import time
from collections.abc import Callable

from storecrew.fronts.cli.trial.shoppers import End, Went, answers, crowd
from storecrew.fronts.cli.trial.stage import Stage, stage
from storecrew.fronts.lab.types import Outcome

KILLS_EVERY_S = 6.0
"""Beyond the 5.5 s within which the server takes two deaths of one place for a loop, ends, and is started anew."""
BACK_WITHIN_S = 60.0


def run(*, shoppers: int, stock: int, rounds: int, processes: int, kill: bool, say: Callable[[str], None]) -> Outcome:
    """Run the trial in a store of its own and return what came out. With `kill` page processes are killed meanwhile (Linux)."""
    with stage(processes) as found:
        made = found.ask("seed", stock=stock, rounds=rounds, password=secrets.token_urlsafe(16))
        began, went, killed = time.perf_counter(), [], _Killer(found, on=kill)
        with killed:
            for at, variant in enumerate(made["variants"]):
                _wait_for(found.port)
                ends = crowd(found.port, variant, shoppers, f"r{at}")
                went += ends
                say(_line(at, ends))
        took = time.perf_counter() - began
        counted = found.ask("count", founder=made["founder"], variants=made["variants"])
    for problem in counted["wrong"]:
        say(problem)
    return _outcome(went, counted, shoppers, stock, rounds, processes, killed.count, took)


def _wait_for(port: int) -> None:
    """Let the site come back when all its processes were killed at once: who shops then meets a closed door, not a shop."""
    deadline = time.monotonic() + BACK_WITHIN_S
    while not answers(port) and time.monotonic() < deadline:
        time.sleep(0.2)


def _outcome(
    went: list[Went],
    counted: dict[str, list[int]],
    shoppers: int,
    stock: int,
    rounds: int,
    processes: int,
    killed: int,
    took: float,
) -> Outcome:
    times = [one.took_ms for one in went]
    sold = sum(counted["sold"])
    return Outcome(
        shoppers=shoppers,
        stock=stock,
        rounds=rounds,
        database="PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite",
        processes=processes,
        killed=killed,
        sold=sold,
        expected=min(stock, shoppers) * rounds,
        refused=sum(one.end == End.REFUSED for one in went),
        broken=sum(one.end == End.BROKEN for one in went),
        stuck=sum(abs(stock - sold - free) for sold, free in zip(counted["sold"], counted["free"], strict=True)),
        oversold=sum(max(0, sold - stock) for sold in counted["sold"]) + len(counted["wrong"]),
        median_ms=round(statistics.median(times), 1),
        slowest_ms=round(max(times), 1),
        took_s=round(took, 1),
    )


def _line(at: int, ends: list[Went]) -> str:
    count = {end: sum(one.end == end for one in ends) for end in End}
    broken = sorted({one.said for one in ends if one.end == End.BROKEN})[:3]
    figures = (
        f"{at + 1:>3}  bought {count[End.BOUGHT]:>3}  refused {count[End.REFUSED]:>3}  broken {count[End.BROKEN]:>3}"
    )
    return f"{figures}  {max(one.took_ms for one in ends):>7,.0f} ms  {'; '.join(broken)}"


class _Killer:
    """Kills a process that serves pages every now and then, for as long as it is entered."""

    def __init__(self, found: Stage, *, on: bool) -> None:
        self.count = 0
        self._found, self._on = found, on
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> "_Killer":
        if self._on:
            self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        if self._on:
            self._thread.join()

    def _work(self) -> None:
        while not self._over.wait(KILLS_EVERY_S):
            serving = self._found.page_processes()
            if serving:
                os.kill(random.choice(serving), signal.SIGKILL)  # noqa: S311  any of them
                self.count += 1
