"""The packing estimate: nothing is lost, nothing is put where it cannot be."""

from hypothesis import given
from hypothesis import strategies as st

from storecrew.shop.shipping.packing import Item, Kind, pack

SMALL = Kind(1, "small", (200, 150, 100), 80, 5_000)
LARGE = Kind(2, "large", (400, 300, 250), 300, 15_000)
TUBE = Kind(3, "tube", (900, 80, 80), 120, 3_000)
KINDS = (SMALL, LARGE, TUBE)

side = st.integers(1, 1200)
sizes = st.none() | st.tuples(side, side, side).map(lambda three: tuple(sorted(three, reverse=True)))
items = st.lists(
    st.builds(Item, quantity=st.integers(1, 40), weight_g=st.integers(0, 20_000), sides=sizes), min_size=1, max_size=6
)


@given(items, st.lists(st.sampled_from(KINDS), unique=True))
def test_every_piece_is_in_exactly_one_box_and_no_box_is_overfull(things: list[Item], kinds: list[Kind]) -> None:
    boxes = pack(things, kinds)
    assert sum(box.pieces for box in boxes) == sum(item.quantity for item in things)
    inside = sum(box.weight_g - (box.kind.tare_g if box.kind else 0) for box in boxes)
    assert inside == sum(item.quantity * item.weight_g for item in things)
    assert all(box.pieces > 0 for box in boxes)
    for box in boxes:
        if box.kind is not None and box.kind.max_weight_g is not None:
            assert box.weight_g - box.kind.tare_g <= box.kind.max_weight_g


@given(items)
def test_a_piece_travels_loose_only_when_it_fits_no_box(things: list[Item]) -> None:
    loose = [box for box in pack(things, KINDS) if box.kind is None]
    unfit = [
        item
        for item in things
        if all(
            item.weight_g > (kind.max_weight_g or 0)
            or (item.sides and any(one > other for one, other in zip(item.sides, kind.sides, strict=True)))
            for kind in KINDS
        )
    ]
    assert sum(box.pieces for box in loose) == sum(item.quantity for item in unfit)


def test_the_smallest_box_that_takes_all_is_taken() -> None:
    (box,) = pack([Item(2, 300, (100, 100, 40))], KINDS)
    assert box.kind is SMALL
    (box,) = pack([Item(2, 300, (250, 100, 40))], KINDS)
    assert box.kind is LARGE
    (box,) = pack([Item(1, 300, (850, 60, 60))], KINDS)
    assert box.kind is TUBE


def test_what_does_not_go_into_one_goes_into_several() -> None:
    boxes = pack([Item(20, 800, (200, 150, 100))], KINDS)
    assert len(boxes) == 3
    assert {box.kind for box in boxes} <= {SMALL, LARGE}


def test_a_thing_as_large_as_the_box_fills_it() -> None:
    (box,) = pack([Item(1, 100, (200, 150, 100))], [SMALL])
    assert box.kind is SMALL


def test_without_boxes_everything_is_one_bundle() -> None:
    (box,) = pack([Item(3, 200, (100, 100, 100)), Item(1, 50, None)], ())
    assert (box.kind, box.weight_g, box.volume_mm3, box.pieces) == (None, 650, 3_000_000, 4)


def test_a_thousand_alike_are_packed_without_counting_each() -> None:
    boxes = pack([Item(100_000, 1, (10, 10, 10))], [LARGE])
    assert sum(box.pieces for box in boxes) == 100_000
