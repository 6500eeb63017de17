"""What feeds do by themselves: ask what is due, hear silence, let go of old files."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.events.retry import Retry
from storecrew.kernel.jobs.background import enqueue, job
from storecrew.kernel.jobs.schedules import Daily, Every, scheduled
from storecrew.shop.feeds import fetching
from storecrew.shop.feeds.actions.asking import (
    Failed,
    Passed,
    Silences,
    Unchanged,
    gate,
    note_failure,
    note_passed,
    note_unchanged,
    tell_silence,
)
from storecrew.shop.feeds.actions.receiving import Receive, receive
from storecrew.shop.feeds.models import Arrival, Source, Version
from storecrew.shop.feeds.opening import SHELF
from storecrew.shop.feeds.silence import silence_of
from storecrew.shop.feeds.types import OPEN, Health

KEPT_VERSIONS = 30
KEPT_FOR = timedelta(days=90)
ARRIVALS_FOR = timedelta(days=400)
"""Punctuality is looked at by the year."""
_AGAIN = timedelta(hours=1)
"""When a source is asked again whose worker was lost while it was asked."""


@scheduled("feeds.ask_due", label=_("Ask suppliers for their stock"), rhythm=Every(minutes=1))
def ask_due(now: datetime) -> None:
    """Have each source asked that is due: once, however many look."""
    for row in Source.objects.heard().filter(next_at__lte=now).order_by("next_at", "pk")[:200]:
        mine = Source.objects.filter(pk=row.pk, next_at=row.next_at)
        if mine.update(next_at=now + _AGAIN):
            enqueue(ask, source_id=row.pk)


@job(retry=Retry(attempts=3), timeout_s=1_200)
def ask(source_id: int) -> None:
    """Ask one source, and take in what it brings."""
    ask_source(source_id, timezone.now())


def ask_source(source_id: int, now: datetime) -> None:
    """Ask one source; the network comes first, and what came of it is noted afterwards."""
    row = Source.objects.heard().filter(pk=source_id).first()
    way = fetching.WAYS.get(row.kind) if row else None
    if row is None or way is None:
        return
    actor, came = gate("a source was asked"), False
    try:
        for found in way(row, now):
            came = True
            if isinstance(found, fetching.Passed):
                left = Passed(
                    source_id=row.pk,
                    etag=found.etag,
                    last_modified=found.last_modified,
                    code=found.code,
                    params=found.params,
                )
                note_passed(actor, left, now=now)
                continue
            written_at = found.written_at if row.own_time else None
            if isinstance(found, fetching.Unchanged):
                data = Unchanged(
                    source_id=row.pk,
                    observed_at=written_at or now,
                    etag=found.etag,
                    last_modified=found.last_modified,
                )
                note_unchanged(actor, data, now=now)
                continue
            file = Receive(
                source_id=row.pk,
                digest=found.digest,
                size=found.size,
                name=found.name,
                observed_at=written_at,
                etag=found.etag,
                last_modified=found.last_modified,
            )
            receive(actor, file, now=now)
    except fetching.NotFetched as error:
        note_failure(actor, Failed(source_id=row.pk, code=error.code, params=error.params), now=now)
        return
    except ActionError as error:
        note_failure(actor, Failed(source_id=row.pk, code="unreachable", params={"why": error.message}), now=now)
        return
    if not came and row.every_minutes:  # an empty folder or mailbox says nothing: it is looked into again
        Source.objects.filter(pk=row.pk).update(
            next_at=now + timedelta(minutes=row.every_minutes), failures=0, failing_since=None
        )


@scheduled("feeds.hear_silence", label=_("Notice silent suppliers"), rhythm=Every(minutes=15))
def hear_silence(now: datetime) -> None:
    """Announce sources that have fallen silent, or are dead by now."""
    silent = [
        row.pk
        for row in Source.objects.heard().exclude(expected_hours=None).exclude(told=Health.DEAD).order_by("pk")
        if silence_of(row, now) != (row.told or Health.FINE)
    ]
    if silent:
        tell_silence(gate("nothing came"), Silences(source_ids=tuple(silent)), now=now)


@scheduled("feeds.sweep", label=_("Let go of old files of suppliers"), rhythm=Daily(time(4, 40)))
def sweep(now: datetime) -> None:
    """Keep the files of the newest versions of each source and of the last three months; the others can go."""
    Arrival.objects.filter(at__lt=now - ARRIVALS_FOR).delete()
    needed: set[str] = set()
    for source_id in Source.objects.values_list("pk", flat=True):
        rows = Version.objects.filter(source_id=source_id).order_by("-number")
        newest = set(rows.values_list("pk", flat=True)[:KEPT_VERSIONS])
        for one in rows.only("pk", "state", "received_at", "digest", "base", "number", "source_id"):
            if one.pk in newest or one.received_at > now - KEPT_FOR or one.state in OPEN:
                needed |= {one.digest, one.base}
                needed.add(f"{one.source_id}-{one.number}.stage")
    SHELF.sweep(needed, now, after=timedelta(days=1))
