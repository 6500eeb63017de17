"""The demo store: 掌灯 Lamphour, its people, and what the rooms put into it, through the actions that people use.

A room adds to it by one line in `ROOMS_OF_THE_DEMO`. The same moment gives the same store. Brand, people and numbers are
invented.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from typing import Protocol

from storecrew.kernel.actions.types import Actor, nobody, person
from storecrew.kernel.people.actions.invites import AcceptInvite, InviteForm, accept_invite, invite
from storecrew.kernel.people.actions.setup import SetUp, set_up
from storecrew.kernel.people.seats import Seat

TRADE = "storecrew.config.trade.building"
ROOMS_OF_THE_DEMO = (
    "storecrew.kernel.people.demo",
    "storecrew.fronts.storefront.demo.build",
    "storecrew.shop.taxes.demo",
    "storecrew.shop.discounts.demo",
    "storecrew.shop.pricing.demo",
    "storecrew.shop.payments.demo",
    "storecrew.shop.stock.demo",
    "storecrew.shop.shipping.demo",
    "storecrew.shop.supply.demo",
    "storecrew.shop.feeds.demo",
    TRADE,
    "storecrew.shop.stock.demo.today",
    "storecrew.fronts.checkout.demo",
    "storecrew.shop.returns.demo",
    "storecrew.fronts.portal.demo",
    "storecrew.shop.dropships.demo",
    "storecrew.shop.feeds.demo.today",
    "storecrew.shop.buying.demo",
    "storecrew.shop.delays.demo",
    "storecrew.team.suppliers.demo",
    "storecrew.fronts.desks.demo",
)
"""Modules with `build(actor, now)`, in this order; the actor is the founder, who wears four hats."""

ORDERS = 6000
PASSWORD = "lantern-over-the-gate"  # noqa: S105  the demo shows it to everybody
OPENED_BEFORE = timedelta(days=400)


class Builder(Protocol):
    """What a room contributes."""

    def __call__(self, actor: Actor, now: datetime) -> None:
        """Fill the store as this actor, dated at `now`."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody to sign in as."""

    name: str
    email: str
    password: str
    role: str


@dataclass(frozen=True, slots=True)
class _Colleague:
    name: str
    seats: tuple[Seat, ...]
    language: str = "zh-hans"


_FOUNDER = _Colleague("许知行", (Seat.DIRECTOR, Seat.WEB, Seat.MARKETING, Seat.ANALYST))
_CREW: Mapping[str, _Colleague] = {
    "noah": _Colleague("Noah Field", (Seat.WEB,), "en"),
    "hedong": _Colleague("贺东", (Seat.IT,)),
    "xiaoman": _Colleague("周小满", (Seat.WAREHOUSE,)),
    "ines": _Colleague("Ines Duarte", (Seat.MARKETING,), "en"),
    "heqing": _Colleague("何晴", (Seat.SERVICE,)),
    "yanqiu": _Colleague("沈砚秋", (Seat.FINANCE,)),
    "tomas": _Colleague("Tomás Weil", (Seat.ANALYST,), "en"),
    "stranger": _Colleague("路过", ()),
}


def build(now: datetime, *, orders: int = ORDERS) -> list[SignIn]:
    """Fill an empty, migrated installation; returns the people to sign in as. `now` (aware) dates everything.

    `orders`: about so many were placed in the last twelve months.
    """
    with _everything_kept():
        return _build(now, orders)


def _build(now: datetime, orders: int) -> list[SignIn]:
    founder = _found(now - OPENED_BEFORE)
    people = [_sign_in("founder", _FOUNDER, "owner, ")]
    for number, (mailbox, colleague) in enumerate(_CREW.items()):
        _join(founder, mailbox, colleague, now - OPENED_BEFORE + timedelta(days=1 + number))
        people.append(_sign_in(mailbox, colleague))
    for name in ROOMS_OF_THE_DEMO:
        build_room = import_module(name).build
        builder: Builder = partial(build_room, orders=orders) if name == TRADE else build_room
        builder(founder, now)
    return people


@contextmanager
def _everything_kept() -> Iterator[None]:
    """Let nobody look for garbage meanwhile: half a million objects are made and most stay; looking took a third of the time."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


def _found(at: datetime) -> Actor:
    founded = set_up(
        nobody(),
        SetUp(
            name="掌灯 Lamphour",
            country="CN",
            currency="CNY",
            languages=("zh-hans", "en"),
            time_zone="Asia/Shanghai",
            founder_name=_FOUNDER.name,
            founder_email=_address("founder"),
            founder_language=_FOUNDER.language,
            password=PASSWORD,
            hats=_FOUNDER.seats,
        ),
        now=at,
    )
    return person(founded.person_id)


def _join(founder: Actor, mailbox: str, colleague: _Colleague, at: datetime) -> None:
    form = InviteForm(email=_address(mailbox), name=colleague.name, seats=colleague.seats)
    invited = invite(founder, form, now=at)
    accepted = AcceptInvite(token=invited.token, name=colleague.name, password=PASSWORD, language=colleague.language)
    accept_invite(nobody(), accepted, now=at + timedelta(hours=1))


def _sign_in(mailbox: str, colleague: _Colleague, more: str = "") -> SignIn:
    role = " ".join(seat.value for seat in colleague.seats) or "no seat: is refused everywhere"
    return SignIn(colleague.name, _address(mailbox), PASSWORD, more + role)


def _address(mailbox: str) -> str:
    return f"{mailbox}@lamphour.example"
