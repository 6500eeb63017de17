"""Goes through time with what happened, and says at each moment what it would have said then.

Everything is told in the order in which it became known; what a promise rests on is what was told before it.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from heapq import heappop, heappush
from math import exp, log
from typing import Any, Final

from storecrew.shop.promise.engine.axis import Axis
from storecrew.shop.promise.engine.calibration import Level
from storecrew.shop.promise.engine.change import Change
from storecrew.shop.promise.engine.lifetable import LifeTable, stretch
from storecrew.shop.promise.engine.outlook import Outlook
from storecrew.shop.promise.engine.rhythm import Rhythm
from storecrew.shop.promise.engine.shrinking import Shrunk
from storecrew.shop.promise.engine.words import Words

CHANCES: Final = (0.8, 0.9)
"""Of the windows that are kept honest."""
NEVER: Final = 10**9
SHORTEST: Final = 0.05
"""Nothing arrives before this much of a day is over."""
type Worked = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Tuning:
    """How fast it forgets (days until half is forgotten) and how much it believes few samples (as so many samples)."""

    source_half_life: float = 60
    source_draws: tuple[float, ...] = (0.5, 5, 10, 3)
    lane_half_life: float = 180
    lane_draws: tuple[float, ...] = (0.5, 5, 5, 15, 15, 30)
    drift_half_life: float = 180
    drift_draw: float = 20
    words_half_life: float = 180
    words_strength: float = 200
    table_half_life: float = 90
    table_draw: float = 20
    quick_pace: tuple[float, float] = (6, 100)
    source_pace: tuple[float, float] = (180, 30)
    rhythm_half_life: float = 120
    step: float = 0.0004
    change_limit: float = 20
    given_up_after: float = 50
    """Working days on the road after which something counts as never coming."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a parcel when it is asked for.

    `placed` is when its clock starts. Chains name groups from the widest to the narrowest. `handling` and `transit` are
    what is said of them in working days (of what is usual: 1), `said`: the moment by which somebody says that it is there.
    """

    placed: float
    source: tuple[str, ...]
    lane: tuple[str, ...]
    works: str = ""
    roads: str = ""
    handling: float = 1.0
    transit: float = 1.0
    said: float | None = None

    @property
    def pace(self) -> str:
        """Return the group whose pace counts: the narrowest of the source, where it names one."""
        return self.source[-1] if len(self.source) > 1 else ""


@dataclass(slots=True)
class _Open:
    case: Case
    outlook: Outlook
    place: float
    features: tuple[float, ...]
    base: float
    handed: float | None = None


class Model:
    """Told what happens in the order of time. `worked` answers which days of a calendar are worked, by its name."""

    def __init__(self, first: int, worked: Mapping[str, Worked], tuning: Tuning | None = None) -> None:
        """Begin on a day number; nothing can be told of before it."""
        self.tuning = tuning or Tuning()
        self.day = self.first = first
        self.works = {name: Axis(first, _length(days)) for name, days in worked.items()}
        self._rhythms = {name: Rhythm(days, self.tuning.rhythm_half_life) for name, days in worked.items()}
        self.roads: dict[str, Axis] = {}
        self._laid: dict[str, tuple[float, ...]] = {}
        one = self.tuning
        self._handling = Shrunk(one.source_half_life, one.source_draws)
        self._travel = Shrunk(one.lane_half_life, one.lane_draws)
        self._drift = Shrunk(one.drift_half_life, (one.drift_draw,))
        self._words = Words((0.0, 0.6, 0.4), one.words_strength, one.words_half_life)
        self.table = LifeTable(
            half_life=one.table_half_life, draw=one.table_draw, quick=one.quick_pace, slow=one.source_pace
        )
        self.change = Change(one.change_limit)
        self.levels = {chance: Level(chance, one.step) for chance in CHANCES}
        self.came, self.lost = 0.0, 0.0
        self._arrivals: dict[str, int] = {}
        self._open: dict[str, _Open] = {}
        self._ended: dict[str, int] = {}
        self._due: list[tuple[int, float, int, str]] = []
        self._lay_roads()

    # -- what it says

    def outlook(self, case: Case) -> Outlook:
        """Return what is expected of a case by what is known now."""
        return self._look(case)[0]

    def window(self, outlook: Outlook, chance: float) -> tuple[int, int]:
        """Return the first and the last day of the window that holds with a chance of `CHANCES`."""
        return outlook.window(*self.levels[chance].ends)

    def share_that_comes(self) -> float:
        """Return which part of what is sent arrives at all."""
        return (self.came + 97) / (self.came + self.lost + 100)

    def knows(self, case: Case) -> bool:
        """Tell whether both of a case's calendars are known; without them nothing can be said of it."""
        return case.works in self.works and case.roads in self.roads

    def lengths(self, roads: str) -> tuple[float, ...]:
        """Return how long each kind of day is on a ruler of roads, as it is laid now."""
        return self._laid[roads]

    def samples(self, group: str) -> float:
        """Return how many arrivals a group of a lane has, old ones counting less."""
        return self._travel.weight(group, self.day)

    def arrivals(self, group: str) -> int:
        """Return how many arrivals a group of a lane has, however long ago."""
        return self._arrivals.get(group, 0)

    def waiting(self) -> int:
        """Return how much is still waited for."""
        return len(self._open)

    # -- what it is told

    def begin(self, key: str, case: Case) -> Outlook:
        """Begin to wait for a case; returns what is expected of it."""
        self.advance(int(case.placed))
        outlook, features, base = self._look(case)
        waiting = _Open(case, outlook, 0.0, features, base)
        for chance in self.levels:
            first, last = self.window(outlook, chance)
            heappush(self._due, (last + 1, chance, first, key))
        self._open[key] = waiting
        return outlook

    def hand_over(self, key: str, moment: float) -> None:
        """Take in that the source let go of it."""
        waiting = self._open.get(key)
        if waiting is None or waiting.handed is not None:
            return
        case = waiting.case
        waiting.handed = max(moment, case.placed)
        works = self.works[case.works]
        took = max(works.at(waiting.handed) - works.at(case.placed), 2 * SHORTEST)
        self._handling.add(case.source, log(took) - log(max(case.handling, 0.5)), int(moment))

    def arrive(self, key: str, moment: float) -> None:
        """Take in that it arrived."""
        waiting = self._open.pop(key, None)
        if waiting is None:
            return
        case, day = waiting.case, int(moment)
        roads = waiting.outlook.roads
        took = log(max(roads.at(moment) - waiting.outlook.start, SHORTEST))
        self._words.add(waiting.features, took)
        self._drift.add(case.lane[:1], took - waiting.base, day)
        if waiting.handed is not None:
            travelled = max(roads.at(moment) - roads.at(waiting.handed), 4 * SHORTEST)
            self._travel.add(case.lane, log(travelled) - log(max(case.transit, 0.5)), day)
        place = max(stretch(took - waiting.outlook.expected), waiting.place)
        self.table.pass_through(waiting.place, place, case.pace, day, arrived=True)
        self._rhythms[case.roads].arrived(day)
        self.came += 1
        self._ended[key] = day
        for group in case.lane:
            self._arrivals[group] = self._arrivals.get(group, 0) + 1

    def give_up(self, key: str) -> None:
        """Take in that it will not come, for a reason that has nothing to do with the way: the order was cancelled."""
        if self._open.pop(key, None) is not None:
            self._ended[key] = NEVER

    def advance(self, day: int) -> None:
        """Let days pass, one by one, up to the beginning of `day`."""
        while self.day < day:
            self.day += 1
            self._next_day()

    # -- what it remembers

    def state(self) -> dict[str, Any]:
        """Return what promises rest on, as JSON can hold it; what is still waited for is not part of it."""
        return {
            "tuning": asdict(self.tuning),
            "first": self.first,
            "day": self.day,
            "handling": self._handling.state(),
            "travel": self._travel.state(),
            "drift": self._drift.state(),
            "words": self._words.state(),
            "table": self.table.state(),
            "laid": {name: list(lengths) for name, lengths in self._laid.items()},
            "rhythms": {name: rhythm.state() for name, rhythm in self._rhythms.items()},
            "levels": {str(chance): level.level for chance, level in self.levels.items()},
            "change": self.change.state(),
            "arrivals": dict(self._arrivals),
            "came": self.came,
            "lost": self.lost,
        }

    @classmethod
    def restored(cls, state: Mapping[str, Any], worked: Mapping[str, Worked]) -> "Model":
        """Return a model that says what the one with this state said. Calendars it did not know count as they are set."""
        tuning: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list | tuple) else value for name, value in state["tuning"].items()
        }
        model = cls(int(state["first"]), worked, Tuning(**tuning))
        model.day = int(state["day"])
        model._handling.restore(state["handling"])
        model._travel.restore(state["travel"])
        model._drift.restore(state["drift"])
        model._words.restore(state["words"])
        model.table.restore(state["table"])
        model.change.restore(state["change"])
        for name, known in state["rhythms"].items():
            if name in model._rhythms:
                model._rhythms[name].restore(known)
        model.levels = {
            float(chance): Level(float(chance), model.tuning.step, level) for chance, level in state["levels"].items()
        }
        model._arrivals = {group: int(count) for group, count in state["arrivals"].items()}
        model.came, model.lost = float(state["came"]), float(state["lost"])
        for name, lengths in state["laid"].items():
            if name in model._rhythms:
                model._lay(name, tuple(float(length) for length in lengths))
        return model

    # -- how

    def _look(self, case: Case) -> tuple[Outlook, tuple[float, ...], float]:
        day = self.day
        works, roads = self.works[case.works], self.roads[case.roads]
        handling = max(case.handling, 0.5) * exp(self._handling.mean(case.source, day))
        transit = max(case.transit, 0.5) * exp(self._travel.mean(case.lane, day))
        start = roads.at(case.placed)
        handed = works.moment(works.at(case.placed) + handling)
        usual = log(max(roads.at(handed) - start, SHORTEST) + transit)
        said = usual if case.said is None else log(max(roads.at(case.said) - start, 0.5)) - 1.0
        features = (1.0, usual, said)
        base = self._words.expect(features)
        expected = base + self._drift.mean(case.lane[:1], day)
        return Outlook(roads, start, expected, self.table.curve(case.pace, day)), features, base

    def _next_day(self) -> None:
        over = self.day - 1
        for rhythm in self._rhythms.values():
            rhythm.next_day(over)
        self._words.next_day()
        self._walk_on(over)
        self.change.day_over(*self.table.take_day(), over)
        self.table.next_day()
        self._settle()
        if (self.day - self.first) % 28 == 0:
            self._lay_roads()

    def _walk_on(self, over: int) -> None:
        """Count for everything that is on its way that another day has passed without its arriving."""
        lost = []
        for key, waiting in self._open.items():
            outlook = waiting.outlook
            age = outlook.roads.at(self.day) - outlook.start
            if age <= 0:
                continue
            place = stretch(log(age) - outlook.expected)
            if place > waiting.place:
                self.table.pass_through(waiting.place, place, waiting.case.pace, over, arrived=False)
                waiting.place = place
            if age > self.tuning.given_up_after:
                lost.append(key)
        for key in lost:
            del self._open[key]
            self.lost += 1

    def _settle(self) -> None:
        """Settle the levels by the windows that are over."""
        while self._due and self._due[0][0] <= self.day:
            after, chance, first, key = heappop(self._due)
            ended = self._ended.get(key)
            if ended is not None and ended != NEVER:
                self.levels[chance].settle(held=first <= ended < after)
            elif ended is None and key in self._open:
                self.levels[chance].settle(held=False, weight=self._still_comes(chance))
        if self.day % 64 == 0:  # what arrived long ago has no dates left
            self._ended = {key: day for key, day in self._ended.items() if day > self.day - 2 * 366}

    def _still_comes(self, chance: float) -> float:
        """Return how likely something arrives at all that has not when its window is over."""
        comes = self.share_that_comes()
        late = comes * (1 - chance) / 2
        return late / (late + 1 - comes)

    def _lay_roads(self) -> None:
        for name, rhythm in self._rhythms.items():
            self._lay(name, rhythm.lengths())

    def _lay(self, name: str, lengths: tuple[float, ...]) -> None:
        rhythm = self._rhythms[name]
        self._laid[name] = lengths
        self.roads[name] = Axis(self.first, lambda day: lengths[rhythm.kind(day)])


def version_of(state: Mapping[str, Any]) -> str:
    """Return the name of a state: the same knowledge has the same name."""
    return hashlib.sha256(json.dumps(state, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:16]


def _length(worked: Worked) -> Callable[[int], float]:
    return lambda day: 1.0 if worked(day) else 0.0
