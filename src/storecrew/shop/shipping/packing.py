"""How many boxes of which kind things probably need: an estimate for prices, not a plan for the packer.

Largest things first; each time the smallest box that takes all that is left, or else the one that takes the most of it.
A thing fits a box when its sides fit in some turn; of a box's space nine tenths are used at most, since things do not
melt together. What has no known size takes no space, what fits no box travels as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

USABLE = (9, 10)
"""Share of a box's space that is filled at most, as numerator and denominator."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A box: inner sides from long to short in millimetres. `max_weight_g` None: no limit of its own."""

    kind_id: int
    name: str
    sides: tuple[int, int, int]
    tare_g: int
    max_weight_g: int | None

    @property
    def volume(self) -> int:
        """Return the space inside in cubic millimetres."""
        return self.sides[0] * self.sides[1] * self.sides[2]

    @property
    def usable(self) -> int:
        """Return the part of the space that things may fill."""
        return self.volume * USABLE[0] // USABLE[1]


@dataclass(frozen=True, slots=True)
class Item:
    """Pieces that are alike: sides from long to short; None: not known."""

    quantity: int
    weight_g: int
    sides: tuple[int, int, int] | None

    @property
    def volume(self) -> int:
        """Return the space of one piece; nothing where the size is not known."""
        return self.sides[0] * self.sides[1] * self.sides[2] if self.sides else 0


@dataclass(frozen=True, slots=True)
class Box:
    """A filled box. `kind` None: a thing that fits no box and travels in its own wrapping."""

    kind: Kind | None
    weight_g: int
    """As it would be weighed, the box itself included."""
    volume_mm3: int
    pieces: int


def sides(size: Sequence[int] | None) -> tuple[int, int, int] | None:
    """Return three sides from long to short; None where one of them is not known."""
    if size is None or not all(size):
        return None
    long, middle, short = sorted(size, reverse=True)
    return long, middle, short


def pack(items: Sequence[Item], kinds: Sequence[Kind]) -> tuple[Box, ...]:
    """Return the boxes that `items` probably need; without kinds all of it is one bundle as it is."""
    if not kinds:
        return (_bundle(items),)
    left = sorted(items, key=lambda item: (-item.volume, -item.weight_g))
    boxes: list[Box] = []
    while left:
        kind, taken = _best(left, sorted(kinds, key=lambda kind: (kind.volume, kind.kind_id)))
        if kind is None:
            first = left[0]  # fits nowhere: one piece goes by itself, the others are tried again
            boxes.append(Box(None, first.weight_g, first.volume, 1))
            taken = [1] + [0] * (len(left) - 1)
        else:
            weight = sum(item.weight_g * count for item, count in zip(left, taken, strict=True))
            boxes.append(Box(kind, weight + kind.tare_g, kind.volume, sum(taken)))
        left = [
            Item(item.quantity - count, item.weight_g, item.sides)
            for item, count in zip(left, taken, strict=True)
            if item.quantity > count
        ]
    return tuple(boxes)


def _bundle(items: Sequence[Item]) -> Box:
    pieces = sum(item.quantity for item in items)
    weight = sum(item.quantity * item.weight_g for item in items)
    return Box(None, weight, sum(item.quantity * item.volume for item in items), pieces)


def _best(left: Sequence[Item], kinds: Sequence[Kind]) -> tuple[Kind | None, list[int]]:
    """Return the smallest kind that takes everything, or else the one that takes the most pieces."""
    everything = sum(item.quantity for item in left)
    best: tuple[Kind | None, list[int]] = (None, [])
    most = 0
    for kind in kinds:
        taken = _fill(left, kind)
        pieces = sum(taken)
        if pieces == everything:
            return kind, taken
        if pieces > most:
            best, most = (kind, taken), pieces
    return best


def _fill(left: Sequence[Item], kind: Kind) -> list[int]:
    """Return how many pieces of each item go into one box of this kind."""
    space, weight, taken = kind.usable, kind.max_weight_g, []
    alone = True
    for item in left:
        count = item.quantity if _fits(item, kind) else 0
        if item.volume and item.volume <= kind.volume:
            # a thing as large as the box itself may fill it to the brim
            count = min(count, max(space // item.volume, 1 if alone and item.volume > space else 0))
        if weight is not None and item.weight_g:
            count = min(count, weight // item.weight_g)
        space -= count * item.volume
        weight = None if weight is None else weight - count * item.weight_g
        alone = alone and not count
        taken.append(count)
    return taken


def _fits(item: Item, kind: Kind) -> bool:
    return item.sides is None or all(one <= other for one, other in zip(item.sides, kind.sides, strict=True))
