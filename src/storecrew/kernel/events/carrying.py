"""Carry out outward acts: hand over, call, settle; and find out about those that nobody can vouch for."""

import logging
import traceback
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from storecrew.kernel.events import outbox
from storecrew.kernel.events.claims import locked
from storecrew.kernel.events.events import ActSettled
from storecrew.kernel.events.handling import MOST_OF_ERROR, surrounded
from storecrew.kernel.events.models import ActState, OutwardAct
from storecrew.kernel.events.outward import (
    Act,
    Adapter,
    Confirmed,
    NotReceived,
    Rejected,
    StillUnknown,
    adapters,
    find_adapter,
)
from storecrew.kernel.events.retry import Retry

log = logging.getLogger("storecrew.outward")

ASKING = Retry(attempts=10, first_s=2, factor=3, most_s=3600)
"""How often the other side is asked about an unknown act (some five hours) before it is left to a person."""

type Clock = Callable[[], datetime]
"""Tells the time; a call to the other side takes some, so one moment does not do."""

LEASE_OF_NOW = timedelta(seconds=60)
"""How long a process that does an act itself holds it; longer than any adapter waits for the other side."""

HELD = [ActState.CLAIMED, ActState.HANDED_OVER]


def claim(token: str, *, limit: int, now: datetime, lease: timedelta) -> list[OutwardAct]:
    """Take up to `limit` planned acts that are due, oldest first, until `now + lease`."""
    due = OutwardAct.objects.filter(state=ActState.PLANNED, due_at__lte=now).order_by("due_at", "pk")
    if not due.exists():  # an idle poll takes no write lock
        return []
    with transaction.atomic():
        ids = list(locked(due).values_list("pk", flat=True)[:limit])
        OutwardAct.objects.filter(pk__in=ids, state=ActState.PLANNED).update(
            state=ActState.CLAIMED, claim=token, leased_until=now + lease
        )
    return list(OutwardAct.objects.filter(pk__in=ids, claim=token, state=ActState.CLAIMED).order_by("due_at", "pk"))


def release(token: str, ids: list[int]) -> None:
    """Give back acts that were claimed and not handed over."""
    OutwardAct.objects.filter(pk__in=ids, claim=token, state=ActState.CLAIMED).update(
        state=ActState.PLANNED, claim="", leased_until=None
    )


def carry_now(kind: str, key: str, *, clock: Clock, lease: timedelta = LEASE_OF_NOW) -> ActState | None:
    """Carry out one planned act in this process, because somebody waits for it; returns how far it is afterwards.

    The same claim and hand-over as a worker's, so nothing is done twice: an act that somebody else holds, that was done
    before, or whose first try failed (the worker repeats it in its time) is left as it is. None: there is no such act.
    Raises RuntimeError inside a transaction: the hand-over has to be committed before the other side is called.
    """
    token = uuid.uuid4().hex
    wanted = OutwardAct.objects.filter(kind=kind, key=key)
    with transaction.atomic(durable=True):
        taken = wanted.filter(state=ActState.PLANNED, attempts=0).update(
            state=ActState.CLAIMED, claim=token, leased_until=clock() + lease
        )
    if taken:
        carry(wanted.get(), token, clock=clock, lease=lease, rng=Random())  # noqa: S311  jitter is no secret
    row = wanted.first()
    return None if row is None else ActState(row.state)


def carry(row: OutwardAct, token: str, *, clock: Clock, lease: timedelta, rng: Random) -> None:
    """Do one claimed act: commit that it is handed over, call the other side, write down what it said."""
    adapter, now = find_adapter(row.kind), clock()
    if adapter is None:
        _settle_unsendable(row, token, now)
        return
    handed_over = OutwardAct.objects.filter(pk=row.pk, claim=token, state=ActState.CLAIMED).update(
        state=ActState.HANDED_OVER, handed_over_at=now, leased_until=now + lease
    )
    if not handed_over:
        log.info("lease lost", extra={"act": row.pk, "kind": row.kind})
        return
    row.handed_over_at = now
    with surrounded(row.cause):
        _call(adapter, row, clock=clock, rng=rng)


def recover(now: datetime) -> int:
    """Take over from vanished workers; returns how many acts they held.

    What was only claimed is planned again; what was handed over is unknown from now on.
    """
    expired = OutwardAct.objects.filter(state__in=HELD, leased_until__lt=now)
    if not expired.exists():
        return 0
    with transaction.atomic():
        ids = list(locked(expired.order_by("pk")).values_list("pk", flat=True))
        rows = OutwardAct.objects.filter(pk__in=ids)
        rows.filter(state=ActState.CLAIMED).update(state=ActState.PLANNED, claim="", leased_until=None)
        lost = list(rows.filter(state=ActState.HANDED_OVER))
        rows.filter(state=ActState.HANDED_OVER).update(
            state=ActState.UNKNOWN,
            claim="",
            leased_until=None,
            due_at=now,
            error="The worker vanished after the hand-over.",
        )
        for row in lost:
            _announce(row, ActState.UNKNOWN, now=now)
    return len(ids)


def find_out(*, limit: int, now: datetime, rng: Random) -> int:
    """Ask about unknown acts that are due to be asked about; returns how many were looked at."""
    wanted = Q(pk=None)
    for adapter in adapters():
        if adapter.ask is not None:
            wanted |= Q(kind=adapter.name, asked__lt=ASKING.attempts)
        if adapter.repeatable:
            wanted |= Q(kind=adapter.name, attempts__lt=adapter.retry.attempts)
    due = OutwardAct.objects.filter(wanted, state=ActState.UNKNOWN, due_at__lte=now)
    rows = list(due.order_by("due_at", "pk")[:limit])
    for row in rows:
        known = find_adapter(row.kind)
        if known is not None and known.ask is not None and not ASKING.exhausted(row.asked):
            _ask(known, known.ask, row, now=now, rng=rng)
        elif known is not None:
            _plan_again(row, known, now=now, rng=rng, error=row.error, doubtful=True)
    return len(rows)


def _call(adapter: Adapter, row: OutwardAct, *, clock: Clock, rng: Random) -> None:
    try:
        confirmed = adapter.send(_as_seen(row, clock()))
    except NotReceived as error:
        _plan_again(row, adapter, now=clock(), rng=rng, error=str(error), after_s=error.after_s)
    except Rejected as error:
        _settle(row, ActState.FAILED, now=clock(), error=str(error))
    except Exception as error:  # whatever went wrong, it may have arrived
        log.warning("outcome unknown", extra={"act": row.pk, "kind": row.kind}, exc_info=error)
        _settle(row, ActState.UNKNOWN, now=clock(), error="".join(traceback.format_exception(error)))
    else:
        _settle(row, ActState.CONFIRMED, now=clock(), confirmed=confirmed)


def _ask(
    adapter: Adapter, ask: Callable[[Act], Confirmed | None], row: OutwardAct, *, now: datetime, rng: Random
) -> None:
    later = now + ASKING.delay(row.asked + 1, rng)
    won = OutwardAct.objects.filter(pk=row.pk, state=ActState.UNKNOWN, due_at=row.due_at).update(
        due_at=later, asked=F("asked") + 1
    )
    if not won:  # another worker is asking
        return
    try:
        with surrounded(row.cause):
            confirmed = ask(_as_seen(row, now))
    except StillUnknown as error:
        OutwardAct.objects.filter(pk=row.pk, state=ActState.UNKNOWN).update(error=_text(str(error)))
    except Exception as error:  # the other side cannot be reached; asking again does no harm
        log.warning("asking failed", extra={"act": row.pk, "kind": row.kind}, exc_info=error)
    else:
        if confirmed is None:
            _plan_again(row, adapter, now=now, rng=rng, error="The other side never got it.")
        else:
            _settle(row, ActState.CONFIRMED, now=now, confirmed=confirmed)


def _as_seen(row: OutwardAct, now: datetime) -> Act:
    return Act(
        id=row.pk,
        kind=row.kind,
        key=row.key,
        payload=row.payload,
        subject=row.subject,
        attempt=row.attempts + 1,
        now=now,
    )


def _settle_unsendable(row: OutwardAct, token: str, now: datetime) -> None:
    OutwardAct.objects.filter(pk=row.pk, claim=token, state=ActState.CLAIMED).update(
        state=ActState.FAILED,
        claim="",
        leased_until=None,
        settled_at=now,
        error=f"The code does not know how to do a {row.kind}.",
    )


def _plan_again(
    row: OutwardAct,
    adapter: Adapter,
    *,
    now: datetime,
    rng: Random,
    error: str,
    after_s: float | None = None,
    doubtful: bool = False,
) -> None:
    failures = row.attempts + 1
    if adapter.retry.exhausted(failures):
        _settle(row, ActState.UNKNOWN if doubtful else ActState.FAILED, now=now, error=error, attempts=failures)
        return
    wait = adapter.retry.delay(failures, rng)
    if after_s is not None:
        wait = max(wait, timedelta(seconds=min(after_s, adapter.retry.most_s)))
    _of_this_hand_over(row).update(
        state=ActState.PLANNED,
        due_at=now + wait,
        attempts=failures,
        asked=0,
        claim="",
        leased_until=None,
        error=_text(error),
    )


def _settle(
    row: OutwardAct,
    state: ActState,
    *,
    now: datetime,
    confirmed: Confirmed | None = None,
    error: str = "",
    attempts: int | None = None,
) -> None:
    answer = confirmed or Confirmed()
    values: dict[str, Any] = {
        "state": state,
        "claim": "",
        "leased_until": None,
        "reference": answer.reference[:200],
        "answer": dict(answer.answer),
        "error": _text(error),
    }
    if state == ActState.UNKNOWN:
        values["due_at"] = now
    else:
        values["settled_at"] = now
    if attempts is not None:
        values["attempts"] = attempts
    with transaction.atomic():
        if _of_this_hand_over(row).update(**values):
            row.reference, row.answer, row.error = values["reference"], values["answer"], values["error"]
            _announce(row, state, now=now)


def _of_this_hand_over(row: OutwardAct) -> Any:
    # a late answer still counts after the lease was given up for lost; the answer to an earlier hand-over does not
    return OutwardAct.objects.filter(
        pk=row.pk, state__in=[ActState.HANDED_OVER, ActState.UNKNOWN], handed_over_at=row.handed_over_at
    )


def _announce(row: OutwardAct, state: ActState, *, now: datetime) -> None:
    adapter = find_adapter(row.kind)
    if adapter is None or not adapter.announce:
        return
    event = ActSettled(
        kind=row.kind,
        key=row.key,
        state=state,
        reference=row.reference,
        answer=row.answer,
        error=row.error,
    )
    outbox.record(event, subject=row.subject, cause=row.cause, at=now, actor_ref="system:events.worker")


def _text(error: str) -> str:
    return error.replace("\x00", "")[-MOST_OF_ERROR:]
