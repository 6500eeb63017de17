"""What carriers say of parcels that have left, by hand, by file, by their API: each word once, and what follows from it."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.events.types import Event
from storecrew.shop.fulfilment.actions.loading import parcel_of
from storecrew.shop.fulfilment.events import ParcelCameBack, ParcelDelivered, ParcelInTrouble, ParcelLate
from storecrew.shop.fulfilment.models import GONE, ON_THE_WAY, Parcel, ParcelState, Source, TrackingEvent
from storecrew.shop.fulfilment.seats import EVERYWHERE, FOLLOWERS
from storecrew.shop.shipping import carriers

AHEAD = timedelta(hours=14)
"""Carriers' clocks may be in another time zone; what lies further ahead is a slip."""


class Word(Input):
    """One event. `key` is the carrier's own id of it, where it has one; the same event told twice counts once."""

    state: ParcelState
    at: datetime
    text: Annotated[str, Field(max_length=300)] = ""
    where: Annotated[str, Field(max_length=120)] = ""
    key: Annotated[str, Field(max_length=80)] = ""


class RecordTracking(Input):
    """Which parcel: by its id, or by its tracking number (with the carrier where several use that number)."""

    parcel_id: int | None = None
    tracking_number: Annotated[str, Field(max_length=60)] = ""
    carrier: Annotated[str, Field(max_length=32)] = ""
    words: Annotated[tuple[Word, ...], Field(min_length=1, max_length=200)]
    source: Source = Source.HAND


class Recorded(Output):
    """How the parcel stands. `fresh`: how many of the events were not known yet."""

    parcel_id: int
    number: str
    state: str
    fresh: int


@action(
    "fulfilment.record_tracking",
    label=gettext_lazy("Record what a carrier says"),
    seats=FOLLOWERS,
    surfaces=EVERYWHERE,
    emits=(ParcelDelivered, ParcelInTrouble, ParcelCameBack),
)
def record_tracking(run: Run, data: RecordTracking) -> Recorded:
    """Write down events of a parcel that has left. The newest event says where it is, in whatever order they are told."""
    row = _parcel(run, data)
    if row.state not in GONE:
        raise Refused(
            _("Parcel %(number)s has not left yet. Hand it over first.") % {"number": row.number},
            code="fulfilment.not_gone",
        )
    for number, word in enumerate(data.words):
        if word.state not in GONE:
            raise InvalidInput({f"words.{number}.state": _("A carrier cannot say that.")})
        if word.at > run.now + AHEAD:
            raise InvalidInput({f"words.{number}.at": _("This lies in the future.")})
    known = set(row.events.values_list("key", flat=True))
    fresh = {_key(word): word for word in data.words if _key(word) not in known}
    TrackingEvent.objects.bulk_create(
        [
            TrackingEvent(
                parcel=row,
                state=word.state,
                at=word.at,
                text=word.text,
                where=word.where,
                source=data.source,
                key=key,
                recorded_at=run.now,
            )
            for key, word in fresh.items()
        ],
        ignore_conflicts=True,
    )
    if fresh:
        _settle(run, row)
    return Recorded(parcel_id=row.pk, number=row.number, state=row.state, fresh=len(fresh))


class Settle(Input):
    """Which parcel's trouble is dealt with, and how."""

    parcel_id: int
    note: Annotated[str, Field(min_length=1, max_length=200)]


@action(
    "fulfilment.settle_trouble",
    label=gettext_lazy("Settle a parcel's trouble"),
    seats=FOLLOWERS,
    surfaces=EVERYWHERE,
)
def settle_trouble(run: Run, data: Settle) -> Nothing:
    """Note that somebody has dealt with a parcel in trouble: with the carrier, or with the buyer. It leaves the list."""
    row = parcel_of(run, data.parcel_id)
    run.changed(row.subject, "trouble", old=row.trouble, new=data.note)
    row.settled_at, row.version = run.now, row.version + 1
    row.save()
    return Nothing()


class TellLate(Input):
    """Which parcels to look at: those whose last promised day is over."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 200


class Told(Output):
    """How many parcels were found late."""

    parcels: int


@action(
    "fulfilment.tell_late",
    label=gettext_lazy("Tell which parcels are late"),
    seats=FOLLOWERS,
    surfaces=EVERYWHERE,
    emits=(ParcelLate,),
)
def tell_late(run: Run, data: TellLate) -> Told:
    """Announce each parcel whose last promised day is over and that has not arrived; each once."""
    today = work_calendar().local_date(run.now)
    rows = (
        Parcel.objects.select_for_update(of=("self",))
        .select_related("order")
        .filter(state__in=ON_THE_WAY, promised_until__lt=today, late_told_at=None)
        .order_by("pk")[: data.limit]
    )
    count = 0
    for row in rows:
        assert row.promised_until is not None  # noqa: S101  filtered for
        row.late_told_at = run.now
        row.save(update_fields=["late_told_at"])
        about = _about(row)
        run.emit(ParcelLate(**about, carrier=row.carrier, promised_until=row.promised_until), subject=row.subject)
        run.about(row.subject)
        count += 1
    return Told(parcels=count)


def _parcel(run: Run, data: RecordTracking) -> Parcel:
    if data.parcel_id is not None:
        return parcel_of(run, data.parcel_id)
    number = carriers.normal(data.tracking_number)
    if not number:
        raise InvalidInput({"tracking_number": _("Say which parcel it is about.")})
    rows = Parcel.objects.exclude(state=ParcelState.UNDONE).filter(tracking_number=number)
    if data.carrier:
        rows = rows.filter(carrier=data.carrier)
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:2])
    if not found:
        raise Missing(_("No parcel has this tracking number."))
    if len(found) > 1:
        raise InvalidInput({"carrier": _("Several parcels have this number. Say whose it is.")})
    return parcel_of(run, found[0])


def _key(word: Word) -> str:
    return word.key or f"{word.at:%Y%m%d%H%M%S}:{word.state}:{word.text}"[:80]


def _settle(run: Run, row: Parcel) -> None:
    """Bring the parcel to what its newest event says, and announce what others act on."""
    newest = row.events.order_by("-at", "-pk").first()
    if newest is None:
        return
    was = row.state
    row.heard_at, row.version = run.now, row.version + 1
    row.state = newest.state
    run.changed(row.subject, "state", old=was, new=row.state)
    fact: Event | None = None
    about = _about(row)
    if row.state == ParcelState.DELIVERED:
        row.delivered_at = newest.at
        if was != row.state:
            fact = ParcelDelivered(**about, carrier=row.carrier, days_late=_days_late(row, newest.at))
    elif row.state == ParcelState.EXCEPTION:
        row.trouble = newest.text
        if was != row.state:
            row.settled_at = None
            fact = ParcelInTrouble(**about, carrier=row.carrier, text=newest.text)
    elif row.state == ParcelState.RETURNED and was != row.state:
        row.settled_at = None
        fact = ParcelCameBack(**about, carrier=row.carrier)
    row.save()
    if fact is not None:
        run.emit(fact, subject=row.subject)


def _days_late(row: Parcel, at: datetime) -> int | None:
    if row.promised_until is None:
        return None
    calendar = work_calendar()
    arrived: date = calendar.local_date(at)
    return engine.working_days_between(calendar, row.promised_until, arrived)


def _about(row: Parcel) -> dict[str, Any]:
    return {
        "parcel_id": row.pk,
        "parcel": row.number,
        "order_id": row.order_id,
        "order": row.order.number,
        "language": row.language,
    }
