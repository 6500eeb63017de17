"""What people and agents may do at an instant, read from dated rows when it is asked and kept nowhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

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


def install() -> None:
    """Become the resolver of the action door."""
    grants.set_resolver(resolve)


def resolve(actor: Actor, at: datetime) -> Grants:
    """Return what a person or an agent may do at `at` (aware, UTC). Who is unknown, gone or stopped may do nothing."""
    match actor.kind:
        case "person" if actor.person_id is not None:
            return of_people([actor.person_id], at).get(actor.person_id, NONE)
        case "agent" if actor.agent_id is not None:
            return _of_agent(actor, at)
    return NONE


def of_people(ids: Iterable[int] | None, at: datetime) -> Mapping[int, Grants]:
    """Return the grants at `at` of these people, of all for None; only of those in the store at that instant."""
    owns = Ownership.objects.at(at).filter(person=OuterRef("pk"))
    here = Person.objects.filter(Q(left_at=None) | Q(left_at__gt=at), joined_at__lte=at).annotate(owns=Exists(owns))
    tenures = Tenure.objects.at(at)
    if ids is not None:
        wanted = list(ids)
        here, tenures = here.filter(pk__in=wanted), tenures.filter(person__in=wanted)
    held = defaultdict[int, list[Tenure]](list)
    for tenure in tenures:
        held[tenure.person_id].append(tenure)
    return {
        pk: Grants(seats=_seats(held[pk]), owner=owner, signed_in=True)
        for pk, owner in here.values_list("pk", "owns").order_by("pk")
    }


def _seats(tenures: Iterable[Tenure]) -> Mapping[str, Hold]:
    # one row a seat: who holds it and covers a colleague as well acts as the holder
    chosen: dict[str, Hold] = {}
    for tenure in sorted(tenures, key=lambda row: (_ORDER[row.seat], _STRENGTH[TenureKind(row.kind)], row.pk)):
        chosen.setdefault(tenure.seat, Hold(tenure.pk, tenure.kind))
    return chosen


def _of_agent(actor: Actor, at: datetime) -> Grants:
    alive = Agent.objects.filter(Q(stopped_at=None) | Q(stopped_at__gt=at), created_at__lte=at)
    agent = alive.filter(pk=actor.agent_id or 0, acts_for=actor.person_id).first()
    if agent is None:
        return NONE
    return narrowed(of_people([agent.acts_for_id], at).get(agent.acts_for_id, NONE), agent)


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
