"""Find the likeliest names of a catalogue: an index of words in memory, built once for a whole list."""

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Final

from storecrew.shop.supply.lists.likeness.words import Name, take_apart

LOOKED_AT: Final = 20
"""Names compared in full for each that is looked for."""
POSTINGS: Final = 20_000
"""Entries of the index read for each at most: the rarest words come first, so that the common ones are left out."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a name of the catalogue is. `common`: how much of the words' weight they share, 0 to 1.

    `inside`: how much of the shorter one is found in the longer one. `pairs`: how many pairs of signs they share.
    `clash`: a size of one kind differs, such as 30 ml and 50 ml. `alone`: whether a size stands in one of them only.
    """

    variant_id: int
    common: float
    inside: float
    pairs: float
    clash: bool
    alone: bool

    @property
    def score(self) -> float:
        """Return one figure, 0 to 1, by which the likeliest are put in order."""
        plain = 0.45 * self.common + 0.25 * self.inside + 0.30 * self.pairs
        return plain * (0.6 if self.clash else 1.0)


@dataclass(slots=True)
class Index:
    """Names of a catalogue, found by their words. A variant may have several names, one for each language."""

    _names: list[Name] = field(default_factory=list)
    _variants: array[int] = field(default_factory=lambda: array("q"))
    _where: dict[str, array[int]] = field(default_factory=dict)

    def add(self, variant_id: int, names: Iterable[str]) -> None:
        """Take in what a variant is called."""
        for text in names:
            name = take_apart(text)
            place = len(self._names)
            self._names.append(name)
            self._variants.append(variant_id)
            for word in name.words:
                if word not in self._where:
                    self._where[word] = array("L")
                self._where[word].append(place)

    def __len__(self) -> int:
        return len(self._names)

    def likeliest(self, text: str, *, at_most: int = 5) -> list[Likeness]:
        """Return the variants most alike, the best first, each once."""
        wanted = take_apart(text)
        weights = {word: self._weight(word) for word in wanted.words}
        shared: dict[int, float] = {}
        read = 0
        for word in sorted(wanted.words & self._where.keys(), key=lambda one: (len(self._where[one]), one)):
            places = self._where[word]
            if read and read + len(places) > POSTINGS:
                break
            read += len(places)
            weight = weights[word]
            for place in places:
                shared[place] = shared.get(place, 0.0) + weight
        whole = sum(weights.values())
        best: dict[int, Likeness] = {}
        for place in nlargest(LOOKED_AT, shared, key=lambda one: (shared[one], -one)):
            found = self._compare(wanted, weights, whole, place)
            known = best.get(found.variant_id)
            if known is None or found.score > known.score:
                best[found.variant_id] = found
        return sorted(best.values(), key=lambda one: (-one.score, one.variant_id))[:at_most]

    def _compare(self, wanted: Name, weights: dict[str, float], whole: float, place: int) -> Likeness:
        other = self._names[place]
        common = sum(weights[word] for word in wanted.words & other.words)
        theirs = sum(self._weight(word) for word in other.words)
        together = whole + theirs - common
        pairs = len(wanted.pairs & other.pairs)
        units = {unit for unit, _many in wanted.sizes} & {unit for unit, _many in other.sizes}
        return Likeness(
            variant_id=self._variants[place],
            common=common / together if together else 0.0,
            inside=common / min(whole, theirs) if whole and theirs else 0.0,
            pairs=2 * pairs / (len(wanted.pairs) + len(other.pairs)),
            clash=any(
                {size for size in wanted.sizes if size[0] == unit}.isdisjoint(
                    size for size in other.sizes if size[0] == unit
                )
                for unit in units
            ),
            alone=bool(wanted.sizes) != bool(other.sizes),
        )

    def _weight(self, word: str) -> float:
        """Rare words say more (inverse document frequency); one that the catalogue does not know counts as middling."""
        places = self._where.get(word)
        if places is None:
            return 0.5 * math.log(1 + len(self._names))
        return math.log(1 + len(self._names) / len(places))
