"""Who could do what, at an instant or on a day of the past: read from the same rows as the grants themselves."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AwareDatetime, Field

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.grants import Grants, grants_of
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import ANYONE, OWNER, PUBLIC, Ask, Input, Output, person
from storecrew.kernel.people.handover import sections
from storecrew.kernel.people.models import Agent, Ownership, Person, Tenure
from storecrew.kernel.people.reads import CREW, EVERYWHERE
from storecrew.kernel.people.rows import CouldRow, ReceiptItem, ReceiptSection
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.store import reads as store


class WhoCould(Input):
    """What (the name of an action or read), and when: an instant `at`, or a whole day `on` in the store's time zone.

    Neither: now.
    """

    name: Annotated[str, Field(min_length=1, max_length=80)]
    at: AwareDatetime | None = None
    on: date | None = None


class Could(Output):
    """Everybody who could, with the part of the time asked about in which they could. `anyone`: no seat was needed."""

    starts_at: datetime
    ends_at: datetime
    seats: tuple[str, ...]
    anyone: bool
    items: tuple[CouldRow, ...]


@read("people.who_could", label=gettext_lazy("Who could do it"), seats=CREW, surfaces=EVERYWHERE)
def who_could(ask: Ask, data: WhoCould) -> Could:
    """Tell who could do something at an instant or on a day, through which seat, and which agents could for them.

    Seats are those that the action asks for today; tenures, ownership and agents are those of the time asked about.
    """
    if data.at is not None and data.on is not None:
        raise InvalidInput({"on": _("Ask for an instant or for a day, not both.")})
    found = registry.find_action(data.name) or registry.find_read(data.name)
    if found is None:
        raise Missing(_("There is nothing called %(name)s.") % {"name": data.name})
    starts_at, ends_at = _window(ask, data)
    anyone = bool(found.seats & {ANYONE, PUBLIC})
    rows = (
        []
        if anyone
        else [*_owners(found.seats, starts_at, ends_at), *_seated(data.name, found.seats, starts_at, ends_at)]
    )
    return Could(
        starts_at=starts_at,
        ends_at=ends_at,
        seats=tuple(seat for seat in Seat if seat in found.seats),
        anyone=anyone,
        items=tuple(rows),
    )


def _window(ask: Ask, data: WhoCould) -> tuple[datetime, datetime]:
    if data.on is None:
        at = data.at or ask.now
        return at, at + timedelta(microseconds=1)
    profile = store.current()
    zone = ZoneInfo(profile.time_zone if profile else "UTC")
    return (
        datetime.combine(data.on, time.min, tzinfo=zone),
        datetime.combine(data.on + timedelta(days=1), time.min, tzinfo=zone),
    )


def _owners(seats: frozenset[str], starts_at: datetime, ends_at: datetime) -> Iterator[CouldRow]:
    if OWNER not in seats:
        return
    for row in Ownership.objects.overlapping(starts_at, ends_at).select_related("person").order_by("starts_at", "pk"):
        yield _row(row, row.person, starts_at, ends_at, seat=OWNER, kind=OWNER, tenure_id=None)


def _seated(name: str, seats: frozenset[str], starts_at: datetime, ends_at: datetime) -> Iterator[CouldRow]:
    alive = Agent.objects.filter(Q(stopped_at=None) | Q(stopped_at__gt=starts_at), created_at__lt=ends_at).order_by(
        "pk"
    )
    programs = [agent for agent in alive if name in agent.scopes]
    tenures = Tenure.objects.filter(seat__in=seats).overlapping(starts_at, ends_at).select_related("person")
    for row in tenures.order_by("seat", "starts_at", "pk"):
        shown = _row(row, row.person, starts_at, ends_at, seat=row.seat, kind=row.kind, tenure_id=row.pk)
        yield shown
        for agent in programs:
            if (agent.acts_for_id, agent.seat) == (row.person_id, row.seat):
                since, until = max(shown.starts_at, agent.created_at), shown.ends_at
                until = min(until, agent.stopped_at) if agent.stopped_at else until
                if since < until:
                    yield shown.model_copy(update={"agent": agent.name, "starts_at": since, "ends_at": until})


def _row(
    row: Tenure | Ownership,
    who: Person,
    starts_at: datetime,
    ends_at: datetime,
    *,
    seat: str,
    kind: str,
    tenure_id: int | None,
) -> CouldRow:
    return CouldRow(
        person_id=who.pk,
        name=who.name,
        agent="",
        seat=seat,
        kind=kind,
        tenure_id=tenure_id,
        starts_at=max(starts_at, row.starts_at),
        ends_at=min(ends_at, row.ends_at) if row.ends_at else ends_at,
    )


class MyGrantsQuery(Input):
    """Nothing needs to be said."""


class GrantRow(Output):
    """One seat and how it is held."""

    seat: str
    kind: str
    tenure_id: int | None


class GrantsShown(Output):
    """What somebody may do. `only`: an agent's scopes, None for people. `shadow`: may only propose."""

    at: datetime
    person_id: int | None
    owner: bool
    seats: tuple[GrantRow, ...]
    only: tuple[str, ...] | None
    shadow: bool
    may: tuple[str, ...]
    """Names of the actions and reads."""


@read("people.my_grants", label=gettext_lazy("What I may do"), seats={ANYONE}, surfaces=EVERYWHERE)
def my_grants(ask: Ask, data: MyGrantsQuery) -> GrantsShown:
    """Tell which seats you are in right now and what you may do there."""
    return _shown(ask.actor.person_id, grants_of(ask.actor, ask.now), ask.now)


class GrantsOn(Input):
    """Whose grants, and at which instant; None: now."""

    person_id: int
    at: AwareDatetime | None = None


@read("people.grants_on", label=gettext_lazy("What somebody could do"), seats=CREW, surfaces=EVERYWHERE)
def grants_on(ask: Ask, data: GrantsOn) -> GrantsShown:
    """Tell which seats a person was in at an instant and what they could do there."""
    if not Person.objects.filter(pk=data.person_id).exists():
        raise Missing
    at = data.at or ask.now
    return _shown(data.person_id, grants_of(person(data.person_id), at), at)


def _shown(person_id: int | None, found: Grants, at: datetime) -> GrantsShown:
    keys = {*found.seats, ANYONE, PUBLIC, *([OWNER] if found.owner else [])} if found.signed_in else set()
    names = [row.name for row in registry.actions() if row.seats & keys]
    names += [row.name for row in registry.reads() if row.seats & keys]
    return GrantsShown(
        at=at,
        person_id=person_id,
        owner=found.owner,
        seats=tuple(
            GrantRow(seat=seat, kind=hold.kind, tenure_id=hold.tenure_id) for seat, hold in found.seats.items()
        ),
        only=None if found.only is None else tuple(sorted(found.only)),
        shadow=found.shadow,
        may=tuple(sorted(name for name in names if found.only is None or name in found.only)),
    )


class DeskQuery(Input):
    """Whose desk, in which seat."""

    seat: Seat
    person_id: int


class Desk(Output):
    """What would pass on if the seat were handed over now, in the reader's language."""

    sections: tuple[ReceiptSection, ...]


@read("people.desk", label=gettext_lazy("What lies on a desk"), seats={ANYONE}, surfaces={"web", "rest", "cli"})
def desk(ask: Ask, data: DeskQuery) -> Desk:
    """Show what a handover of this seat would pass on now; for its holder and whoever hands out seats."""
    held = Tenure.objects.at(ask.now).filter(seat=data.seat, person=data.person_id).order_by("kind", "pk").first()
    if held is None or not (ask.owner or ask.actor.person_id == data.person_id):
        raise Missing
    return Desk(
        sections=tuple(
            ReceiptSection(
                title=part.title,
                items=tuple(
                    ReceiptItem(text=item.text, subject=item.subject, then=item.then, mark=item.mark)
                    for item in part.items
                ),
            )
            for part in sections(held, ask.now).values()
        )
    )
