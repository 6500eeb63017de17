"""From which places a basket comes, at the least cost altogether. Pure: equal questions get equal answers.

The cost of an answer is the sum of what its lines cost where they are taken, and of one parcel for every place that is used.
That is the facility location problem (Balinski, "Integer programming: methods, uses, computation", 1965): for a given set of
places that are used every line takes the cheapest way inside of it, so that all sets of a few places can be tried and the
best of them is the optimum. Of more than eight places those are opened first that save, one at a time, the one that saves
most in front (Kuehn and Hamburger, "A heuristic program for locating warehouses", 1963), and where too many sets are left,
places are closed as long as that saves.

A line is torn apart only where no place has all of it, and then into no more parts than are needed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

PLACES_TRIED: Final = 8
"""All sets of so many places are tried."""
STEPS: Final = 60_000
"""Lines looked at over all sets, at most; beyond, places are closed one at a time."""
TORN_BETWEEN: Final = 6
"""A line is torn between the best of so many places, into at most four parts."""
COMBINED: Final = 5_000
"""Combinations gone through where lines want the same pieces."""
NEVER: Final = 10**16
"""What a line costs that a set of places cannot serve."""

type Rooms = Mapping[tuple[int, int], int | None]
"""(item, place) → how many can be had there; None: without limit."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a line could come from. `price`: what so many pieces cost from there, without the parcel; `rank`: its
    turn where costs are equal; `can`: how many it has, None: without limit."""

    place: int
    rank: int
    can: int | None
    price: Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Batch:
    """All pieces of one thing that are wanted. `takes`: (item, pieces for each), of a bundle its parts."""

    key: int
    quantity: int
    takes: tuple[tuple[int, int], ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How a batch may be had: pieces by place, and what that costs without parcels. `short`: that are nowhere."""

    parts: tuple[tuple[int, int], ...]
    cost: int
    short: int = 0

    @property
    def places(self) -> frozenset[int]:
        """Return where it comes from."""
        return frozenset(place for place, _pieces in self.parts)


@dataclass(frozen=True, slots=True)
class Choice:
    """The way of each batch. `exact`: nothing cheaper exists; else it was looked for within bounds."""

    ways: Mapping[int, Way]
    cost: int
    exact: bool


def choose(batches: Iterable[Batch], rooms: Rooms, parcels: Mapping[int, int]) -> Choice:
    """Choose a way for each batch. `parcels`: what one more parcel from a place costs; every batch has a candidate."""
    asked = sorted(batches, key=lambda batch: batch.key)
    known = {batch.key: ways_of(batch) for batch in asked}
    ranks = {one.place: one.rank for batch in asked for one in batch.candidates}
    if _contested(asked):
        return _contest(asked, known, rooms, parcels, ranks)
    places = sorted({place for ways in known.values() for way in ways for place in way.places})
    tried = places if len(places) <= PLACES_TRIED else _shortlist(asked, known, parcels, ranks, places)
    if len(asked) * 2 ** len(tried) <= STEPS:
        sets: Iterable[frozenset[int]] = (
            frozenset(some) for size in range(1, len(tried) + 1) for some in combinations(tried, size)
        )
        best = min((_within(some, asked, known, parcels, ranks) for some in sets), default=None)
    else:
        best = _closing(tried, asked, known, parcels, ranks)
    if best is None:
        return Choice({}, 0, exact=True)
    exact = len(tried) == len(places) and len(asked) * 2 ** len(tried) <= STEPS
    return Choice({batch.key: way for batch, way in zip(asked, best.ways, strict=True)}, best.cost, exact)


def ways_of(batch: Batch) -> tuple[Way, ...]:
    """Return how a batch can be had, the cheapest first: whole from one place; torn where none has all of it."""
    options = sorted(batch.candidates, key=lambda one: (one.rank, one.place))
    whole = [one for one in options if one.can is None or one.can >= batch.quantity]
    if whole:
        ways = [Way(((one.place, batch.quantity),), one.price(batch.quantity)) for one in whole]
    else:
        ways = _torn(batch, [one for one in options if one.can])
    return tuple(sorted(ways or [_short(batch, options)], key=lambda way: way.cost))


def _torn(batch: Batch, options: Sequence[Candidate]) -> list[Way]:
    """Return the ways over several places of which none could be left out; nothing where all together have too few."""
    options = sorted(options, key=lambda one: (_each(one, batch.quantity), one.rank, one.place))
    near = options if len(options) <= TORN_BETWEEN else _widest(batch, options)
    ways: list[Way] = []
    for size in range(2, len(near) + 1):
        for some in combinations(near, size):
            have = sum(one.can or 0 for one in some)
            if have >= batch.quantity and all(have - (one.can or 0) < batch.quantity for one in some):
                ways.append(_filled(some, batch.quantity))
    return ways


def _widest(batch: Batch, options: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the cheapest few; those that have most where the cheapest have too few together."""
    near = options[:TORN_BETWEEN]
    if sum(one.can or 0 for one in near) >= batch.quantity:
        return near
    by_room = sorted(options, key=lambda one: (-(one.can or 0), one.rank, one.place))
    size = TORN_BETWEEN
    while size < len(by_room) and sum(one.can or 0 for one in by_room[:size]) < batch.quantity:
        size += 1
    return by_room[:size]


def _filled(some: Sequence[Candidate], quantity: int) -> Way:
    """Take as much as possible of the cheapest, the rest of the next; `some` are in order of cost."""
    parts: list[tuple[int, int]] = []
    cost, left = 0, quantity
    for one in some:
        pieces = min(left, one.can or 0)
        parts.append((one.place, pieces))
        cost += one.price(pieces)
        left -= pieces
    return Way(tuple(parts), cost)


def _short(batch: Batch, options: Sequence[Candidate]) -> Way:
    """Take what there is; what is missing is asked of the place that has most."""
    have = {one.place: one.can or 0 for one in options if one.can}
    first = max(options, key=lambda one: (one.can or 0, -one.rank, -one.place))
    missing = batch.quantity - sum(have.values())
    have[first.place] = have.get(first.place, 0) + missing
    prices = {one.place: one.price for one in options}
    return Way(tuple(have.items()), sum(prices[place](pieces) for place, pieces in have.items()), short=missing)


def _each(one: Candidate, quantity: int) -> float:
    pieces = min(quantity, one.can or quantity)
    return one.price(pieces) / pieces


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer, in the order in which answers are better: cost, fewer parcels, places whose turn is earlier."""

    cost: int
    parcels: int
    turns: tuple[int, ...]
    ways: tuple[Way, ...] = ()

    def __lt__(self, other: "_Found") -> bool:
        return (self.cost, self.parcels, self.turns) < (other.cost, other.parcels, other.turns)


type _Ways = Mapping[int, Sequence[Way]]


def _within(
    places: frozenset[int], batches: Sequence[Batch], known: _Ways, parcels: Mapping[int, int], ranks: Mapping[int, int]
) -> _Found:
    """Serve every batch the cheapest way inside of a set of places."""
    ways: list[Way] = []
    for batch in batches:
        way = next((one for one in known[batch.key] if one.places <= places), None)
        if way is None:
            return _Found(NEVER, 0, ())
        ways.append(way)
    return _found(ways, parcels, ranks)


def _found(ways: Sequence[Way], parcels: Mapping[int, int], ranks: Mapping[int, int]) -> _Found:
    used = {place for way in ways for place, _pieces in way.parts}
    cost = sum(way.cost for way in ways) + sum(parcels.get(place, 0) for place in used)
    return _Found(cost, len(used), tuple(sorted(ranks.get(place, 0) for place in used)), tuple(ways))


def _shortlist(
    batches: Sequence[Batch],
    known: _Ways,
    parcels: Mapping[int, int],
    ranks: Mapping[int, int],
    places: Sequence[int],
) -> list[int]:
    """Open places one at a time, each the one that saves most, as long as one does; all of it can be had in the end."""
    opened: list[int] = []
    least = NEVER * (len(batches) + 1)

    def cost_with(extra: int) -> tuple[int, int, int]:
        some = frozenset((*opened, extra))
        total = sum(parcels.get(place, 0) for place in some)
        for batch in batches:
            total += next((way.cost for way in known[batch.key] if way.places <= some), NEVER)
        return total, ranks.get(extra, 0), extra

    while len(opened) < len(places):
        cost, _rank, extra = min(cost_with(place) for place in places if place not in opened)
        if cost >= least and least < NEVER:
            break
        least = cost
        opened.append(extra)
    return sorted(opened)


def _closing(
    places: Sequence[int],
    batches: Sequence[Batch],
    known: _Ways,
    parcels: Mapping[int, int],
    ranks: Mapping[int, int],
) -> _Found:
    """Begin with all places and close the one that saves most, as long as one does."""
    opened = frozenset(places)
    best = _within(opened, batches, known, parcels, ranks)
    while len(opened) > 1:
        tries = [(_within(opened - {place}, batches, known, parcels, ranks), place) for place in sorted(opened)]
        better, closed = min(tries, key=lambda pair: pair[0])
        if not better < best:
            break
        best, opened = better, opened - {closed}
    return best


def _contested(batches: Sequence[Batch]) -> bool:
    items = Counter(item for batch in batches for item, _each in batch.takes)
    return max(items.values(), default=0) > 1


def _contest(
    batches: Sequence[Batch], known: _Ways, rooms: Rooms, parcels: Mapping[int, int], ranks: Mapping[int, int]
) -> Choice:
    """Serve batches that want the same pieces: all combinations where they are few, else one after the other."""
    combined = 1
    for batch in batches:
        combined *= len(known[batch.key])
    best: _Found | None = None
    if combined <= COMBINED:
        for ways in _fitting(batches, known, dict(rooms), ()):
            found = _found(ways, parcels, ranks)
            best = found if best is None or found < best else best
    exact = best is not None
    if best is None:
        best = _found(_in_turn(batches, known, dict(rooms), parcels), parcels, ranks)
    return Choice({batch.key: way for batch, way in zip(batches, best.ways, strict=True)}, best.cost, exact)


def _fitting(
    batches: Sequence[Batch], known: _Ways, left: dict[tuple[int, int], int | None], taken: tuple[Way, ...]
) -> Iterable[tuple[Way, ...]]:
    if len(taken) == len(batches):
        yield taken
        return
    batch = batches[len(taken)]
    for way in known[batch.key]:
        if _fits(batch, way, left):
            _take(batch, way, left, 1)
            yield from _fitting(batches, known, left, (*taken, way))
            _take(batch, way, left, -1)


def _in_turn(
    batches: Sequence[Batch], known: _Ways, left: dict[tuple[int, int], int | None], parcels: Mapping[int, int]
) -> list[Way]:
    """Serve one batch after the other, each the cheapest way that what is left allows, parcels counted once."""
    ways: list[Way] = []
    used: set[int] = set()
    for batch in batches:

        def cost(way: Way) -> int:
            return way.cost + sum(parcels.get(place, 0) for place in way.places - used)  # noqa: B023  used at once

        fitting = [way for way in known[batch.key] if _fits(batch, way, left)]
        way = min(fitting or [_of_what_is_left(batch, left)], key=cost)
        _take(batch, way, left, 1)
        used |= way.places
        ways.append(way)
    return ways


def _of_what_is_left(batch: Batch, left: Mapping[tuple[int, int], int | None]) -> Way:
    """Tear a batch between whatever others left of it."""
    now = tuple(Candidate(one.place, one.rank, _room(batch, one.place, left), one.price) for one in batch.candidates)
    return ways_of(Batch(batch.key, batch.quantity, batch.takes, now))[0]


def _room(batch: Batch, place: int, left: Mapping[tuple[int, int], int | None]) -> int | None:
    rooms = [(left.get((item, place), 0), each) for item, each in batch.takes]
    known = [max(0, room) // each for room, each in rooms if room is not None]
    return min(known, default=None)


def _fits(batch: Batch, way: Way, left: Mapping[tuple[int, int], int | None]) -> bool:
    rooms = ((_room(batch, place, left), pieces) for place, pieces in way.parts)
    return way.short > 0 or all(room is None or room >= pieces for room, pieces in rooms)


def _take(batch: Batch, way: Way, left: dict[tuple[int, int], int | None], sign: int) -> None:
    for place, pieces in way.parts:
        for item, each in batch.takes:
            room = left.get((item, place), 0)
            if room is not None:
                left[item, place] = room - sign * pieces * each
