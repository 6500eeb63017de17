"""How good the warnings are: how many broken promises were foreseen, how long before, how many warnings were for nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from storecrew.kernel.clock.reads import work_calendar
from storecrew.shop.delays.models import Delay, Outcome

BROKE = (Outcome.BROKEN, Outcome.CHANGED, Outcome.CANCELLED)


@dataclass(frozen=True, slots=True)
class Measures:
    """Of promises settled in the last days. `ahead`: median days between warning and the promised day, of what broke.

    `held`: kept after all, or looked worse than it was. None: too few to say.
    """

    days: int
    broken: int
    foreseen: int
    held: int
    ahead: float | None
    days_late: float | None

    @property
    def right(self) -> float | None:
        """Return which part of the warnings given in time came true."""
        warned = self.foreseen + self.held
        return self.foreseen / warned if warned else None


def measures(now: datetime, days: int = 90) -> Measures:
    """Return how good warnings were; one question.

    Whoever chose another thing because of the delay counts as broken: nobody knows what would have been.
    """
    zone = work_calendar().zone
    rows = Delay.objects.filter(settled_at__gte=now - timedelta(days=days)).exclude(outcome=Outcome.UNKNOWN)
    broken = held = foreseen = 0
    ahead: list[int] = []
    late: list[int] = []
    for outcome, foreseen_at, until, by in rows.order_by("pk").values_list(
        "outcome", "foreseen_at", "promised_until", "days"
    ):
        lead = (until - foreseen_at.astimezone(zone).date()).days
        if outcome not in BROKE:
            held += lead >= 0
            continue
        broken += 1
        foreseen += lead >= 0
        ahead.append(max(0, lead))
        if by:
            late.append(by)
    return Measures(
        days=days,
        broken=broken,
        foreseen=foreseen,
        held=held,
        ahead=median(ahead) if ahead else None,
        days_late=median(late) if late else None,
    )
