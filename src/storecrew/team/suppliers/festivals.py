"""Days on which people at suppliers are greeted, those of the lunar calendar too, and birthdays."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from storecrew.kernel.clock.public import holiday_name, public_year

LUNAR_PLACES: Final = frozenset({"CN", "HK", "MO", "TW", "SG", "MY"})
"""Where the festivals of the lunar calendar are kept."""
CHRISTMAS_PLACES: Final = frozenset(
    {"US", "CA", "GB", "IE", "AU", "NZ", "DE", "AT", "CH", "FR", "BE", "NL", "LU", "IT", "ES", "PT", "DK", "SE", "NO"}
    | {"FI", "IS", "PL", "CZ", "SK", "HU", "SI", "HR", "MX", "BR", "AR", "CL", "CO", "PE", "PH"}
)
_NAMES: Final = {
    "spring_festival": "Spring Festival",
    "dragon_boat": "Dragon Boat Festival",
    "mid_autumn": "Mid-Autumn Festival",
}
"""As the public calendar of China calls them in English."""


class Occasion(StrEnum):
    """What is congratulated on."""

    SPRING_FESTIVAL = "spring_festival"
    LANTERN = "lantern"
    DRAGON_BOAT = "dragon_boat"
    MID_AUTUMN = "mid_autumn"
    NEW_YEAR = "new_year"
    CHRISTMAS = "christmas"
    BIRTHDAY = "birthday"


WORDS: Final[dict[str, Promise]] = {
    Occasion.SPRING_FESTIVAL: pgettext_lazy("occasion", "Spring Festival"),
    Occasion.LANTERN: pgettext_lazy("occasion", "Lantern Festival"),
    Occasion.DRAGON_BOAT: pgettext_lazy("occasion", "Dragon Boat Festival"),
    Occasion.MID_AUTUMN: pgettext_lazy("occasion", "Mid-Autumn Festival"),
    Occasion.NEW_YEAR: pgettext_lazy("occasion", "New Year"),
    Occasion.CHRISTMAS: pgettext_lazy("occasion", "Christmas"),
    Occasion.BIRTHDAY: pgettext_lazy("occasion", "Birthday"),
}


def coming(country: str, first: date, last: date) -> list[tuple[date, Occasion]]:
    """Return the festivals of a country between two days, both included, in their order."""
    found = [
        (day, occasion)
        for year in range(first.year, last.year + 1)
        for day, occasion in _of_year(country, year)
        if first <= day <= last
    ]
    return sorted(found)


def birthday(month: int, day: int, first: date, last: date) -> date | None:
    """Return the birthday between two days, both included; that of 29 February is kept on the 28th in other years."""
    for year in range(first.year, last.year + 1):
        on = _day(year, month, day)
        if first <= on <= last:
            return on
    return None


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


@lru_cache(maxsize=64)
def _of_year(country: str, year: int) -> tuple[tuple[date, Occasion], ...]:
    return tuple(_festivals(country, year))


def _festivals(country: str, year: int) -> Iterator[tuple[date, Occasion]]:
    yield date(year, 1, 1), Occasion.NEW_YEAR
    if country in CHRISTMAS_PLACES:
        yield date(year, 12, 25), Occasion.CHRISTMAS
    if country in LUNAR_PLACES:
        days = sorted(public_year("CN", "", year).statutory)
        for code, name in _NAMES.items():
            named = [day for day in days if name in holiday_name("CN", "", day, "en")]
            if not named:
                continue
            yield named[0], Occasion(code)
            if code == Occasion.SPRING_FESTIVAL:  # the fifteenth of the first month
                yield named[0] + timedelta(days=14), Occasion.LANTERN
