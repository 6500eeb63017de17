"""What a store can choose from: countries, currencies and time zones under their names in the reader's language."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from django.conf import settings

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


MAIN_ZONES = {
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UZ": "Asia/Tashkent",
}
"""Countries with several zones of which nearly everybody lives in one."""


_NO_COUNTRIES = frozenset({"EU", "ZZ"})
"""Codes of the CLDR's list where nobody can be at home: a union of countries, and "unknown"."""


@cache
def countries() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes of countries and areas that have a currency."""
    territories = Locale("en").territories
    return frozenset(
        code
        for code in get_global("territory_currencies")
        if len(code) == 2 and code in territories and code not in _NO_COUNTRIES
    )


@cache
def currencies() -> frozenset[str]:
    """Return the ISO 4217 codes that are legal tender somewhere today."""
    now = set()
    for tenders in get_global("territory_currencies").values():
        now |= {code for code, _, until, tender in tenders if until is None and tender}
    return frozenset(now)


def currency_of(country: str) -> str:
    """Return the legal tender of a country, an empty string when there is none."""
    tenders = get_global("territory_currencies").get(country, ())
    return next((code for code, _, until, tender in tenders if until is None and tender), "")


@cache
def time_zones() -> frozenset[str]:
    """Return the IANA names that this machine knows, without aliases of a bygone kind."""
    return frozenset(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    ) | {"UTC"}


def zone_of(country: str) -> str:
    """Return the time zone of a country, an empty string when nobody could guess it."""
    zones = [zone for zone, code in get_global("zone_territories").items() if code == country and zone in time_zones()]
    return zones[0] if len(zones) == 1 else MAIN_ZONES.get(country, "")


def is_time_zone(name: str) -> bool:
    """Tell whether this machine knows the time zone."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError, odd names raise the others
        return False
    except KeyError:
        return False
    return bool(name)


def named_countries(language: str) -> list[tuple[str, str]]:
    """Return (code, name) of every country in the order of the reader's language."""
    names = _locale(language).territories
    return sorted(((code, names.get(code, code)) for code in countries()), key=lambda pair: pair[1])


def named_currencies(language: str) -> list[tuple[str, str]]:
    """Return (code, "code · name") of every currency in the order of codes."""
    names = _locale(language).currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in sorted(currencies())]


def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
