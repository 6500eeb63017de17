"""Public holidays and make-up workdays of a country, year by year, as the `holidays` library knows them.

In some countries (first of all China, 调休) rest days are moved about to make longer holidays, and weekend days are
worked in exchange. Governments announce it a year at a time; for later years only the fixed holidays are known, and the
answer says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

_LANGUAGES: Final[Mapping[str, tuple[str, ...]]] = {"zh-hans": ("zh_CN", "en_US"), "en": ("en_US", "en_GB", "en")}
"""Which names the library is asked for, best first; then the country's own."""


@dataclass(frozen=True, slots=True)
class PublicYear:
    """What is known about one year of one country."""

    statutory: frozenset[date]
    """The holidays the law names; work on them is paid the highest rate (three times the wage in China)."""
    shifted: frozenset[date]
    """Rest days that were moved here, and days in lieu of a holiday on a weekend; paid as rest days (China: twice)."""
    made_up: Mapping[date, date]
    """Weekend days that are worked, and the day off each is worked for."""
    moved: Mapping[date, date]
    """Days off, and the weekend day that is worked for each."""
    announced: bool
    """False where the country moves rest days about and this year's moves were not known to the library yet."""


@lru_cache(maxsize=256)
def public_year(country: str, subdivision: str, year: int) -> PublicYear:
    """Return a country's year; raises UnknownCountry."""
    days = set(_library(country, subdivision, year, observed=True))
    named = set(_library(country, subdivision, year, observed=False))
    moved = {off: worked for near in (year - 1, year, year + 1) for off, worked in _moves(country, subdivision, near)}
    statutory = frozenset(day for day in named & days if day not in moved)
    return PublicYear(
        statutory=statutory,
        shifted=frozenset(days - statutory),
        made_up={worked: off for off, worked in moved.items() if worked.year == year},
        moved=moved,
        announced=year <= last_announced(country, subdivision, year),
    )


def last_announced(country: str, subdivision: str, asked: int) -> int:
    """Return the last year up to which `asked` can be trusted; `asked` itself where rest days are never moved."""
    book = _library(country, subdivision, asked, observed=True)
    if not book.has_substituted_holidays:
        return asked
    years = [year for year, entries in _special(book).items() if any(len(entry) > 3 for entry in _entries(entries))]
    return max(years, default=asked)


@lru_cache(maxsize=512)
def holiday_name(country: str, subdivision: str, on: date, language: str) -> str:
    """Return what the day is called in a language; empty if it is no holiday.

    Where the library has no translation it is the country's own name for it.
    """
    known = _library(country, subdivision, on.year, observed=True)
    supported: tuple[str, ...] = tuple(getattr(known, "supported_languages", ()))
    choice = next((code for code in _LANGUAGES.get(language, (language,)) if code in supported), None)
    book = _holidays().country_holidays(
        country, subdiv=subdivision or None, years=on.year, expand=False, language=choice
    )
    return str(book.get(on) or "")


@lru_cache(maxsize=1)
def countries() -> Mapping[str, tuple[str, ...]]:
    """Return the ISO 3166 codes of the countries that are known, each with its subdivisions."""
    return {
        code: tuple(parts)
        for code, parts in sorted(_holidays().list_supported_countries(include_aliases=False).items())
    }


class UnknownCountry(ValueError):
    """A country or subdivision whose holidays the library does not know."""


def _holidays() -> ModuleType:
    """Return the library, loaded at its first use: it costs a process a seventh of a second, and most pages count no days."""
    import holidays  # noqa: PLC0415  see above

    return holidays


def _library(country: str, subdivision: str, year: int, *, observed: bool) -> "HolidayBase":
    if country not in countries() or (subdivision and subdivision not in countries()[country]):
        raise UnknownCountry(f"{country}-{subdivision}" if subdivision else country)
    book: HolidayBase = _holidays().country_holidays(
        country, subdiv=subdivision or None, years=year, expand=False, observed=observed
    )
    return book


def _moves(country: str, subdivision: str, year: int) -> Iterator[tuple[date, date]]:
    """Yield (day off, weekend day worked for it) of the moves announced for `year`."""
    book = _library(country, subdivision, year, observed=True)
    if not book.has_substituted_holidays:
        return
    for entry in _entries(_special(book).get(year, ())):
        if len(entry) > 3:
            month, day, from_month, from_day, *from_year = entry
            worked = date(from_year[0] if from_year else year, from_month, from_day)
            if worked in book.weekend_workdays:
                yield date(year, month, day), worked


def _special(book: "HolidayBase") -> Mapping[int, tuple[object, ...]]:
    return getattr(book, "special_public_holidays", {})


def _entries(entries: tuple) -> tuple[tuple, ...]:  # type: ignore[type-arg]  # the library keeps one entry or several, of two lengths
    return (entries,) if entries and not isinstance(entries[0], tuple) else entries
