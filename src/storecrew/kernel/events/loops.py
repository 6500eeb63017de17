"""What a worker does all day: three loops in three threads, each sleeping until there is something for it."""

import logging
import time
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from threading import Event as Flag
from threading import Thread
from typing import Protocol

from django.db import connection
from django.utils import timezone

from storecrew.kernel.events import carrying, claims, outward
from storecrew.kernel.events.chores import duties
from storecrew.kernel.events.handling import handle
from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.events.wakeup import Wakeup

log = logging.getLogger("storecrew.worker")

PAUSE_AFTER_ERROR_S = 1.0
RECOVER_EVERY_S = 1.0
REST = 5
"""A look that found nothing is followed by a pause of so many times its own length: a long queue behind a dead letter
must not keep a core busy."""
LANE_TURNS = 10
"""How far a worker follows the lanes of one batch before it looks at what else there is."""


@dataclass(slots=True)
class Worker:
    """One process's share of the work. `lease` must be longer than an adapter may wait for the other side."""

    lease: timedelta = timedelta(seconds=60)
    batch: int = 20
    carriers: int = 4
    clock: Callable[[], datetime] = timezone.now
    rng: Random = field(default_factory=Random)
    stop: Flag = field(default_factory=Flag)
    calls_left_behind: bool = False
    """Whether calls to the other side were still out when the worker had to end."""

    def run(self) -> None:
        """Work until `stop` is set; returns when everything in hand is finished."""
        threads = [
            Thread(target=self._keep, args=(loop,), name=type(loop).__name__) for loop in (Carrying(self), Chores(self))
        ]
        for thread in threads:
            thread.start()
        self._keep(Delivering(self))
        for thread in threads:
            thread.join()

    def _keep(self, loop: "Loop") -> None:
        wakeup = Wakeup(self.stop)
        try:
            while not self.stop.is_set():
                try:
                    began = time.monotonic()
                    wakeup.look()
                    if not loop.turn():
                        wakeup.wait(at_least_s=(time.monotonic() - began) * REST)
                except Exception:  # the database may be away for a while; the worker outlives that
                    log.exception("worker loop failed", extra={"loop": type(loop).__name__})
                    connection.close()
                    self.stop.wait(PAUSE_AFTER_ERROR_S)
            loop.end()
        finally:
            connection.close()


class Loop(Protocol):
    """One of the worker's occupations."""

    def turn(self) -> bool:
        """Do some of what there is to do; False when there was nothing."""

    def end(self) -> None:
        """Finish what is in hand and give back the rest."""


class Delivering:
    """Tell handlers what happened."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._token = uuid.uuid4().hex
        self._recovery = Every(RECOVER_EVERY_S)

    def turn(self) -> bool:
        """Claim a batch of lanes and work through each in turn."""
        worker = self._worker
        if self._recovery.due():
            claims.recover(worker.clock())
        claimed = claims.claim(self._token, limit=worker.batch, now=worker.clock(), lease=worker.lease)
        waiting, budget = deque(claimed), worker.batch * LANE_TURNS
        while waiting and budget and not worker.stop.is_set():
            budget -= 1
            delivery = waiting.popleft()
            follower = handle(delivery, self._token, now=worker.clock(), lease=worker.lease, rng=worker.rng)
            if follower is not None:  # the lane goes on behind the others: a busy subject holds up nobody
                waiting.append(follower)
        if waiting:
            claims.release(self._token, [delivery.pk for delivery in waiting])
        return bool(claimed)

    def end(self) -> None:
        """Everything was given back at the end of the last turn."""


class Carrying:
    """Do what has to be done outside the database, several acts at a time."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._token = uuid.uuid4().hex
        self._recovery = Every(RECOVER_EVERY_S)
        self._pool = ThreadPoolExecutor(worker.carriers, thread_name_prefix="carrier")
        self._in_hand: dict[Future[None], int] = {}

    def turn(self) -> bool:
        """Hand acts to free carriers; ask about unknown ones now and then."""
        worker = self._worker
        self._in_hand = {future: act for future, act in self._in_hand.items() if not future.done()}
        asked = 0
        if self._recovery.due():
            carrying.recover(worker.clock())
            asked = carrying.find_out(limit=worker.batch, now=worker.clock(), rng=worker.rng)
        free = worker.carriers - len(self._in_hand)
        if not free:
            wait_for(self._in_hand, timeout=0.1, return_when="FIRST_COMPLETED")
            return True
        acts = carrying.claim(self._token, limit=free, now=worker.clock(), lease=worker.lease)
        for act in acts:
            self._in_hand[self._pool.submit(self._carry, act)] = act.pk
        return bool(acts) or asked > 0

    def end(self) -> None:
        """Give back the calls that were not made; let those that are out come back, within reason."""
        unbegun = [act for future, act in self._in_hand.items() if future.cancel()]
        carrying.release(self._token, unbegun)
        _back, out = wait_for(self._in_hand, timeout=outward.GRACE_S)
        self._worker.calls_left_behind = bool(out)
        self._pool.shutdown(wait=not out)

    def _carry(self, act: OutwardAct) -> None:
        worker = self._worker
        try:
            carrying.carry(act, self._token, clock=worker.clock, lease=worker.lease, rng=worker.rng)
        except Exception:  # the database went away around the call: the lease runs out and the act becomes unknown
            log.exception("outward act failed", extra={"act": act.pk, "kind": act.kind})
            connection.close()


class Chores:
    """Look after what rooms above have registered."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._timers = [(duty, Every(duty.every_s)) for duty in duties()]

    def turn(self) -> bool:
        """Do the chores whose time has come; one that fails does not keep the others from being done."""
        for duty, timer in self._timers:
            if not timer.due():
                continue
            try:
                duty.function(self._worker.clock())
            except Exception:  # it is tried again at its next turn
                log.exception("chore failed", extra={"chore": duty.name})
                connection.close()
        return False

    def end(self) -> None:
        """Nothing is held between turns."""


class Every:
    """A timer that is due at once, and then again every so many seconds of this process's own clock."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = time.monotonic()

    def due(self) -> bool:
        """Tell whether it is time; then the next interval begins."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True
