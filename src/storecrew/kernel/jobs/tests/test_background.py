"""Jobs come and go with the transaction that enqueued them, whatever library runs them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.tasks import task_backends
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from storecrew.kernel.actions import cause
from storecrew.kernel.events.retry import Retry
from storecrew.kernel.jobs import background
from storecrew.kernel.jobs.background import enqueue, job

pytestmark = pytest.mark.django_db

ran: list[tuple[int, str]] = []
trouble: list[Exception] = []


@job(retry=Retry(attempts=2, first_s=60))
def count(number: int) -> None:
    """Count up; fails once for each trouble."""
    if trouble:
        raise trouble.pop()
    ran.append((number, cause.current()))


@pytest.fixture(autouse=True)
def _clean() -> None:
    ran.clear()
    trouble.clear()


def test_a_job_runs_with_a_cause_of_its_own() -> None:
    enqueue(count, number=1)
    enqueue(count, number=2)
    run_tasks()
    assert [number for number, _ in ran] == [1, 2]
    assert len({why for _, why in ran}) == 2


def test_a_job_of_a_transaction_that_was_rolled_back_never_runs() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue(count, number=1)
        raise RuntimeError
    run_tasks()
    assert ran == []


def test_a_job_can_wait_for_its_time() -> None:
    enqueue(count, number=1, at=timezone.now() + timedelta(hours=1))
    run_tasks()
    assert ran == []
    OxTask.objects.update(run_after=timezone.now())
    run_tasks()
    assert len(ran) == 1


def test_a_failed_job_waits_for_its_next_try_and_is_dead_in_the_end() -> None:
    enqueue(count, number=1)
    trouble.append(ValueError("no ink"))
    run_tasks()
    wait = OxTask.objects.get().run_after - timezone.now()
    assert timedelta(seconds=25) < wait <= timedelta(seconds=60)
    trouble.append(ValueError("no ink either"))
    OxTask.objects.update(run_after=None)
    run_tasks()
    [dead] = background.dead_tasks(10)
    assert (dead.attempts, dead.arguments) == (2, {"number": 1})
    assert "no ink either" in dead.error


def test_a_dead_job_can_be_run_again_or_discarded() -> None:
    enqueue(count, number=1)
    OxTask.objects.update(status="FAILED", finished_at=timezone.now())
    task_id = background.dead_tasks(1)[0].id
    assert background.retry_task(task_id)
    run_tasks()
    assert len(ran) == 1
    assert not background.discard_task(task_id), "it is not dead any more"
    OxTask.objects.update(status="FAILED")
    assert background.discard_task(task_id)
    assert background.dead_count() == 0


def test_with_another_library_a_job_is_sent_after_the_commit(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_ox.testing.DummyBackend"}}
    sent = task_backends["default"].results
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(count, number=3)
        assert sent == []
    assert [result.kwargs for result in sent] == [{"number": 3}]
    assert not OxTask.objects.exists()
    assert (background.dead_tasks(5), background.dead_count(), background.waiting_since()) == ([], 0, None)
