"""All rules that hold on a day as one value: which zone an address is in, and what is charged there on which class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from storecrew.kernel.money.types import Money, Rounding
from storecrew.shop.taxes.areas import AreaRule, narrowness
from storecrew.shop.taxes.reckoning import Charge, ChargesOf, reckon
from storecrew.shop.taxes.types import EXEMPT, STANDARD, ZERO, Place, Reckoned, Taxable

EU: Final = frozenset(
    {
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    }
)
UNTAXED: Final = frozenset({EXEMPT, ZERO})
"""Classes that are never charged the standard rate for want of a rate of their own."""


@dataclass(frozen=True, slots=True)
class RateRule:
    """A rate that holds on the day, with the areas of its zone. `order`: newer ones win among equals."""

    zone: str
    tax_class: str
    charge: Charge
    priority: int
    areas: tuple[AreaRule, ...]
    order: tuple[str, int]


def by_country(rules: Sequence[RateRule]) -> dict[str, tuple[RateRule, ...]]:
    """Return rates by the countries in which their zones have areas."""
    found: dict[str, list[RateRule]] = {}
    for rule in rules:
        for country in dict.fromkeys(area.country for area in rule.areas):
            found.setdefault(country, []).append(rule)
    return {country: tuple(rows) for country, rows in found.items()}


@dataclass(frozen=True, slots=True)
class Relief:
    """Why this buyer is not charged: reverse_charge or exempt, and the number that proves it."""

    why: str
    tax_number: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The store's rules on one day. Hold nothing of the database: reckoning with them is pure."""

    home: str
    """The store's own country."""
    inclusive: bool
    rounding: str
    shipping_class: str
    destination: str
    rates: Mapping[str, tuple[RateRule, ...]]
    """Country → the rates of zones that have an area there; empty country: zones that hold the whole world."""
    codes: Mapping[str, str]
    """Tax code of the catalogue, case folded → class."""

    def class_of(self, *, taxable: bool, tax_code: str) -> str:
        """Return the class of a variant. A code that nobody mapped is standard: rather too much tax than too little."""
        if not taxable:
            return EXEMPT
        return self.codes.get(tax_code.strip().casefold(), STANDARD)

    def taxed_at(self, place: Place) -> Place:
        """Return whose rates apply to what is sent to `place`; no country at all is the store's own."""
        home = Place(country=self.home)
        if not place.country or place.country == self.home:
            return place if place.country else home
        if self.destination == "home":
            return home
        both_in_eu = place.country in EU and self.home in EU
        return home if self.destination == "home_in_eu" and both_in_eu else place

    def reckon(
        self, amounts: Sequence[Taxable], place: Place, *, inclusive: bool, relief: Sequence[Relief] = ()
    ) -> Reckoned:
        """Return the taxes of amounts sent to `place`; see `reckoning.reckon` for the arithmetic."""
        at = self.taxed_at(place)
        freed = self.freed(place, relief)
        if freed is not None:
            return Reckoned(lines=(), country=at.country, note=freed.why, tax_number=freed.tax_number)
        wanted = {one.tax_class for one in amounts if not one.shipping} | {self.shipping_class, STANDARD}
        deciding = {name: self._deciding(at, name) for name in wanted}
        charges: ChargesOf = {name: tuple(rule.charge for rule in found) for name, found in deciding.items()}
        zones = dict.fromkeys(rule.zone for name in sorted(wanted) for rule in deciding[name])
        lines = reckon(amounts, charges, inclusive=inclusive, rounding=self.rounding)
        return Reckoned(lines=lines, country=at.country, zone=", ".join(zones))

    def freed(self, place: Place, relief: Sequence[Relief]) -> Relief | None:
        """Return why nothing is charged to this buyer there; reverse charge holds only for another country."""
        country = place.country or self.home
        for one in relief:
            if one.country in {"", country} and (one.why != "reverse_charge" or country != self.home):
                return one
        return None

    def without_tax(self, amount: Money, tax_class: str) -> Money:
        """Return a price without the store's own taxes that it contains: what a buyer pays who is not charged them."""
        factor = Decimal(0)
        for rule in self._deciding(Place(country=self.home), tax_class):
            on = 1 + factor if rule.charge.compound else Decimal(1)
            factor += on * rule.charge.percent / 100
        return amount.times(1 / Fraction(1 + factor), rounding=Rounding.HALF_UP)

    def charges(self, place: Place, tax_class: str) -> tuple[RateRule, ...]:
        """Return what is charged on a class at `place` and why, for people who ask."""
        return self._deciding(self.taxed_at(place), tax_class)

    def _deciding(self, place: Place, tax_class: str) -> tuple[RateRule, ...]:
        if tax_class == EXEMPT:
            return ()
        found = self._narrowest(place, tax_class)
        if not found and tax_class not in UNTAXED and tax_class != STANDARD:
            found = self._narrowest(place, STANDARD)
        return found

    def _narrowest(self, place: Place, tax_class: str) -> tuple[RateRule, ...]:
        """Of each priority the rate whose zone holds the place most narrowly; the newest among equals."""
        best: dict[int, tuple[tuple[int, tuple[str, int]], RateRule]] = {}
        for rule in (*self.rates.get(place.country, ()), *self.rates.get("", ())):
            if rule.tax_class != tax_class:
                continue
            score = narrowness(rule.areas, place)
            if score is None:
                continue
            rank = (score, rule.order)
            if rule.priority not in best or rank > best[rule.priority][0]:
                best[rule.priority] = (rank, rule)
        return tuple(rule for _priority, (_rank, rule) in sorted(best.items(), key=lambda pair: pair[0]))
