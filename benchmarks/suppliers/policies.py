"""Ways of selling on a supplier's word: copy the number, hold some back, and the rule of the house."""

from datetime import UTC, datetime, timedelta

from benchmarks.suppliers import Item, Known, Suppliers
from storecrew.shop.availability import learning, rule
from storecrew.shop.availability.learning import NO_RECORD, Flow, Record
from storecrew.shop.availability.pace import REST_PACE

START = datetime(2026, 1, 5, tzinfo=UTC)
"""Day 0 is a Monday."""


class Copy:
    """Sell what was said, less a buffer, less what we have sold since."""

    def __init__(self, buffer: int = 0) -> None:
        self.buffer = buffer
        self.known: dict[int, Known] = {}

    def asks(self, item: Item, at: float) -> bool:
        """Hear whatever is said."""
        return True

    def heard(self, item: Item, value: int, at: float) -> None:
        """Take the number over."""
        self.known[item.number] = Known(value, at)

    def sellable(self, item: Item, at: float) -> int:
        """Return what the number leaves."""
        known = self.known.get(item.number)
        return max(0, known.value - self.buffer - known.own) if known else 0

    def sold(self, item: Item, pieces: int, at: float) -> None:
        """Take it off."""
        self.known[item.number].own += pieces

    def found(self, item: Item, wanted: int, had: int, at: float) -> None:
        """Set what proved to be sold out to nought, as anybody would."""
        known = self.known[item.number]
        if had < wanted and known.seen_at <= at:
            known.value = 0


class Rule:
    """The rule of the house, with everything it learns; the same functions that the store runs."""

    def __init__(self, suppliers: Suppliers, limits: rule.Thresholds) -> None:
        self.suppliers, self.limits = suppliers, limits
        self.known: dict[int, Known] = {}
        self.flows: dict[int, Flow] = {}
        self.totals: dict[int, list[float]] = {}
        self.records: dict[str, Record] = {}
        self.words: dict[int, list[tuple[float, int]]] = {}
        self.lags: dict[int, tuple[float, ...]] = {}
        self.lags_at: dict[int, float] = {}

    def asks(self, item: Item, at: float) -> bool:
        """Hear whatever is said."""
        return True

    def heard(self, item: Item, value: int, at: float) -> None:
        """Learn how fast it goes, as `take_said` does."""
        known = self.known.get(item.number)
        if known is None:
            self.known[item.number] = Known(value, at, at)
        elif value == known.value:
            known.seen_at, known.own = at, 0
        else:
            before = self.flows.get(item.number, Flow())
            own = sum(pieces for when, pieces in known.own_since if known.since < when <= at)
            flow = before.seen(was=known.value, now=value, own=own, days=self._pace(item, known.since, at))
            self.flows[item.number] = flow
            total = self.totals.setdefault(item.supplier, [0.0, 0.0])
            total[0] += max(0.0, flow.out - before.out)
            total[1] += max(0.0, flow.days - before.days)
            self.known[item.number] = Known(value, at, at)
        self.words.setdefault(item.number, []).append((at, value))

    def sellable(self, item: Item, at: float) -> int:
        """Ask the rule."""
        known = self.known.get(item.number)
        if known is None:
            return 0
        return max(0, rule.judge(self.grounds(item, known, at), self.limits).sellable - known.own)

    def sold(self, item: Item, pieces: int, at: float) -> None:
        """Take it off what is said to be there."""
        self.known[item.number].own += pieces
        self.known[item.number].own_since.append((at, pieces))

    def found(self, item: Item, wanted: int, had: int, at: float) -> None:
        """Learn who was right, as `record_outcome` does."""
        known = self.known[item.number]
        said, seen_at = next(((v, t) for t, v in reversed(self.words[item.number]) if t <= at), (0, 0.0))
        speed = self._speed(item, known)
        passed = self._pace(item, seen_at, at)
        self._learn_lag(item, said, passed, speed, wanted, had, at)
        days = passed + self._lag(item)
        grounds = rule.Grounds(said, 0.0, days, speed.rate * days, speed.shape, right=1.0)
        expected = sum(rule.there(grounds, piece) for piece in range(1, wanted + 1)) / wanted
        when = START + timedelta(days=at)
        for whose in ("all", f"{item.supplier}", f"{item.supplier}:{int(seen_at) % 7}", f"offer:{item.number}"):
            record = self.records.get(whose, NO_RECORD)
            self.records[whose] = record.after(share=had / wanted, expected=expected, at=when)
        if had < wanted and known.value and known.seen_at <= at:
            self.heard(item, 0, at)

    def grounds(self, item: Item, known: Known, at: float) -> rule.Grounds:
        """Return what the rule is asked with."""
        speed, days = self._speed(item, known), self._pace(item, known.seen_at, at) + self._lag(item)
        record = self.records.get
        right = learning.right_of(
            record("all", NO_RECORD),
            record(f"{item.supplier}", NO_RECORD),
            record(f"{item.supplier}:{int(known.seen_at) % 7}", NO_RECORD),
            record(f"offer:{item.number}", NO_RECORD),
        )
        worked = self.suppliers.working_days(item.supplier, known.seen_at, at)
        return rule.Grounds(known.value, worked, days, speed.rate * days, speed.shape, right)

    def _learn_lag(
        self, item: Item, said: int, days: float, speed: learning.Speed, wanted: int, had: int, at: float
    ) -> None:
        record = self.records.get
        right = learning.supplier_right(record("all", NO_RECORD), record(f"{item.supplier}", NO_RECORD))
        honest = [
            rule.there(rule.Grounds(said, 0.0, days + lag, speed.rate * (days + lag), speed.shape, 1.0), wanted)
            for lag in learning.LAGS
        ]
        elapsed = timedelta(days=max(0.0, at - self.lags_at.get(item.supplier, at)))
        before = self.lags.get(item.supplier, learning.NO_LAGS)
        self.lags[item.supplier] = learning.lags_after(
            before, honest, right=right, all_there=had == wanted, elapsed=elapsed
        )
        self.lags_at[item.supplier] = at

    def _lag(self, item: Item) -> float:
        return learning.lag_of(self.lags.get(item.supplier, learning.NO_LAGS))

    def _speed(self, item: Item, known: Known) -> learning.Speed:
        out, days = self.totals.get(item.supplier, (0.0, 0.0))
        still = self._pace(item, known.since, known.seen_at) if known.value else 0.0
        usual = learning.usual_rate([Flow(out=out, days=days)])
        return learning.speed_of(self.flows.get(item.number, Flow()), usual, still)

    def _pace(self, item: Item, start: float, end: float) -> float:
        worked = self.suppliers.working_days(item.supplier, start, end)
        return worked + REST_PACE * max(0.0, end - start - worked)
