"""How countries and places are called in the reader's language."""

import re
from functools import cache
from typing import Final

from babel import Locale
from django.utils.translation import get_language

from storecrew.shop.addresses.places import ENGLISH, Country, Place

CHINA_SAYS: Final = {"HK": "中国香港", "MO": "中国澳门", "TW": "中国台湾"}
"""What a shop in China writes; the locale data has other or longer names."""

KINDS: Final = (
    (re.compile(r" Xinqu$"), " New Area"),
    (re.compile(r" (Qu|Linqu)$"), " District"),
    (re.compile(r" (Xian|Zizhixian)$"), " County"),
    (re.compile(r" (Diqu|Zhou|Zizhizhou)$"), " Prefecture"),
    (re.compile(r" (Meng)$"), " League"),
    (re.compile(r" (Qi|Zizhiqi)$"), " Banner"),
    (re.compile(r" (Sheng|Shi|Zizhiqu)$"), ""),
)


def is_country(code: str) -> bool:
    """Tell whether this is the code of a country or area that parcels can go to."""
    return code in _territories("en")


def country_name(code: str, language: str = "") -> str:
    """Return a country's name; the code itself where nobody knows it."""
    language = language or get_language() or "en"
    if language.startswith("zh") and code in CHINA_SAYS:
        return CHINA_SAYS[code]
    return _territories(language).get(code, code)


def reads_native(country: Country, language: str) -> bool:
    """Tell whether a reader of `language` reads the country's addresses in their own script and order."""
    # a reader of Chinese makes more of 東京都千代田区 than of Tokyo
    reader = language.partition("-")[0]
    return bool(country.language) and (reader == country.language or (reader, country.language) == ("zh", "ja"))


def place_name(country: Country, place: Place, language: str) -> str:
    """Return a place's name: in its own script for those who read it, else in Latin and with an English kind."""
    if reads_native(country, language):
        return place.native
    if country.code != "CN":
        return place.latin
    if place.key in ENGLISH:
        return ENGLISH[place.key]
    name = place.latin
    for kind, english in KINDS:
        name = kind.sub(english, name)
    return name


@cache
def _territories(language: str) -> dict[str, str]:
    names = Locale.parse(language, sep="-").territories
    return {code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NO_PLACE}


_NO_PLACE: Final = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
