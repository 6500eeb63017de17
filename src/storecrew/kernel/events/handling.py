"""Run one handler for one event, in one transaction with the mark that it is done."""

import logging
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from storecrew.kernel.events import claims
from storecrew.kernel.events.models import Delivery, DeliveryState
from storecrew.kernel.events.registry import Handler, find_handler
from storecrew.kernel.events.retry import STANDARD
from storecrew.kernel.events.types import Event, Meta, find_type

log = logging.getLogger("storecrew.events")

MOST_OF_ERROR = 8000

type Surrounding = Callable[[str], AbstractContextManager[object]]
"""Makes a context for everything a handler does, from the cause of the event."""

_surroundings: list[Surrounding] = []


def surround(context: Surrounding) -> None:
    """Run all handlers and outward acts inside `context(cause)`; rooms above attribute logs and audit rows with it."""
    if context not in _surroundings:
        _surroundings.append(context)


def surrounded(cause: str) -> ExitStack:
    """Enter everything that rooms want around the work for `cause`."""
    stack = ExitStack()
    for context in _surroundings:
        stack.enter_context(context(cause))
    return stack


class LeaseLost(Exception):
    """Somebody else holds the delivery by now; nothing was done here."""


class Unreadable(Exception):
    """The code does not know the event or the handler any more; trying again is useless until it does."""


def handle(delivery: Delivery, token: str, *, now: datetime, lease: timedelta, rng: Random) -> Delivery | None:
    """Run a claimed delivery and return the next of its lane, claimed as well; None when there is none.

    A failure is rolled back and written down: it waits for its next try, or is dead.
    """
    try:
        with transaction.atomic():
            _mark_done(delivery, token, now)
            with surrounded(delivery.event.cause):
                _run(delivery, now)
            return claims.follow(delivery, token, now=now, lease=lease)
    except LeaseLost:
        log.info("lease lost", extra={"delivery": delivery.pk, "handler": delivery.handler})
    except Exception as error:  # a handler may fail in any way; the failure is kept with the delivery
        _write_failure(delivery, token, error, now=now, rng=rng)
    return None


def _mark_done(delivery: Delivery, token: str, now: datetime) -> None:
    # first, not last: on PostgreSQL the row is locked from here on, so that nobody recovers it under a slow handler
    marked = Delivery.objects.filter(pk=delivery.pk, claim=token, state=DeliveryState.CLAIMED).update(
        state=DeliveryState.DONE, claim="", leased_until=None, settled_at=now
    )
    if not marked:
        raise LeaseLost


def _run(delivery: Delivery, now: datetime) -> None:
    handler, event = _read(delivery)
    row = delivery.event
    meta = Meta(
        id=row.pk,
        subject=row.subject,
        cause=row.cause,
        at=row.at,
        actor=row.actor,
        now=now,
        attempt=delivery.attempts + 1,
    )
    handler.function(event, meta)


def _read(delivery: Delivery) -> tuple[Handler, Event]:
    handler = find_handler(delivery.handler)
    if handler is None:
        raise Unreadable(f"The code has no handler {delivery.handler}.")
    event_type = find_type(delivery.event.name)
    if event_type is None:
        raise Unreadable(f"The code has no event {delivery.event.name}.")
    return handler, event_type.model_validate(delivery.event.payload)


def _write_failure(delivery: Delivery, token: str, error: Exception, *, now: datetime, rng: Random) -> None:
    handler = find_handler(delivery.handler)
    retry = handler.retry if handler else STANDARD
    failures = delivery.attempts + 1
    dead = isinstance(error, Unreadable) or retry.exhausted(failures)
    log.error(
        "handler failed",
        extra={"delivery": delivery.pk, "handler": delivery.handler, "attempt": failures, "dead": dead},
        exc_info=error,
    )
    trace = "".join(traceback.format_exception(error))[-MOST_OF_ERROR:]
    Delivery.objects.filter(pk=delivery.pk, claim=token, state=DeliveryState.CLAIMED).update(
        state=DeliveryState.DEAD if dead else DeliveryState.WAITING,
        due_at=now if dead else now + retry.delay(failures, rng),
        attempts=failures,
        claim="",
        leased_until=None,
        error=trace.replace("\x00", ""),
    )
