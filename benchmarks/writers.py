"""How long a writer waits when several processes write at once: with the house's queue, and with SQLite's own waiting.

Both are measured in this run, on the same file, with a small checkout: a conditional update of a level, an order with
three lines, a payment and two ledger rows. Ratios are to SQLite's own waiting; the longest wait, and how little one
process may get, are what the queue is for.
"""

import multiprocessing
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.stage import Figure

PROCESSES, SECONDS, PAUSE_S = 4, 4.0, 0.005
ROWS = ("order", "line", "line", "line", "payment", "ledger", "ledger")
THINKING_S = 0.0002
"""What the program does between two statements of a transaction, while it holds the lock."""
OWN, PLAIN = "storecrew.config.sqlite", "django.db.backends.sqlite3"


def figures() -> list[Figure]:
    """Measure both kinds at saturation and with a pause between transactions."""
    found = []
    for name, pause in (("saturated", 0.0), (f"with {PAUSE_S * 1000:.0f} ms between", PAUSE_S)):
        floor, ours = (_measure(engine, pause) for engine in (PLAIN, OWN))
        for what, unit in (
            ("transactions", "1/s"),
            ("p99 wait", "ms"),
            ("longest wait", "ms"),
            ("least of a process", "of mean"),
        ):
            found.append(Figure(f"{name}: {what}, SQLite's waiting", floor[what], unit))
            ratio = ours[what] / floor[what] if floor[what] else None
            found.append(Figure(f"{name}: {what}, with the queue", ours[what], unit, ratio, "SQLite's waiting"))
    return found


def _measure(engine: str, pause: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="storecrew-bench-") as folder:
        path = str(Path(folder) / "writers.sqlite3")
        context = multiprocessing.get_context("spawn")
        start = context.Barrier(PROCESSES)
        with context.Pool(PROCESSES, _prepare, (engine, path, start)) as pool:
            waits = pool.map(_write, [pause] * PROCESSES, chunksize=1)
    everything = sorted(wait for one in waits for wait in one)
    return {
        "transactions": len(everything) / SECONDS,
        "p99 wait": everything[int(len(everything) * 0.99)] * 1000,
        "longest wait": everything[-1] * 1000,
        "least of a process": min(map(len, waits)) / statistics.mean(map(len, waits)),
    }


_start: Any = None


def _prepare(engine: str, path: str, start: Any) -> None:
    global _start
    _start = start
    from django.conf import settings  # noqa: PLC0415  each process sets up its own

    from storecrew.config.engines import database  # noqa: PLC0415

    told = database("", data=Path(path).parent, durable=False) | {"ENGINE": engine, "NAME": path}
    settings.configure(DATABASES={"default": told}, USE_TZ=True)
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS level (id INTEGER PRIMARY KEY, held INTEGER)")
        cursor.execute("CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, level INTEGER, text TEXT)")
        cursor.execute("INSERT OR IGNORE INTO level VALUES (1, 1000000000)")


def _write(pause: float) -> list[float]:
    from django.db import connection, transaction  # noqa: PLC0415

    waits = []
    _start.wait()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        began = time.monotonic()
        with transaction.atomic(), connection.cursor() as cursor:
            waits.append(time.monotonic() - began)
            cursor.execute("UPDATE level SET held = held - 1 WHERE id = 1 AND held > 0")
            for row in ROWS:
                cursor.execute("INSERT INTO entry (level, text) VALUES (%s, %s)", [1, row])
                time.sleep(THINKING_S)
        if pause:
            time.sleep(pause)
    return waits


if __name__ == "__main__":
    for figure in figures():
        print(figure)
