"""Whether an address lies in an area, and how narrowly the area is drawn around it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from storecrew.shop.taxes.types import Place

COUNTRY, REGION, CITY, POSTCODE = 1, 2, 4, 8
"""What each part of an area weighs: a postcode is narrower than a city, a city than a region, a region than a country."""
RANGE = "..."


@dataclass(frozen=True, slots=True)
class AreaRule:
    """An area made ready for comparing: everything folded, postcodes apart."""

    country: str
    region: str
    postcodes: tuple[str, ...]
    city: str

    @classmethod
    def of(cls, country: str, region: str, postcodes: str, city: str) -> "AreaRule":
        """Return an area from what people type; `*` means everything, as an empty text does."""
        patterns = tuple(_code(one) for one in postcodes.split(";") if _code(one) not in {"", "*"})
        return cls(_all(country).upper(), fold(_all(region)), patterns, fold(_all(city)))


def narrowness(areas: Iterable[AreaRule], place: Place) -> int | None:
    """Return how narrowly the narrowest of the areas that hold `place` is drawn; None when none of them holds it."""
    scores = [score for area in areas if (score := _score(area, place)) is not None]
    return max(scores, default=None)


def _score(area: AreaRule, place: Place) -> int | None:
    score = 0
    if area.country:
        if area.country != place.country:
            return None
        score += COUNTRY
    if area.region:
        if area.region != fold(place.region):
            return None
        score += REGION
    if area.city:
        if area.city != fold(place.city):
            return None
        score += CITY
    if area.postcodes:
        code = _code(place.postal_code)
        if not code or not any(_matches(pattern, code) for pattern in area.postcodes):
            return None
        score += POSTCODE
    return score


def _matches(pattern: str, code: str) -> bool:
    """Compare `90210`, `902*` and `90000...90999`; a US ZIP+4 counts as its five digits too."""
    if RANGE in pattern:
        first, _dots, last = pattern.partition(RANGE)
        head = code[: len(first)]
        return (
            len(head) == len(first) and first <= head <= last
            if len(first) == len(last)
            else _between(first, code, last)
        )
    if pattern.endswith("*"):
        return code.startswith(pattern[:-1])
    return code == pattern or (len(code) == 9 and code.isdigit() and code[:5] == pattern)


def _between(first: str, code: str, last: str) -> bool:
    numbers = [text for text in (first, code, last) if text.isdecimal()]
    return len(numbers) == 3 and int(first) <= int(code) <= int(last)


def fold(text: str) -> str:
    """Return a text as it is compared: width, case and blanks do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _code(text: str) -> str:
    """Return a postcode as it is compared: without blanks and dashes, in capitals."""
    return unicodedata.normalize("NFKC", text).upper().replace(" ", "").replace("-", "").strip()


def _all(text: str) -> str:
    return "" if text.strip() == "*" else text.strip()
