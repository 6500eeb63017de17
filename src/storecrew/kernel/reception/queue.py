"""What this room puts on seats' lists: receipts to sign, covers that end, and for IT idle agents and bare passwords."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.formats import day
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.kernel.people import reads
from storecrew.kernel.people.seats import Seat

SOON = timedelta(days=2)


@queue.source("reception.people")
def jobs(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield what the reader's seats should do about people."""
    seats = list(grants_of(actor, now).seats)
    if not seats:
        return
    yield from _receipts(actor, now, seats[0])
    yield from _covers(actor, now, set(seats))
    if Seat.IT in seats:
        yield from _agents(actor, now)
        yield from _passwords(actor, now)


def _receipts(actor: Actor, now: datetime, seat: str) -> Iterable[QueueItem]:
    for row in reads.receipts(actor, reads.ReceiptsQuery(unsigned=True), now=now).items[:5]:
        url = reverse("reception:handover", args=[row.handover_id])
        names = ", ".join(str(Seat(code).label) for code in row.seats)
        yield QueueItem(
            key=f"reception.receipt:{row.handover_id}",
            seat=seat,
            title=_("A handover waits for your signature: %(seats)s") % {"seats": names},
            why=_("Without both signatures nobody can say later what was on the desk."),
            step=Step(label=_("Read and sign it"), url=url),
            url=url,
            minutes=3,
            subject=f"handover:{row.handover_id}",
        )


def _covers(actor: Actor, now: datetime, seats: set[str]) -> Iterable[QueueItem]:
    for plate in reads.board(actor, reads.BoardQuery(), now=now).seats:
        if plate.seat not in seats:
            continue
        ending = [row for row in plate.covers if row.ends_at and row.ends_at - now <= SOON]
        for row in ending:
            url = reverse("reception:seat", args=[plate.seat])
            yield QueueItem(
                key=f"reception.cover:{row.tenure_id}",
                seat=plate.seat,
                title=_("%(name)s stops standing in for %(covered)s on %(day)s")
                % {"name": row.name, "covered": row.covers, "day": day(row.ends_at)},
                why=_("It ends by itself. If whoever is away stays longer, a new cover has to be named."),
                step=Step(label=_("Look at the seat"), url=url),
                url=url,
                due_at=row.ends_at,
                minutes=2,
                calm=True,
                subject=f"seat:{plate.seat}",
            )


def _agents(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    rows = reads.agents(actor, reads.AgentQuery(), now=now).items
    idle = [row for row in rows if row.stopped_at is None and (not row.works or _worthless(row.key_expires_at, now))]
    if idle:
        yield QueueItem(
            key="reception.idle_agents",
            seat=Seat.IT,
            title=ngettext("%(n)d agent can do nothing any more", "%(n)d agents can do nothing any more", len(idle))
            % {"n": len(idle)},
            why=_("No seat, or a key that has run out: %(names)s. Stop what nobody misses.")
            % {"names": ", ".join(row.name for row in idle[:5])},
            step=Step(label=_("Go through the agents"), url=reverse("reception:agents")),
            minutes=5,
            calm=True,
            version=",".join(str(row.agent_id) for row in idle),
        )


def _worthless(expires_at: datetime | None, now: datetime) -> bool:
    return expires_at is not None and expires_at <= now


def _passwords(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    people = reads.people(actor, reads.PeopleQuery(), now=now).items
    bare = [row for row in people if row.seats and not row.second_factor]
    if bare:
        yield QueueItem(
            key="reception.password_only",
            seat=Seat.IT,
            title=ngettext("%(n)d person signs in by password only", "%(n)d people sign in by password only", len(bare))
            % {"n": len(bare)},
            why=_("One guessed password opens the store. A passkey takes a minute: %(names)s.")
            % {"names": ", ".join(row.name for row in bare[:5])},
            step=Step(label=_("See who"), url=reverse("reception:people")),
            minutes=10,
            calm=True,
            version=",".join(str(row.person_id) for row in bare),
        )
