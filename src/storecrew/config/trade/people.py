"""Who buys, and who comes back: most come once, a third again, and one in thirty is in love with the shop."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from storecrew.config.trade.places import COUNTRIES, GIVEN, SURNAMES, TOWNS, Country
from storecrew.shop.addresses.types import Address

AGAIN: Final = (0.38, 0.52, 0.6, 0.66, 0.7)
"""How likely another order is after the first, the second …; the last holds for all that follow."""
GAP_DAYS, GAP_SPREAD = 52, 0.85
"""The middle of the days between two orders; spread as logarithms are."""
FROM_KNOWN_AT_MOST = 0.62
"""However many are due to come back, so many of a day's orders at most are theirs."""
LOYAL: Final = 0.03
LOYAL_AGAIN, LOYAL_GAP = 0.93, 0.4
"""How likely those who love the shop come back, and after what share of the usual days."""
GIVES_PHONE: Final = 0.35
"""Abroad; at home couriers want one from everybody."""
AREAS: Final = ("212", "415", "206", "312", "512", "503", "617", "303")
MAILS = ("mail.example", "post.example", "inbox.example")


@dataclass(slots=True)
class Person:
    """A buyer, with what is remembered of them. `orders`: placed so far."""

    email: str
    name: str
    phone: str
    language: str
    currency: str
    hours_ahead: int
    address: Address
    account: bool
    newsletter: bool
    loyal: bool
    number: int = 0
    """Their place in the crowd."""
    first_at: datetime | None = None
    last_at: datetime | None = None
    orders: int = 0

    @property
    def abroad(self) -> bool:
        """Tell whether they live outside of the store's country."""
        return self.address.country != "CN"


class Crowd:
    """Everybody who has bought so far, at home or abroad, and when they will want something again."""

    def __init__(self, chance: Random, *, abroad: bool) -> None:
        self._chance, self._abroad = chance, abroad
        self._due: list[tuple[date, int]] = []
        self._people: list[Person] = []

    @property
    def people(self) -> list[Person]:
        """Return all of them, first come first."""
        return self._people

    def come(self, day: date, count: int) -> Iterator[Person]:
        """Yield those who buy on a day: who was due to come back, and new ones."""
        known = 0
        while known < count * FROM_KNOWN_AT_MOST and self._due and self._due[0][0] <= day:
            _day, number = heapq.heappop(self._due)
            known += 1
            yield self._people[number]
        for _ in range(count - known):
            made = self._abroad_person() if self._abroad else self._home_person()
            made.number = len(self._people)
            self._people.append(made)
            yield made

    def bought(self, person: Person, at: datetime) -> None:
        """Note that somebody bought; draw whether and when they come back."""
        person.first_at = person.first_at or at
        person.last_at, person.orders = at, person.orders + 1
        likely = AGAIN[min(person.orders, len(AGAIN)) - 1] * (0.7 if self._abroad else 1)
        if self._chance.random() < (LOYAL_AGAIN if person.loyal else likely):
            days = GAP_DAYS * (LOYAL_GAP if person.loyal else 1)
            gap = max(1, round(self._chance.lognormvariate(0, GAP_SPREAD) * days))
            heapq.heappush(self._due, (at.date() + timedelta(days=gap), person.number))

    def _home_person(self) -> Person:
        chance = self._chance
        surname, given = chance.choice(list(SURNAMES)), chance.choice(list(GIVEN))
        mail = f"{GIVEN[given]}.{SURNAMES[surname]}{len(self._people) + 11}@{chance.choice(MAILS)}"
        phone = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
        town = chance.choices(TOWNS, [town.share for town in TOWNS])[0]
        line = chance.choice(town.streets).format(
            n=chance.randrange(2, 900), m=f"{chance.randrange(2, 28)}0{chance.randrange(1, 5)}"
        )
        address = Address(
            country="CN",
            name=surname + given,
            phone=phone,
            region=town.region,
            city=town.city,
            district=town.district,
            line1=line,
        )
        return Person(
            email=mail,
            name=surname + given,
            phone=phone,
            language="zh-hans",
            currency="CNY",
            hours_ahead=8,
            address=address,
            account=chance.random() < 0.34,
            newsletter=chance.random() < 0.27,
            loyal=chance.random() < LOYAL,
        )

    def _abroad_person(self) -> Person:
        chance = self._chance
        country = chance.choices(COUNTRIES, [country.share for country in COUNTRIES])[0]
        first, last = chance.choice(country.first), chance.choice(country.last)
        name = f"{last}{first}" if country.code == "TW" else f"{first} {last}"
        plain = "".join(
            sign for sign in f"{first}.{last}".lower() if sign.isascii() and (sign.isalpha() or sign == ".")
        )
        mail = f"{plain.strip('.') or country.code.lower()}{len(self._people) + 11}@{chance.choice(MAILS)}"
        phone = country.phone.replace("&&&", chance.choice(AREAS)) if chance.random() < GIVES_PHONE else ""
        phone = "".join(str(chance.randrange(10)) if sign == "#" else sign for sign in phone)
        return Person(
            email=mail,
            name=name,
            phone=phone,
            language="zh-hans" if country.code == "TW" else "en",
            currency=country.currency,
            hours_ahead=country.hours_ahead,
            address=self._address(country, name, phone),
            account=chance.random() < 0.22,
            newsletter=chance.random() < 0.38,
            loyal=chance.random() < LOYAL,
        )

    def _address(self, country: Country, name: str, phone: str) -> Address:
        chance = self._chance
        region, city, code = chance.choice(country.cities)
        line = chance.choice(country.streets).format(n=chance.randrange(2, 240), m=chance.randrange(2, 9))
        return Address(
            country=country.code, name=name, phone=phone, region=region, city=city, postal_code=code, line1=line
        )
