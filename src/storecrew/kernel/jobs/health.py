"""Is the installation whole? Rooms register checks; the doctor and the IT seat's page ask them all.

A check looks and changes nothing. It yields a finding for what is wrong, and for what it proved right, so that a clean
report says what was looked at.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

type Check = Callable[[datetime], Iterable["Finding"]]

_checks: dict[str, Check] = {}
_log = logging.getLogger("storecrew.health")


class Level(StrEnum):
    """How bad it is."""

    GOOD = "good"
    WARN = "warn"
    """Works now, and will not for long, or not in every case."""
    BAD = "bad"
    """Something is lost, wrong or not working."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `remedy` says what to do; only good findings have none."""

    level: Level
    message: str
    remedy: str = ""

    def __post_init__(self) -> None:
        if self.level != Level.GOOD and not self.remedy:
            raise ValueError(f"a {self.level} finding has to say what to do: {self.message}")


@dataclass(frozen=True, slots=True)
class Report:
    """What one check found."""

    name: str
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        """Return the worst level of its findings."""
        levels = {finding.level for finding in self.findings}
        return next((level for level in (Level.BAD, Level.WARN) if level in levels), Level.GOOD)


def check(name: str) -> Callable[[Check], Check]:
    """Register a check under a name like `stock.levels`; `fn(now)` yields findings, `now` is aware and in UTC."""

    def register(function: Check) -> Check:
        known = _checks.setdefault(name, function)
        if (known.__module__, known.__qualname__) != (function.__module__, function.__qualname__):
            raise ValueError(f"health check {name} is registered twice")
        return function

    return register


def names() -> list[str]:
    """Return the names of all checks."""
    return sorted(_checks)


def examine(now: datetime, only: Iterable[str] = ()) -> Iterator[Report]:
    """Run the checks in the order of names; `only` takes names and rooms (`events`). A check that breaks is a finding."""
    wanted = set(only)
    for name in names():
        if not wanted or wanted & {name, name.partition(".")[0]}:
            yield Report(name, tuple(_findings(name, now)))


def _findings(name: str, now: datetime) -> list[Finding]:
    try:
        return list(_checks[name](now))
    except Exception as error:  # noqa: BLE001  a broken check must not hide what the others find
        _log.exception("health check failed", extra={"check": name})
        message = _("This could not be looked at: %(reason)s") % {"reason": f"{type(error).__name__}: {error}"}
        return [
            Finding(Level.BAD, message, _("The log holds the whole story; whoever looks after the program needs it."))
        ]
