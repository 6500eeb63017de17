"""What passes on with a seat: the jobs on its list, and those that were handed to the one who leaves it."""

from datetime import datetime
from functools import partial
from typing import Protocol

from django.utils.translation import gettext as _

from storecrew.fronts.desks.models import Deferral, Kind
from storecrew.kernel.actions.grants import Grants, Hold
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import person
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.formats import whole_units
from storecrew.kernel.pages.types import QueueItem
from storecrew.kernel.people.handover import Item, Section, section

MOST = 100
"""A receipt is to be read; what stands behind the hundredth job passes on as well."""


class HeldSeat(Protocol):
    """What is asked of a tenure: whose it is, and which seat."""

    pk: int
    seat: str
    person_id: int


class Successor(Protocol):
    """What is asked of the one who takes over."""

    pk: int


@section("desks.queue")
def jobs(tenure: HeldSeat, now: datetime) -> Section | None:
    """List the seat's jobs, dearest first; those handed to the holder go to the successor."""
    grants = Grants(seats={tenure.seat: Hold(tenure.pk)}, signed_in=True)
    found = sorted(queue.gather(person(tenure.person_id), now, grants), key=lambda job: (-_cost(job), job.key))
    items = tuple(
        Item(str(job.title), subject=job.subject, mark=whole_units(job.cost) if job.cost else "")
        for job in found[:MOST]
    )
    return Section(_("On the list"), items, move=partial(_move, tenure=tenure))


def _move(run: Run, successor: Successor, *, tenure: HeldSeat) -> None:
    handed = Deferral.objects.filter(
        kind=Kind.HANDED, to_person=tenure.person_id, seat=tenure.seat, taken_back_at=None, until__gt=run.now
    )
    handed.update(to_person_id=successor.pk)


def _cost(job: QueueItem) -> int:
    return job.cost.minor if job.cost else 0
