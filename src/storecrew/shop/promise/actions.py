"""What is done with promises: what happened is written down, and at night it is learned from."""

from datetime import date, datetime
from typing import Annotated, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.promise import knowledge
from storecrew.shop.promise.asking import Setting, case_of, counted_from, setting
from storecrew.shop.promise.calendars import roads_of
from storecrew.shop.promise.engine.model import Case, version_of
from storecrew.shop.promise.models import Knowledge, Observation, What
from storecrew.shop.promise.seats import EVERYWHERE, OBSERVER, TEACHERS
from storecrew.shop.promise.types import Way

__all__ = ["OBSERVER", "Learn", "Learnt", "Observe", "Observed", "What", "learn", "observe"]

KEPT: Final = 60
"""Knowledge that is kept; grounds hold all that matters of what is older."""

type Subject = Annotated[str, Field(pattern=r"^[a-z_]+:[A-Za-z0-9_-]+$", max_length=60)]


class Observe(Input):
    """Something that happened to a shipment. `shipment`: the parcel; of an order of which nothing has left, the order.

    `grounds`: what the promise rested on, told with what was placed.
    """

    shipment: Subject
    order: Subject
    what: What
    at: datetime
    placed_at: datetime
    way: Way
    source: Annotated[str, Field(max_length=60)] = ""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    region: Annotated[str, Field(max_length=80)] = ""
    promised_first: date | None = None
    promised_last: date | None = None
    grounds: dict[str, Any] | None = None


class Observed(Output):
    """Whether it was new. The same thing told twice is written down once."""

    fresh: bool


@action(
    "promise.observe", label=gettext_lazy("Write down what happened to a shipment"), seats=frozenset(), surfaces=set()
)
def observe(run: Run, data: Observe) -> Observed:
    """Write down what happened to a shipment, as it was told first."""
    if data.at < data.placed_at and data.what != What.PLACED:
        raise InvalidInput({"at": _("This lies before the order.")})
    _row, fresh = Observation.objects.get_or_create(
        shipment=data.shipment,
        what=data.what,
        defaults={
            "order": data.order,
            "at": data.at,
            "placed_at": data.placed_at,
            "source": data.source,
            "country": data.country,
            "region": data.region,
            "way": data.way.model_dump(mode="json"),
            "promised_first": data.promised_first,
            "promised_last": data.promised_last,
            "grounds": data.grounds,
            "recorded_at": run.now,
        },
    )
    if fresh:
        run.about(data.shipment)
    return Observed(fresh=fresh)


class Learn(Input):
    """Nothing needs to be said."""


class Learnt(Output):
    """What promises rest on from now on."""

    version: str
    parcels: int
    waiting: int


@action(
    "promise.learn",
    label=gettext_lazy("Learn from what happened to parcels"),
    seats=TEACHERS,
    surfaces=EVERYWHERE,
)
def learn(run: Run, data: Learn) -> Learnt:
    """Go through everything that happened to parcels, and let promises rest on it from now on."""
    shared = setting()
    learned = knowledge.learn(run.now, lambda row: _case(row, shared))
    if learned is None or not learned.parcels:
        raise Refused(
            _("No parcel has arrived yet that could be learned from. Until then the carrier’s words are promised."),
            code="promise.nothing_to_learn",
        )
    row = _keep(learned, run.now)
    run.changed(row.subject, "parcels", old=None, new=row.parcels)
    return Learnt(version=row.version, parcels=row.parcels, waiting=row.waiting)


def _keep(learned: knowledge.Learned, now: datetime) -> Knowledge:
    """Write knowledge down, unless exactly this was known already, and let the oldest go."""
    state = learned.model.state()
    row, _made = Knowledge.objects.get_or_create(
        version=version_of(state),
        defaults={
            "state": state,
            "parcels": learned.parcels,
            "waiting": learned.waiting,
            "until": now,
            "made_at": now,
        },
    )
    old = Knowledge.objects.order_by("-pk").values_list("pk", flat=True)[KEPT : KEPT + 100]
    Knowledge.objects.filter(pk__in=list(old)).delete()
    return row


def _case(row: Observation, shared: Setting) -> Case:
    """Return what was known of a shipment when it was ordered, by the calendars as they are now."""
    name, works, cut_off = shared.works(row.source)
    counted, starts = counted_from(works, cut_off, row.placed_at)
    way = Way.model_validate(row.way)
    try:
        leaves = _walked(works, counted, way.handling[1])
        said: float | None = _walked(roads_of(row.country, shared.time_zone), leaves, way.transit[1]).toordinal() + 1.0
    except engine.NeverOpen:
        said = None
    placed = counted.toordinal() + starts
    return case_of(way, row.source, row.country, row.region, works=name, placed=placed, said=said)


def _walked(calendar: WorkCalendar, on: date, days: int) -> date:
    return engine.add_working_days(calendar, engine.next_working_day(calendar, on), days)
