"""The choice against every choice there is, and what must not matter to it."""

import random
from itertools import product

import pytest

from storecrew.shop.sourcing.engine import Batch, Candidate, Way, choose, ways_of

WORLDS = 120


def linear(unit: int, fixed: int = 0):
    return lambda pieces: unit * pieces + (fixed if pieces else 0)


def world(rng: random.Random, *, places: int, lines: int, bundles: bool = False):
    """Return batches, rooms and parcels of a made-up basket."""
    rooms: dict[tuple[int, int], int | None] = {}
    batches = []
    for number in range(1, lines + 1):
        takes = ((number, 1),)
        if bundles and number == lines and lines > 1:
            takes = ((1, 1), (lines, rng.randint(1, 2)))
        quantity = rng.randint(1, 5)
        candidates = []
        for place in range(1, places + 1):
            for item, _each in takes:
                rooms.setdefault((item, place), rng.choice([None, *range(9)]))
            known = [rooms[item, place] // each for item, each in takes if rooms[item, place] is not None]
            can = min(known, default=None)
            if can != 0:
                candidates.append(Candidate(place, place, can, linear(rng.randint(1, 40), rng.randint(0, 30))))
        if candidates:
            batches.append(Batch(number, quantity, takes, tuple(candidates)))
    return batches, rooms, {place: rng.choice([0, 15, 60]) for place in range(1, places + 1)}


def brute(batches, rooms, parcels) -> int | None:
    """Return the least cost over all combinations of ways that fit; None: none fits."""
    best = None
    for ways in product(*(ways_of(batch) for batch in batches)):
        used: dict[tuple[int, int], int] = {}
        for batch, way in zip(batches, ways, strict=True):
            for place, pieces in way.parts:
                for item, each in batch.takes:
                    used[item, place] = used.get((item, place), 0) + pieces * each
        room = {key: rooms.get(key, 0) for key in used}
        if any(room[key] is not None and room[key] < wanted for key, wanted in used.items()):
            continue
        opened = {place for way in ways for place, _pieces in way.parts}
        cost = sum(way.cost for way in ways) + sum(parcels[place] for place in opened)
        best = cost if best is None else min(best, cost)
    return best


@pytest.mark.parametrize("bundles", [False, True])
def test_small_baskets_are_chosen_as_if_everything_had_been_tried(bundles: bool) -> None:
    rng = random.Random(8)
    for _ in range(WORLDS):
        batches, rooms, parcels = world(rng, places=rng.randint(1, 4), lines=rng.randint(1, 4), bundles=bundles)
        if not batches or any(way.short for batch in batches for way in ways_of(batch)):
            continue
        found, least = choose(batches, rooms, parcels), brute(batches, rooms, parcels)
        if least is not None:
            assert found.exact
            assert found.cost == least


def test_every_line_gets_what_it_wants_and_no_place_gives_more_than_it_has() -> None:
    rng = random.Random(3)
    for _ in range(WORLDS // 3):
        batches, rooms, parcels = world(rng, places=5, lines=6, bundles=True)
        found = choose(batches, rooms, parcels)
        used: dict[tuple[int, int], int] = {}
        for batch in batches:
            way = found.ways[batch.key]
            assert sum(pieces for _place, pieces in way.parts) == batch.quantity
            for place, pieces in way.parts:
                for item, each in batch.takes:
                    used[item, place] = used.get((item, place), 0) + pieces * each
        if not any(way.short for way in found.ways.values()):
            assert all(rooms[key] is None or rooms[key] >= wanted for key, wanted in used.items())


def test_the_order_of_lines_and_places_changes_nothing() -> None:
    rng = random.Random(5)
    for _ in range(40):
        batches, rooms, parcels = world(rng, places=4, lines=4, bundles=True)
        found = choose(batches, rooms, parcels)
        mixed = [
            Batch(one.key, one.quantity, one.takes, tuple(rng.sample(one.candidates, len(one.candidates))))
            for one in rng.sample(batches, len(batches))
        ]
        assert choose(mixed, rooms, parcels) == found


def test_equal_costs_go_to_the_place_whose_turn_is_first() -> None:
    def batch(number: int) -> Batch:
        some = tuple(Candidate(place, rank, 9, linear(10)) for place, rank in ((7, 1), (3, 2)))
        return Batch(number, 1, ((number, 1),), some)

    found = choose([batch(1), batch(2)], {}, {3: 5, 7: 5})
    assert {way.places for way in found.ways.values()} == {frozenset({7})}


def test_a_parcel_saved_outweighs_a_dearer_piece_and_no_more() -> None:
    both = Batch(1, 1, ((1, 1),), (Candidate(1, 1, 9, linear(100)), Candidate(2, 2, 9, linear(104))))
    only = Batch(2, 1, ((2, 1),), (Candidate(2, 2, 9, linear(50)),))
    assert choose([both, only], {}, {1: 5, 2: 5}).ways[1].places == {2}
    assert choose([both, only], {}, {1: 3, 2: 3}).ways[1].places == {1}


def test_a_line_is_torn_only_where_no_place_has_all_of_it() -> None:
    dear, cheap, rest = (
        Candidate(place, place, can, linear(unit)) for place, can, unit in ((1, 5, 90), (2, 3, 1), (3, 3, 2))
    )
    assert ways_of(Batch(1, 5, ((1, 1),), (dear, cheap, rest))) == (Way(((1, 5),), 450),)
    assert ways_of(Batch(1, 6, ((1, 1),), (dear, cheap, rest)))[0] == Way(((2, 3), (3, 3)), 9)


def test_what_is_nowhere_is_asked_of_whoever_has_most() -> None:
    batch = Batch(1, 9, ((1, 1),), (Candidate(1, 1, 2, linear(1)), Candidate(2, 2, 4, linear(1))))
    (way,) = ways_of(batch)
    assert (dict(way.parts), way.short) == ({1: 2, 2: 7}, 3)


def test_large_baskets_are_chosen_within_bounds_and_hardly_dearer() -> None:
    rng = random.Random(11)
    batches, rooms, parcels = world(rng, places=14, lines=60)
    found = choose(batches, rooms, parcels)
    assert not found.exact
    alone = sum(min(way.cost for way in ways_of(batch)) for batch in batches)
    assert alone <= found.cost <= alone + sum(parcels.values())


def test_what_is_looked_for_within_bounds_is_hardly_dearer_than_the_least(monkeypatch) -> None:
    rng = random.Random(21)
    spent = least = 0
    for _ in range(30):
        batches, rooms, parcels = world(rng, places=7, lines=5)
        if not batches:
            continue
        least += choose(batches, rooms, parcels).cost
        with monkeypatch.context() as bounds:
            bounds.setattr("storecrew.shop.sourcing.engine.PLACES_TRIED", 4)
            bounds.setattr("storecrew.shop.sourcing.engine.STEPS", 1)
            spent += choose(batches, rooms, parcels).cost
    assert least <= spent <= least * 1.05
