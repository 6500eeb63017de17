"""The processes of a running store: which there are, and how they are kept alive and ended together."""

import contextlib
import importlib.util
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

GRACE_S = 8.0
"""How long children may finish what they have in hand before they are killed, where they name no time of their own."""
HEAD_START_S = 10.0
"""Who starts behind the others does so at the latest after this long, even if nothing answers yet."""
BACK_OFF_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_S = 60.0
"""Who has run this long starts again without delay."""
FATAL_STARTS = 4
"""A child without which nothing works may fail this often in a row before the whole store gives up."""


@dataclass(frozen=True, slots=True)
class Child:
    """One process: a Python module with its arguments."""

    name: str
    module: str
    arguments: Sequence[str] = ()
    vital: bool = False
    """Whether the store is worth running without it."""
    background: bool = False
    """Whether it gives way to those that people wait for."""
    behind: bool = False
    """Whether it starts once the store answers: starting, each process loads the whole house, and they share the cores."""
    grace_s: float | None = None
    """How long it may finish what it has in hand; None: `GRACE_S`."""

    @property
    def exists(self) -> bool:
        """Tell whether the module is installed; a room that is not there has no process."""
        try:
            return importlib.util.find_spec(self.module) is not None
        except ModuleNotFoundError:
            return False

    def command(self) -> list[str]:
        """Return the command line; the lifeline ends the process when its supervisor vanishes."""
        manner = ["--background"] if self.background else []
        return [sys.executable, "-m", "storecrew.fronts.cli.lifeline", *manner, self.module, *self.arguments]


@dataclass(slots=True)
class _Place:
    child: Child
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    due_at: float = 0.0


@dataclass(slots=True)
class Crew:
    """Runs children until told to stop. `say` gets one sentence whenever something is restarted."""

    children: Sequence[Child]
    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    _places: list[_Place] = field(default_factory=list)
    _lifeline: tuple[int, int] = (-1, -1)
    _bell: tuple[int, int] = (-1, -1)
    _stopping: bool = False

    def run(self, *, ready: Callable[[], bool], announce: Callable[[], None]) -> bool:
        """Start all, call `announce` once `ready` says so, and look after them until a signal comes.

        Returns False when a vital child could not be kept running.
        """
        self._lifeline = os.pipe()
        self._bell = os.pipe()
        os.set_blocking(self._bell[1], False)
        before = {
            number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        waking = signal.set_wakeup_fd(self._bell[1], warn_on_full_buffer=False)
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        self._places = [_Place(child) for child in self.children]
        announced, began = False, self.clock()
        try:
            while not self._stopping:
                if not self._tend(all_of_them=announced or self.clock() - began >= HEAD_START_S):
                    return False
                if not announced and ready():
                    announce()
                    announced = True
                self._wait(0.05 if not announced else 1.0)
            return True
        finally:
            self._end()
            signal.set_wakeup_fd(waking)
            for number, handler in before.items():
                signal.signal(number, handler)
            for end in (*self._lifeline, *self._bell):
                os.close(end)

    def pids(self) -> dict[str, int]:
        """Return the process id of each child that runs."""
        return {place.child.name: place.process.pid for place in self._places if place.process}

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopping = True

    def _tend(self, *, all_of_them: bool) -> bool:
        """Start what is due; note what has ended. False when a vital child fails again and again."""
        for place in self._places:
            if place.child.behind and not all_of_them:
                continue
            if place.process and place.process.poll() is not None:
                self._note_end(place, place.process)
            if place.child.vital and place.failures >= FATAL_STARTS:
                return False
            if place.process is None and self.clock() >= place.due_at:
                self._start(place)
        return True

    def _start(self, place: _Place) -> None:
        # a group of its own: Ctrl-C in the terminal reaches the supervisor only, who ends all in order
        place.process = subprocess.Popen(place.child.command(), stdin=self._lifeline[0], process_group=0)
        place.started_at = self.clock()

    def _note_end(self, place: _Place, process: subprocess.Popen[bytes]) -> None:
        _signal_group(process.pid, signal.SIGKILL)  # what it had started would still hold its port
        place.process = None
        steady = self.clock() - place.started_at >= STEADY_S
        place.failures = 1 if steady else place.failures + 1
        pause = BACK_OFF_S[min(place.failures, len(BACK_OFF_S)) - 1]
        place.due_at = self.clock() + pause
        self.say(
            _("%(name)s ended with code %(code)d; starting it again in %(seconds)g s.")
            % {"name": place.child.name, "code": process.returncode, "seconds": pause}
        )

    def _wait(self, seconds: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._bell[0], selectors.EVENT_READ)
            if selector.select(seconds):
                os.read(self._bell[0], 4096)

    def _end(self) -> None:
        """Ask all to finish, wait, and kill whoever does not."""
        running = [
            (place.process, GRACE_S if place.child.grace_s is None else place.child.grace_s)
            for place in self._places
            if place.process and place.process.poll() is None
        ]
        for process, _grace in running:
            _signal(process, signal.SIGTERM)
        asked = self.clock()
        for process, grace in sorted(running, key=lambda one: one[1]):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, asked + grace - self.clock()))
            # whatever a child has started itself ends with it
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(number)


def _signal_group(leader: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)
