"""The company that every room's tests use: a founder, eight people with one seat each, a stranger, and nobody."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from storecrew.kernel.actions.types import Actor, nobody, person
from storecrew.kernel.people.models import Ownership, Person, Tenure
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind
from storecrew.kernel.store.models import Store

FOUNDED_AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
"""Monday 2026-01-05 09:00 in Shanghai: before anything that a test does."""
PASSWORD = "lantern-over-the-gate"  # noqa: S105  tests only


@dataclass(frozen=True, slots=True)
class Company:
    """Actors by seat. The founder owns the store and holds no seat; the stranger has an account and no seat."""

    founder: Actor
    director: Actor
    web: Actor
    it: Actor
    warehouse: Actor
    marketing: Actor
    service: Actor
    finance: Actor
    analyst: Actor
    stranger: Actor
    nobody: Actor
    founded_at: datetime = FOUNDED_AT

    def holding(self, seat: str) -> Actor:
        """Return the actor who holds `seat`."""
        actor: Actor = getattr(self, seat)
        return actor


@pytest.fixture
def company(request: pytest.FixtureRequest, db: None) -> Company:
    """Return a small believable store: Lamphour in Shenzhen, in yuan, with nine people and a stranger."""
    return request.node.getparent(pytest.Module).stash.get(_LASTING, None) or founded()


@pytest.fixture(scope="module")
def lasting_company(request: pytest.FixtureRequest, standing: None) -> Company:
    """Return the company for what all tests of a module begin with; `company` is this one from then on."""
    request.node.stash[_LASTING] = founded()
    return request.node.stash[_LASTING]


_LASTING = pytest.StashKey[Company]()


def founded() -> Company:
    """Write the company's rows."""
    Store.objects.create(
        name="掌灯 Lamphour",
        country="CN",
        currency="CNY",
        languages=["zh-hans", "en"],
        time_zone="Asia/Shanghai",
        established_at=FOUNDED_AT,
    )
    founder = _person("founder", "许知行")
    Ownership.objects.create(person=founder, starts_at=FOUNDED_AT, reason="founder")
    seated = {seat.value: _seated(seat, name, founder) for seat, name in _NAMES.items()}
    return Company(
        founder=person(founder.pk), stranger=person(_person("stranger", "路过").pk), nobody=nobody(), **seated
    )


_NAMES = {
    Seat.DIRECTOR: "秦望舒",
    Seat.WEB: "Noah Field",
    Seat.IT: "贺东",
    Seat.WAREHOUSE: "周小满",
    Seat.MARKETING: "Ines Duarte",
    Seat.SERVICE: "何晴",
    Seat.FINANCE: "沈砚秋",
    Seat.ANALYST: "Tomás Weil",
}


def _seated(seat: Seat, name: str, founder: Person) -> Actor:
    who = _person(seat.value, name)
    Tenure.objects.create(person=who, seat=seat, kind=TenureKind.HOLD, starts_at=FOUNDED_AT, granted_by=founder)
    return person(who.pk)


def _person(local: str, name: str) -> Person:
    # an unusable password: hashing one costs more than all the rest; `signed_in` needs none
    who = Person(name=name, email=f"{local}@lamphour.example", joined_at=FOUNDED_AT)
    who.set_unusable_password()
    who.save()
    return who
