"""The clock's work: ask carriers where parcels are, tell which ones are late."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.background import enqueue, job
from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.shop.fulfilment import actions
from storecrew.shop.fulfilment.models import ON_THE_WAY, Parcel, Service, Source
from storecrew.shop.fulfilment.seats import FOLLOWER
from storecrew.shop.fulfilment.services.asking import carrier_of
from storecrew.shop.fulfilment.services.protocol import Spoken

AT_ONCE = 40
"""Numbers asked about in one call."""
MOST = 2000
"""Parcels followed in one round; those not heard of for longest come first."""


@scheduled("fulfilment.late", label=_("Tell which parcels are late"), rhythm=Every(minutes=30))
def tell_late(now: datetime) -> None:
    """Announce parcels whose promised day is over; each once."""
    actions.tell_late(_follower("daily round"), actions.TellLate(limit=1000), now=now)


@scheduled("fulfilment.follow", label=_("Ask carriers where parcels are"), rhythm=Every(minutes=30))
def follow(now: datetime) -> None:
    """Put the parcels on the way of each connected carrier into handfuls, each asked about by a job of its own."""
    for service in Service.objects.filter(active=True, follows=True).order_by("pk"):
        rows = Parcel.objects.filter(state__in=ON_THE_WAY, carrier=service.carrier).exclude(tracking_number="")
        ids = list(rows.order_by(F("heard_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)[:MOST])
        for start in range(0, len(ids), AT_ONCE):
            enqueue(ask_carrier, service_id=service.pk, parcel_ids=ids[start : start + AT_ONCE])


@job(timeout_s=60)
def ask_carrier(service_id: int, parcel_ids: list[int]) -> None:
    """Ask one carrier about a handful of parcels and write down what is new. Asking again is no harm."""
    service = Service.objects.filter(pk=service_id, active=True).first()
    if service is None:
        return
    rows = Parcel.objects.filter(pk__in=parcel_ids, state__in=ON_THE_WAY).order_by("pk")
    numbers = {row.tracking_number: row.pk for row in rows}
    if not numbers:
        return
    for number, spoken in carrier_of(service).words(list(numbers)).items():
        if number in numbers and spoken:
            record(numbers[number], spoken)


def record(parcel_id: int, spoken: Iterable[Spoken]) -> None:
    """Write down what a carrier said of a parcel, in the order in which it happened."""
    words = tuple(
        actions.Word.model_validate(
            {"state": one.state, "at": one.at, "text": one.text, "where": one.where, "key": one.key}
        )
        for one in sorted(spoken, key=lambda one: one.at)
    )
    data = actions.RecordTracking(parcel_id=parcel_id, words=words[-200:], source=Source.CARRIER)
    actions.record_tracking(_follower("carrier asked"), data)


def _follower(reason: str) -> Actor:
    return Actor("system", name=FOLLOWER, reason=reason, surface=Surface.WORKER)
