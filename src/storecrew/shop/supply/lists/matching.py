"""Find which variant each row of a list is: by what is known already, by codes, and by names last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.lists.likeness.index import Index
from storecrew.shop.supply.lists.likeness.judging import SURE, WORTH_A_LOOK, confidences
from storecrew.shop.supply.lists.models import How, Match, MatchState
from storecrew.shop.supply.lists.rows import Said
from storecrew.shop.supply.models import Offer

BY_CODE: Final = 0.99
BY_A_COMMON_CODE: Final = 0.6
"""`10101` may be anybody's SKU; a longer code with letters hardly is."""
SHOWN: Final = 5
AT_ONCE: Final = 1000
_GTIN_LENGTHS: Final = (8, 12, 13, 14)
_SHORTEST_CODE: Final = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What a row was found to be. `candidates`: (variant, how sure), the best first."""

    said: Said
    how: How
    candidates: tuple[tuple[int, float], ...] = ()
    rejected: bool = False
    """Somebody said before that this is none of ours."""
    taken: bool = False
    """The supplier offers the best candidate under another SKU, or an earlier row of the list is it."""
    stands_in: int = 0
    """The line of the same row before; 0: there is none."""

    @property
    def confidence(self) -> float:
        """Return how sure the best candidate is."""
        return self.candidates[0][1] if self.candidates else 0.0

    @property
    def variant_id(self) -> int | None:
        """Return the variant that needs nobody's decision; None: somebody has to look."""
        sure = (
            self.candidates and not self.rejected and not self.taken and not self.stands_in and self.confidence >= SURE
        )
        return self.candidates[0][0] if sure else None


@dataclass
class Matcher:
    """Matches rows of one supplier's list. Memory grows with the catalogue, not with the list."""

    supplier_id: int
    _claimed: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Variant → key and line of the row that is it."""

    @cached_property
    def _index(self) -> Index:
        index, after = Index(), 0
        while some := catalogue.calling(after=after, at_most=AT_ONCE):
            for one in some:
                index.add(one.variant_id, one.names)
            after = some[-1].variant_id
        return index

    def match(self, rows: Sequence[Said]) -> list[Found]:
        """Return what each row is, in their order. Five queries for all of them."""
        known = supply.offers_by_sku(self.supplier_id, [row.sku for row in rows])
        decided = self._decided(row.key for row in rows if row.sku not in known)
        skus, barcodes = catalogue.variants_by_code(
            [code for row in rows for code in (row.our_sku, row.sku)],
            [row.barcode for row in rows if is_gtin(row.barcode)],
        )
        found = []
        for row in rows:
            if row.sku in known:
                found.append(Found(row, How.SKU, ((known[row.sku].variant_id, 1.0),)))
            elif row.key in decided:
                variant_id = decided[row.key]
                sure = ((variant_id, 1.0),) if variant_id is not None else ()
                found.append(Found(row, How.DECISION, sure, rejected=variant_id is None))
            else:
                found.append(self._look(row, skus, barcodes))
        return self._settle(found)

    def _decided(self, keys: Iterable[str]) -> dict[str, int | None]:
        rows = Match.objects.filter(supplier_id=self.supplier_id, key__in=list(keys)).exclude(state=MatchState.OPEN)
        return {
            key: None if state == MatchState.REJECTED else variant_id
            for key, state, variant_id in rows.values_list("key", "state", "variant_id")
        }

    def _look(self, row: Said, skus: dict[str, int], barcodes: dict[str, int]) -> Found:
        named = confidences(self._index.likeliest(row.title, at_most=SHOWN)) if row.title else []
        named = [one for one in named if one[1] >= WORTH_A_LOOK]
        if row.barcode in barcodes:
            return Found(row, How.BARCODE, _first(barcodes[row.barcode], BY_CODE, named))
        if row.our_sku in skus:
            return Found(row, How.OUR_SKU, _first(skus[row.our_sku], BY_CODE, named))
        if row.sku in skus:
            return Found(row, How.OUR_SKU, _first(skus[row.sku], self._trust(row.sku, skus[row.sku], named), named))
        return Found(row, How.NAME if named else How.NOTHING, tuple(named))

    @staticmethod
    def _trust(code: str, variant_id: int, named: Sequence[tuple[int, float]]) -> float:
        telling = len(code) >= _SHORTEST_CODE and any(sign.isalpha() for sign in code)
        agrees = bool(named) and named[0][0] == variant_id
        return BY_CODE if telling or agrees else BY_A_COMMON_CODE

    def _settle(self, found: list[Found]) -> list[Found]:
        """Let each variant be one row, and each row one variant: what is known, else the first that claims it."""
        sure = [one.variant_id for one in found if one.variant_id is not None]
        offered = Offer.objects.filter(supplier_id=self.supplier_id, variant_id__in=sure, ended_at=None)
        under = dict(offered.exclude(sku="").values_list("variant_id", "sku"))
        settled = []
        lines: dict[str, int] = {}
        for one in found:
            variant_id = one.variant_id
            if variant_id is not None:
                other_sku = one.said.sku and under.get(variant_id, one.said.sku) != one.said.sku
                key, line = self._claimed.setdefault(variant_id, (one.said.key, one.said.line))
                first = lines.setdefault(one.said.key, one.said.line)
                if first != one.said.line:
                    one = replace(one, stands_in=first)
                elif other_sku or key != one.said.key:
                    one = replace(one, taken=True)
                elif line != one.said.line:
                    one = replace(one, stands_in=line)
            settled.append(one)
        return settled


def is_gtin(code: str) -> bool:
    """Tell whether a barcode has the length and the check digit of a GTIN (GS1 General Specifications, 7.9)."""
    if len(code) not in _GTIN_LENGTHS or not (code.isascii() and code.isdigit()):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code))) % 10 == 0


def _first(variant_id: int, confidence: float, named: Iterable[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    return ((variant_id, confidence), *(one for one in named if one[0] != variant_id))[:SHOWN]
