"""Workers are killed at random: no event is lost, none is told twice, no letter is sent twice, and doubt is shown."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from storecrew.config.testing import examples

pytestmark = pytest.mark.long
EVENTS = examples(2100)
"""Beside PostgreSQL fewer, which hands them out more slowly."""
WORKERS = 2
PATIENCE_S = 150


class Arena:
    """The other side, a database of its own, and processes that share it."""

    def __init__(self, folder: Path) -> None:
        self.received = folder / "received.txt"
        self.received.touch()
        self._folder = folder
        self._processes: list[subprocess.Popen[str]] = []
        self._nurseries: list[Nursery] = []
        self._sink = self._start("sink", str(self.received), stdout=subprocess.PIPE)
        assert self._sink.stdout is not None
        self.environment = {"ARENA_SINK": f"http://127.0.0.1:{self._sink.stdout.readline().strip()}"}
        if connection.vendor == "postgresql":
            self.environment["DATABASE_URL"] = _url_of_test_database()
        else:
            self.environment["DATABASE_URL"] = ""

    def do(self, *role: str) -> str:
        done = subprocess.run(self._command(*role), env=self._env(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def worker(self) -> "subprocess.Popen[str]":
        return self._start("worker")

    def nursery(self) -> "Nursery":
        made = Nursery(self._start("nursery", stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        self._nurseries.append(made)
        return made

    def count(self, role: str = "count") -> dict[str, Any]:
        return json.loads(self.do(role))

    def letters(self) -> list[int]:
        return [int(line) for line in self.received.read_text().split()]

    def unfinished(self) -> int:
        """Return how many deliveries and acts are still to be done or in hand."""
        question = """
            SELECT (SELECT COUNT(*) FROM events_delivery WHERE state IN ('waiting', 'claimed'))
                 + (SELECT COUNT(*) FROM events_outwardact WHERE state IN ('planned', 'claimed', 'handed_over'))
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(question)
                return cursor.fetchone()[0]
        with closing(sqlite3.connect(self._folder / "storecrew.sqlite3", timeout=20)) as database:
            return database.execute(question).fetchone()[0]

    def close(self) -> None:
        for nursery in self._nurseries:
            nursery.close()
        for process in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _start(self, *role: str, **options: Any) -> "subprocess.Popen[str]":
        process = subprocess.Popen(self._command(*role), env=self._env(), text=True, **options)
        self._processes.append(process)
        return process

    def _command(self, *role: str) -> list[str]:
        return [sys.executable, "-m", "storecrew.kernel.events.tests.arena", *role]

    def _env(self) -> dict[str, str]:
        source = Path(__file__).parents[4]
        own = {"STORECREW_DATA": str(self._folder), "STORECREW_DURABLE": "0", "PYTHONPATH": str(source)}
        return {**os.environ, **getattr(self, "environment", {}), **own}


class Nursery:
    """Workers that start at once."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.alive = [self._spawn() for _ in range(WORKERS)]

    def kill(self, index: int) -> None:
        os.kill(self.alive[index], signal.SIGKILL)
        self.alive[index] = self._spawn()

    def close(self) -> None:
        while self.alive:
            with suppress(ProcessLookupError):
                os.kill(self.alive.pop(), signal.SIGKILL)

    def _spawn(self) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def _url_of_test_database() -> str:
    settings = connection.settings_dict
    host, port = settings["HOST"], settings["PORT"]
    login = f"{settings['USER']}:{settings['PASSWORD']}@" if settings["USER"] else ""
    return f"postgres://{login}/{settings['NAME']}?host={host}&port={port or 5432}"


@pytest.fixture
def arena(tmp_path: Path, empty_store: Callable[[Path], None], transactional_db: None) -> Iterator[Arena]:
    if connection.vendor == "sqlite":
        empty_store(tmp_path)
    made = Arena(tmp_path)
    yield made
    made.close()


def _let_finish(arena: Arena, nursery: Nursery, *, kill: random.Random | None) -> int:
    """Wait until nothing is left to do, killing a worker every few dozen letters; returns how many were killed."""
    until, kills, next_kill = time.monotonic() + PATIENCE_S, 0, 20
    while left := arena.unfinished():
        assert time.monotonic() < until, f"{left} unfinished after {PATIENCE_S} s"
        time.sleep(0.02)
        if kill is not None and len(arena.letters()) >= next_kill:
            nursery.kill(kill.randrange(WORKERS))
            kills += 1
            next_kill = len(arena.letters()) + kill.randrange(EVENTS // 50, EVENTS // 12)
    return kills


def test_killing_workers_at_random_loses_nothing_and_doubles_nothing(arena: Arena) -> None:
    arena.do("prepare", str(EVENTS))
    nursery = arena.nursery()
    kills = _let_finish(arena, nursery, kill=random.Random(20260302))
    nursery.close()
    seen = arena.count()
    assert kills >= 10
    assert seen["events"] == EVENTS
    assert seen["deliveries"] == {"done": EVENTS}
    _assert_in_order_per_subject(seen["handled"])
    letters, doubtful = arena.letters(), {int(key) for key in seen["unknown"]}
    assert len(letters) == len(set(letters)), "a letter was sent twice"
    assert set(letters) | doubtful == set(range(EVENTS)), "a letter was lost"
    assert seen["shown"] == len(doubtful)
    assert seen["acts"].get("confirmed", 0) + len(doubtful) == EVENTS
    assert doubtful, "no worker was killed with a letter in hand: the test proves less than it says"

    asked = arena.count("ask")
    assert asked["unknown"] == []
    _let_finish(arena, arena.nursery(), kill=None)
    assert sorted(arena.letters()) == list(range(EVENTS))
    assert arena.count()["acts"] == {"confirmed": EVENTS}


def test_a_worker_that_is_told_to_stop_leaves_nothing_in_hand(arena: Arena) -> None:
    arena.do("prepare", "300")
    workers = [arena.worker() for _ in range(WORKERS)]
    until = time.monotonic() + PATIENCE_S
    while len(arena.letters()) < 20:
        assert time.monotonic() < until, "no worker began"
        time.sleep(0.05)
    for worker in workers:
        worker.terminate()
    ends = {worker.wait(timeout=10) for worker in workers}
    assert 0 in ends
    assert ends <= {0, -signal.SIGTERM}, "one that was still loading has nothing in hand and may just end"
    seen = arena.count()
    assert not {"claimed"} & set(seen["deliveries"])
    assert not {"claimed", "handed_over", "unknown"} & set(seen["acts"])
    assert seen["acts"]["confirmed"] == len(arena.letters())
    left = seen["deliveries"].get("waiting", 0) + seen["acts"].get("planned", 0)
    assert left > 0, "everything was finished before they were stopped"


def _assert_in_order_per_subject(handled: list[str]) -> None:
    numbers = [int(name) for name in handled]
    assert len(numbers) == len(set(numbers)) == EVENTS
    for subject in range(50):
        of_subject = [number for number in numbers if number % 50 == subject]
        assert of_subject == sorted(of_subject)
