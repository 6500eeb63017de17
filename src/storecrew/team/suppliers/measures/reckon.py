"""From rows of facts to the eight numbers."""

from collections.abc import Callable, Sequence
from datetime import datetime
from statistics import median

from storecrew.team.suppliers.measures.formula import KINDS, Code, Measured
from storecrew.team.suppliers.measures.intervals import bootstrap, mean, spread, wilson
from storecrew.team.suppliers.measures.rows import Delivery, Facts


def reckon(facts: Facts, now: datetime) -> list[Measured]:
    """Return all measures, in their order; those with too few rows have no value."""
    due = [one for one in facts.deliveries if one.counts(now)]
    good = sum(one.in_time and one.in_full for one in due)
    words = len(facts.periods)
    expected = words + sum(one.missed for one in facts.periods)
    wanted, had = sum(one.wanted for one in facts.found), sum(one.had for one in facts.found)
    acks = [one.ack_hours for one in facts.deliveries if one.ack_hours is not None]
    return [
        _share(Code.OTIF, good, len(due)),
        _many(Code.SPREAD, leads(facts.deliveries), spread),
        _many(Code.ACK, acks, median),
        _share(Code.PUNCTUAL, words, expected),
        # pieces of one order are no separate witnesses: orders say how sure it is, pieces what it is
        _share(Code.HONEST, had, wanted, witnesses=len(facts.found)),
        _share(Code.DEFECTS, sum(one.pieces for one in facts.complained), facts.sent),
        _many(Code.CLAIMS, [one.days for one in facts.answers], median),
        _many(Code.PRICE, [abs(one.off) for one in facts.billed], mean),
    ]


def leads(deliveries: Sequence[Delivery]) -> list[float]:
    """Return lead times against what is usual for their kind, so that parcels and pallets can be laid together."""
    kinds: dict[str, list[float]] = {}
    for one in deliveries:
        if one.lead_days is not None:
            kinds.setdefault(one.kind, []).append(one.lead_days)
    return [value - median(some) for some in kinds.values() for value in some]


def _share(code: Code, part: float, whole: float, *, witnesses: int | None = None) -> Measured:
    count = int(whole) if witnesses is None else witnesses
    if count < KINDS[code].least or not whole:
        return Measured(code, count)
    share = min(1.0, part / whole)
    low, high = wilson(share * count, count)
    return Measured(code, count, share, low, high)


def _many(code: Code, values: Sequence[float], what: Callable[[Sequence[float]], float]) -> Measured:
    if len(values) < KINDS[code].least:
        return Measured(code, len(values))
    low, high = bootstrap(values, what)
    return Measured(code, len(values), what(values), low, high)
