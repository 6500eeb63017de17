"""How long to wait before trying again."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random


@dataclass(frozen=True, slots=True)
class Retry:
    """How often, and with which growing distance, something is tried.

    The defaults spread eight tries over some 15 minutes: long enough for a restart, short enough to be seen the same
    hour.
    """

    attempts: int = 8
    first_s: float = 1.0
    factor: float = 3.0
    most_s: float = 3600.0

    def delay(self, failures: int, rng: Random) -> timedelta:
        """Return the wait after the given number of failures (1 or more).

        Half of it is random, so that what failed together does not come back together.
        """
        exponent = min(failures - 1, 64)  # beyond that the cap holds anyway, and floats would overflow
        full = min(self.first_s * self.factor**exponent, self.most_s)
        return timedelta(seconds=full * (0.5 + rng.random() / 2))

    def exhausted(self, failures: int) -> bool:
        """Tell whether this many failures are enough."""
        return failures >= self.attempts


STANDARD = Retry()
"""What applies where nothing else was said."""
