"""How what a supplier takes has changed, step by step: for whoever looks at a supplier as a whole."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from storecrew.shop.supply.models import CostChange


@dataclass(frozen=True, slots=True)
class CostStep:
    """Costs that were changed together. `rise`: by which share on average, of those that had a cost before."""

    at: datetime
    by: str
    offers: int
    dearer: int
    cheaper: int
    rise: float


def cost_steps(supplier_id: int, *, since: datetime, limit: int = 5000) -> tuple[CostStep, ...]:
    """Return the changes of a supplier's costs that belong together, newest first; first costs are none. One question."""
    rows = CostChange.objects.filter(
        offer__supplier=supplier_id, since__gte=since, before_minor__gt=0, cost_minor__isnull=False
    ).order_by("-since", "-pk")
    groups: dict[str, list[CostChange]] = defaultdict(list)
    for row in rows[:limit]:
        if row.cost_minor != row.before_minor:
            groups[row.cause].append(row)
    return tuple(_step(some) for some in groups.values())


def _step(some: list[CostChange]) -> CostStep:
    shares = [((row.cost_minor or 0) - (row.before_minor or 0)) / (row.before_minor or 1) for row in some]
    return CostStep(
        at=some[0].since,
        by=some[0].by,
        offers=len(some),
        dearer=sum(share > 0 for share in shares),
        cheaper=sum(share < 0 for share in shares),
        rise=sum(shares) / len(shares),
    )
