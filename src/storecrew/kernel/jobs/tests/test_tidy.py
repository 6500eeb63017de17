"""By night goes what nobody asks for any more, and nothing else."""

from datetime import datetime, timedelta

import pytest

from storecrew.kernel.actions.types import person
from storecrew.kernel.events.models import Delivery, Event
from storecrew.kernel.jobs.jobs import KEEP_DELIVERIES, KEEP_REPORTS, tidy
from storecrew.kernel.jobs.models import Work, WorkRow
from storecrew.kernel.jobs.work import LongWork, long_work, start

pytestmark = pytest.mark.django_db


def _delivery(now: datetime, state: str, settled_at: datetime | None) -> Delivery:
    event = Event.objects.create(name="tests.Old", subject="thing:1", at=now)
    return Delivery.objects.create(
        event=event, handler=f"tests.{state}", subject="thing:1", due_at=now, state=state, settled_at=settled_at
    )


def test_old_deliveries_go_and_events_dead_letters_and_young_ones_stay(now: datetime) -> None:
    old, young = now - KEEP_DELIVERIES - timedelta(days=1), now - timedelta(days=1)
    gone = _delivery(old, "done", old)
    kept = [_delivery(old, "dead", None), _delivery(old, "dropped", old), _delivery(young, "done", young)]
    tidy(now)
    assert list(Delivery.objects.order_by("pk")) == kept
    assert Event.objects.filter(pk=gone.event_id).exists()


def test_old_reports_go_and_their_counts_stay(now: datetime) -> None:
    @long_work("tests.quiet", label="Quiet")
    def quiet(work: LongWork) -> None: ...

    work = start("tests.quiet", actor=person(7), at=now, label="x", params={})
    WorkRow.objects.create(work=work, line=1, outcome="done")
    old = now - KEEP_REPORTS - timedelta(days=1)
    tidy(now)
    assert WorkRow.objects.count() == 1
    Work.objects.filter(pk=work.pk).update(state="done", done=1, finished_at=old)
    tidy(now)
    assert WorkRow.objects.count() == 0
    assert Work.objects.get().done == 1
