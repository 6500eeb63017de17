"""Which zone an address lies in: the area that describes it most closely decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from storecrew.shop.shipping.types import Place


@dataclass(frozen=True, slots=True)
class AreaRule:
    """An area in memory; region folded, postcodes bare."""

    zone_id: int
    country: str
    region: str
    postal_from: str
    postal_to: str


def bare(postcode: str) -> str:
    """Return a postcode for comparison: capitals and digits only."""
    return "".join(sign for sign in postcode.upper() if sign.isalnum())


def zone_of(place: Place, areas: Sequence[AreaRule], everywhere_else: int | None) -> int | None:
    """Return the id of the zone that serves the place; None when none does.

    A narrow range of postcodes beats a wide one, a range beats a region, a region beats its country.
    """
    country, region, code = place.country.upper(), place.region.casefold().strip(), bare(place.postal_code)
    found = [area for area in areas if area.country == country and _holds(area, region, code)]
    if not found:
        return everywhere_else
    return max(found, key=_closeness).zone_id


def _holds(area: AreaRule, region: str, code: str) -> bool:
    if area.region and area.region != region:
        return False
    if not area.postal_from:
        return True
    return (
        bool(code)
        and area.postal_from <= code[: len(area.postal_from)]
        and code[: len(area.postal_to)] <= area.postal_to
    )


def _closeness(area: AreaRule) -> tuple[int, int, int, int]:
    # longer bounds are closer; among equals the range that begins later, so that the answer never depends on chance
    length = len(area.postal_from)
    return length, bool(area.region), int(area.postal_from == area.postal_to), -area.zone_id
