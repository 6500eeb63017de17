"""When several complaints are one problem of a supplier: the rule, as it is shown."""

from dataclasses import dataclass
from typing import Final

from storecrew.team.suppliers.measures.intervals import wilson

ENOUGH: Final = 20
"""Orders before the time looked at from which a variant has a usual share of its own."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Orders in which something left, and those of them with a complaint about it."""

    complained: int
    sent: int

    @property
    def share(self) -> float:
        """Return the share of complaints; 0 where nothing left."""
        return self.complained / self.sent if self.sent else 0.0


@dataclass(frozen=True, slots=True)
class Suspicion:
    """More complaints than usual: the whole interval lies above `usual`, which is that of `usual_of`."""

    now: Tally
    low: float
    high: float
    usual: float
    usual_of: str


def suspect(now: Tally, *, before: Tally, others: Tally, least: int) -> Suspicion | None:
    """Return a suspicion where there are `least` complaints and Wilson's interval of their share lies above the usual.

    The usual is the higher of what the variant had before (from 20 orders on) and what all other goods of the catalogue
    have in the same time.
    """
    if now.complained < least or not now.sent:
        return None
    usual, usual_of = others.share, "catalogue"
    if before.sent >= ENOUGH and before.share > usual:
        usual, usual_of = before.share, "variant"
    low, high = wilson(min(now.complained, now.sent), now.sent)
    return Suspicion(now, low, high, usual, usual_of) if low > usual else None
