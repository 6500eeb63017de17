"""Questions about people, seats and programs."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import ANYONE, OWNER, Ask, Input, Output
from storecrew.kernel.people.actions.handovers import parties
from storecrew.kernel.people.limits import all_used_today
from storecrew.kernel.people.models import Agent, Handover, Invite, Ownership, Person, Tenure, Token
from storecrew.kernel.people.rows import (
    AgentRow,
    InviteRow,
    PersonRow,
    Receipt,
    ReceiptItem,
    ReceiptSeat,
    ReceiptSection,
    SeatRow,
    SignatureRow,
    TenureRow,
    TokenRow,
)
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind

CREW = frozenset({*(seat.value for seat in Seat), OWNER})
"""Everybody with a seat: an account without one sees nothing of the crew."""
EVERYWHERE = frozenset({"web", "rest", "mcp", "cli"})


class PeopleQuery(Input):
    """Whom to list. `gone`: former colleagues as well."""

    gone: bool = False


class People(Output):
    """People by name."""

    items: tuple[PersonRow, ...]


@read("people.people", label=_("People"), seats=CREW, surfaces=EVERYWHERE)
def people(ask: Ask, data: PeopleQuery) -> People:
    """List the people of the store with the seats they are in now."""
    rows = Person.objects.all() if data.gone else Person.objects.filter(left_at=None)
    return People(items=_people(ask, rows.order_by("left_at", "name", "pk")))


class PersonQuery(Input):
    """Whose page."""

    person_id: int


@read("people.person", label=_("Person"), seats=CREW, surfaces=EVERYWHERE)
def person(ask: Ask, data: PersonQuery) -> PersonRow:
    """Show one person with the seats they are in now."""
    found = _people(ask, Person.objects.filter(pk=data.person_id).order_by("pk"))
    if not found:
        raise Missing
    return found[0]


def _people(ask: Ask, people: Iterable[Person]) -> tuple[PersonRow, ...]:
    people = list(people)
    held = defaultdict[int, list[TenureRow]](list)
    for row in tenure_rows(Tenure.objects.at(ask.now).filter(person__in=people)):
        held[row.person_id].append(row)
    owners = set(Ownership.objects.at(ask.now).values_list("person", flat=True))
    guarded = set(Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values_list("user", flat=True))
    return tuple(
        PersonRow(
            person_id=who.pk,
            name=who.name,
            email=who.email if ask.owner or who.pk == ask.actor.person_id or Seat.IT in ask.seats else "",
            owner=who.pk in owners,
            seats=tuple(held[who.pk]),
            joined_at=who.joined_at,
            left_at=who.left_at,
            second_factor=who.pk in guarded,
        )
        for who in people
    )


class HistoryQuery(Input):
    """Of a seat, of a person, or of both together."""

    seat: Seat | None = None
    person_id: int | None = None


class Tenures(Output):
    """Tenures, latest first."""

    items: tuple[TenureRow, ...]


@read("people.history", label=_("Who sat where"), seats=CREW, surfaces=EVERYWHERE)
def history(ask: Ask, data: HistoryQuery) -> Tenures:
    """List who was in which seat from when to when, latest first; planned ones as well."""
    rows = Tenure.objects.all()
    if data.seat is not None:
        rows = rows.filter(seat=data.seat)
    if data.person_id is not None:
        rows = rows.filter(person=data.person_id)
    return Tenures(items=tuple(reversed(tenure_rows(rows, by_time=True))))


def tenure_rows(rows: "Iterable[Tenure]", *, by_time: bool = False) -> list[TenureRow]:
    """Return tenures as rows in the order of seats, holders first; or of time, earliest first."""
    order = list(Seat)
    weight = list(TenureKind)
    related = rows.select_related("person", "granted_by", "covers__person")  # type: ignore[attr-defined]  # always a queryset
    made = [
        TenureRow(
            tenure_id=row.pk,
            person_id=row.person_id,
            name=row.person.name,
            seat=row.seat,
            kind=row.kind,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            reason=row.reason,
            granted_by=row.granted_by.name if row.granted_by else "",
            covers_id=row.covers.person_id if row.covers else None,
            covers=row.covers.person.name if row.covers else "",
        )
        for row in related
    ]
    if by_time:
        return sorted(made, key=lambda row: (row.starts_at, row.tenure_id))
    return sorted(
        made, key=lambda row: (order.index(Seat(row.seat)), weight.index(TenureKind(row.kind)), row.tenure_id)
    )


class BoardQuery(Input):
    """The board as of an instant; None: now."""

    at: AwareDatetime | None = None


class Board(Output):
    """The eight seats in their order."""

    at: datetime
    seats: tuple[SeatRow, ...]


@read("people.board", label=_("Seats"), seats=CREW, surfaces=EVERYWHERE)
def board(ask: Ask, data: BoardQuery) -> Board:
    """Show who holds, shares and covers each of the eight seats, now or at an instant of the past."""
    at = data.at or ask.now
    current, planned = defaultdict[str, list[TenureRow]](list), defaultdict[str, list[TenureRow]](list)
    for row in tenure_rows(Tenure.objects.ending_after(at)):
        (current if row.starts_at <= at else planned)[row.seat].append(row)
    alive = Agent.objects.filter(Q(stopped_at=None) | Q(stopped_at__gt=at), created_at__lte=at).order_by("pk")
    programs = defaultdict[str, list[str]](list)
    for agent in alive:
        if any(row.person_id == agent.acts_for_id for row in current[agent.seat]):
            programs[agent.seat].append(agent.name)
    return Board(at=at, seats=tuple(_plate(seat, current[seat], planned[seat], programs[seat]) for seat in Seat))


def _plate(seat: Seat, current: list[TenureRow], planned: list[TenureRow], programs: list[str]) -> SeatRow:
    return SeatRow(
        seat=seat,
        holder=next((row for row in current if row.kind == TenureKind.HOLD), None),
        sharers=tuple(row for row in current if row.kind == TenureKind.SHARE),
        covers=tuple(row for row in current if row.kind == TenureKind.COVER),
        agents=tuple(programs),
        planned=tuple(sorted(planned, key=lambda row: row.starts_at)),
    )


class AgentQuery(Input):
    """Which programs. `mine`: only those that act for the asker; `seat`: only those in it that have not been stopped."""

    mine: bool = False
    agent_id: int | None = None
    seat: Seat | None = None


class Agents(Output):
    """Programs, working ones first."""

    items: tuple[AgentRow, ...]


@read("people.agents", label=_("Agents"), seats=CREW, surfaces=EVERYWHERE)
def agents(ask: Ask, data: AgentQuery) -> Agents:
    """List the programs that act for people: for whom, in which seat, within which limits, and what they used today."""
    rows = Agent.objects.select_related("acts_for").prefetch_related(
        Prefetch("tokens", Token.objects.order_by("-created_at", "-pk"))
    )
    if data.mine:
        rows = rows.filter(acts_for=ask.actor.person_id)
    if data.agent_id is not None:
        rows = rows.filter(pk=data.agent_id)
    if data.seat is not None:
        rows = rows.filter(seat=data.seat, stopped_at=None)
    seated = set(Tenure.objects.at(ask.now).values_list("person", "seat"))
    found = list(rows.order_by("name", "pk"))
    used = all_used_today(found, ask.now)
    made = [_agent(row, used.get(row.pk, (0, 0)), works=(row.acts_for_id, row.seat) in seated) for row in found]
    return Agents(items=tuple(sorted(made, key=lambda row: (row.stopped_at is not None, not row.works))))


def _agent(row: Agent, used: tuple[int, int], *, works: bool) -> AgentRow:
    count, amount = used
    key = next((token for token in row.tokens.all() if token.revoked_at is None), None)
    return AgentRow(
        agent_id=row.pk,
        name=row.name,
        acts_for=row.acts_for_id,
        human=row.acts_for.name,
        seat=row.seat,
        scopes=tuple(row.scopes),
        day_count=row.day_count,
        day_amount_minor=row.day_amount_minor,
        currency=row.currency,
        shadow=row.shadow,
        used_count=count,
        used_minor=amount,
        created_at=row.created_at,
        key=key.prefix if key else "",
        key_expires_at=key.expires_at if key else None,
        key_used_at=key.last_used_at if key else None,
        stopped_at=row.stopped_at,
        stop_reason=row.stop_reason,
        works=works and row.stopped_at is None,
    )


class TokensQuery(Input):
    """Nothing needs to be said."""


class Tokens(Output):
    """Keys, latest first."""

    items: tuple[TokenRow, ...]


@read("people.my_tokens", label=_("Keys of my scripts"), seats={ANYONE}, surfaces={"web", "rest", "cli"})
def my_tokens(ask: Ask, data: TokensQuery) -> Tokens:
    """List the keys of your own scripts that still work, latest first."""
    rows = Token.objects.filter(person=ask.actor.person_id, revoked_at=None).order_by("-created_at", "-pk")
    return Tokens(
        items=tuple(
            TokenRow(
                token_id=row.pk,
                name=row.name,
                prefix=row.prefix,
                created_at=row.created_at,
                expires_at=row.expires_at,
                last_used_at=row.last_used_at,
            )
            for row in rows
        )
    )


class InvitesQuery(Input):
    """Nothing needs to be said."""


class Invites(Output):
    """Invitations, latest first."""

    items: tuple[InviteRow, ...]


@read("people.invites", label=_("Invitations"), seats={OWNER}, surfaces={"web", "rest", "cli"})
def invites(ask: Ask, data: InvitesQuery) -> Invites:
    """List the invitations and what became of them, latest first."""
    rows = Invite.objects.select_related("invited_by").order_by("-created_at", "-pk")
    return Invites(
        items=tuple(
            InviteRow(
                invite_id=row.pk,
                email=row.email,
                name=row.name,
                seats=tuple(row.seats),
                invited_by=row.invited_by.name,
                created_at=row.created_at,
                expires_at=row.expires_at,
                state=_state(row, ask.now),
            )
            for row in rows
        )
    )


def _state(row: Invite, now: datetime) -> str:
    if row.accepted_at is not None:
        return "accepted"
    if row.withdrawn_at is not None:
        return "withdrawn"
    return "open" if row.expires_at > now else "expired"


class HandoverQuery(Input):
    """Which receipt."""

    handover_id: int


@read("people.handover", label=_("Handover receipt"), seats={ANYONE}, surfaces={"web", "rest", "cli"})
def handover(ask: Ask, data: HandoverQuery) -> Receipt:
    """Show what was handed over, to whom, and who has signed. For those concerned, the owner and the director."""
    row = Handover.objects.select_related("from_person").filter(pk=data.handover_id).first()
    if row is None or not (ask.owner or Seat.DIRECTOR in ask.seats or ask.actor.person_id in parties(row)):
        raise Missing
    names = dict(Person.objects.filter(pk__in=parties(row)).values_list("pk", "name"))
    signed = {signature.person_id: signature for signature in row.signatures.all()}
    return Receipt(
        handover_id=row.pk,
        from_id=row.from_person_id,
        from_name=row.from_person.name,
        at=row.at,
        reason=row.reason,
        leaves=row.leaves,
        seats=tuple(
            ReceiptSeat(
                seat=seat["seat"],
                to_id=seat["to"],
                to=names.get(seat["to"], ""),
                sections=tuple(
                    ReceiptSection(title=part["title"], items=tuple(ReceiptItem(**item) for item in part["items"]))
                    for part in seat["sections"].get(get_language() or "en", seat["sections"]["en"])
                ),
            )
            for seat in row.receipt
        ),
        signatures=tuple(
            SignatureRow(
                person_id=pk,
                name=names[pk],
                at=signed[pk].at if pk in signed else None,
                note=signed[pk].note if pk in signed else "",
            )
            for pk in parties(row)
        ),
    )


class ReceiptsQuery(Input):
    """Which receipts. `unsigned`: only those that still wait for the asker's signature."""

    unsigned: bool = False


class ReceiptRow(Output):
    """One receipt in a list."""

    handover_id: int
    from_name: str
    at: datetime
    seats: tuple[str, ...]


class Receipts(Output):
    """Receipts, latest first, the last hundred at most."""

    items: tuple[ReceiptRow, ...]


@read("people.receipts", label=_("Handover receipts"), seats={ANYONE}, surfaces={"web", "rest", "cli"})
def receipts(ask: Ask, data: ReceiptsQuery) -> Receipts:
    """List the handovers you gave or took part in, latest first."""
    rows = Handover.objects.select_related("from_person").order_by("-at", "-pk")
    if data.unsigned:
        rows = rows.exclude(signatures__person=ask.actor.person_id)
    mine = (row for row in rows[:100] if ask.actor.person_id in parties(row))
    return Receipts(
        items=tuple(
            ReceiptRow(
                handover_id=row.pk,
                from_name=row.from_person.name,
                at=row.at,
                seats=tuple(seat["seat"] for seat in row.receipt),
            )
            for row in mine
        )
    )
