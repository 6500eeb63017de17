"""What people and agents may do at an instant, read from dated rows when it is asked and kept nowhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connections
from django.db.models import Exists, OuterRef, Q

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.grants import Grants, Hold
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.models import Agent, Ownership, Person, Tenure
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind

NONE = Grants()
_STRENGTH = {TenureKind.HOLD: 0, TenureKind.SHARE: 1, TenureKind.COVER: 2}
_ORDER = {seat.value: index for index, seat in enumerate(Seat)}
_OF_ONE = """
    SELECT tenure.id, tenure.seat, tenure.kind, EXISTS (
        SELECT 1 FROM people_ownership own
        WHERE own.person_id = person.id AND own.starts_at <= %(at)s AND (own.ends_at IS NULL OR own.ends_at > %(at)s)
    )
    FROM people_person person LEFT JOIN people_tenure tenure
        ON tenure.person_id = person.id
        AND tenure.starts_at <= %(at)s AND (tenure.ends_at IS NULL OR tenure.ends_at > %(at)s)
    WHERE person.id = %(person)s AND person.joined_at <= %(at)s AND (person.left_at IS NULL OR person.left_at > %(at)s)
"""
"""Asked by every action, read and page: putting it together anew each time took twenty times as long as answering it."""


def install() -> None:
    """Become the resolver of the action door."""
    grants.set_resolver(resolve)


def resolve(actor: Actor, at: datetime) -> Grants:
    """Return what a person or an agent may do at `at` (aware, UTC). Who is unknown, gone or stopped may do nothing."""
    match actor.kind:
        case "person" if actor.person_id is not None:
            return _of_person(actor.person_id, at)
        case "agent" if actor.agent_id is not None:
            return _of_agent(actor, at)
    return NONE


def _of_person(person_id: int, at: datetime) -> Grants:
    connection = connections[Tenure.objects.db]
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_OF_ONE, {"at": moment, "person": person_id})
        rows = cursor.fetchall()
    if not rows:
        return NONE
    held = [(pk, seat, kind) for pk, seat, kind, _owns in rows if pk is not None]
    return Grants(seats=_seats(held), owner=bool(rows[0][3]), signed_in=True)


def of_people(ids: Iterable[int] | None, at: datetime) -> Mapping[int, Grants]:
    """Return the grants at `at` of these people, of all for None; only of those in the store at that instant."""
    owns = Ownership.objects.at(at).filter(person=OuterRef("pk"))
    here = Person.objects.filter(Q(left_at=None) | Q(left_at__gt=at), joined_at__lte=at).annotate(owns=Exists(owns))
    tenures = Tenure.objects.at(at)
    if ids is not None:
        wanted = list(ids)
        here, tenures = here.filter(pk__in=wanted), tenures.filter(person__in=wanted)
    held = defaultdict[int, list[tuple[int, str, str]]](list)
    for pk, seat, kind, person_id in tenures.values_list("pk", "seat", "kind", "person"):
        held[person_id].append((pk, seat, kind))
    return {
        pk: Grants(seats=_seats(held[pk]), owner=owner, signed_in=True)
        for pk, owner in here.values_list("pk", "owns").order_by("pk")
    }


def _seats(tenures: Iterable[tuple[int, str, str]]) -> Mapping[str, Hold]:
    """Return how each seat is held, of tenures (number, seat, kind)."""
    # one row a seat: who holds it and covers a colleague as well acts as the holder
    chosen: dict[str, Hold] = {}
    for pk, seat, kind in sorted(tenures, key=lambda row: (_ORDER[row[1]], _STRENGTH[TenureKind(row[2])], row[0])):
        chosen.setdefault(seat, Hold(pk, kind))
    return chosen


def _of_agent(actor: Actor, at: datetime) -> Grants:
    alive = Agent.objects.filter(Q(stopped_at=None) | Q(stopped_at__gt=at), created_at__lte=at)
    agent = alive.filter(pk=actor.agent_id or 0, acts_for=actor.person_id).first()
    if agent is None:
        return NONE
    return narrowed(_of_person(agent.acts_for_id, at), agent)


def narrowed(human: Grants, agent: Agent) -> Grants:
    """Return what is left of a human's grants for an agent: its one seat, its scopes, and never the ownership."""
    if not human.signed_in:
        return NONE
    return Grants(
        seats={seat: hold for seat, hold in human.seats.items() if seat == agent.seat},
        signed_in=True,
        only=frozenset(agent.scopes),
        shadow=agent.shadow,
    )
