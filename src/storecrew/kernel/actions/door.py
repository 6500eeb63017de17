"""Actions: what they declare, and the one door through which they run.

Order inside the door: grant → transaction → key → gates → body → audit row → events. A refused or denied attempt is
recorded after its roll-back, so that the audit tells of everything and the tables of nothing half done.
"""

import time
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_type_hints

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.cause import new_id
from storecrew.kernel.actions.constraints import explain
from storecrew.kernel.actions.errors import ActionError, Denied, Duplicate, Parked, Refused
from storecrew.kernel.actions.grants import Permit, permit
from storecrew.kernel.actions.journal import find_approved, find_entry, record
from storecrew.kernel.actions.redaction import input_hash
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Actor, Input, Output, Preview, Surface, Weight
from storecrew.kernel.audit.types import Outcome
from storecrew.kernel.events import outbox
from storecrew.kernel.events.types import Event

type Gate = Callable[[Run, Input, Permit], str | None]
"""Looks at a run inside its transaction, before the body: raises Refused, or returns the id of a request when the run
has to wait for approval, or None to let it pass."""

_gates: list[Gate] = []


def add_gate(gate: Gate) -> None:
    """Let `gate` look at every run from now on; gates are asked in the order they were added."""
    if gate not in _gates:
        _gates.append(gate)


class _DryRun(Exception):
    """Carries the answer of a preview out of the transaction that is rolled back."""

    def __init__(self, result: Output) -> None:
        self.result = result


@dataclass(frozen=True, slots=True, eq=False)
class Action[I: Input, O: Output]:
    """A named, permitted, audited, transactional function. Call it with an actor and an input."""

    name: str
    label: Promise | str
    body: Callable[[Run, I], O]
    input: type[I]
    output: type[O]
    seats: frozenset[str]
    surfaces: frozenset[Surface]
    emits: tuple[type[Event], ...]
    calls: "tuple[Action[Any, Any], ...]"
    previews: bool
    destructive: bool
    describe: str
    weigh: Callable[[I], Weight] | None
    """What approval rules look at; None for actions that never need approval."""
    kinds: tuple[tuple[str, Promise | str], ...]
    """The kinds that `weigh` tells apart, with their labels; empty where there is but one."""

    def __call__(self, actor: Actor, data: I, *, key: str = "", now: datetime | None = None, approval: str = "") -> O:
        """Run the action once.

        The same `key` from the same actor returns the first answer again. `now` is the moment of the attempt (aware, UTC;
        None means this instant). Raises InvalidInput, Refused, Missing, Denied, SignedOut, Parked, Duplicate.
        """
        attempt = _Attempt(self, actor, data, now or timezone.now(), key, approval)
        return attempt.result()

    def preview(self, actor: Actor, data: I, *, now: datetime | None = None) -> Preview[O]:
        """Return what a run would answer and change, and roll it back. Raises the same errors as a run."""
        if not self.previews:
            raise TypeError(f"{self.name} offers no preview")
        return _Attempt(self, actor, data, now or timezone.now(), "", "").preview()

    def nested(self, outer: Run, data: I) -> O:
        """Run inside `outer`'s transaction and grant (see `Run.call`)."""
        started = time.perf_counter()
        run = Run(self, outer.actor, outer.now, new_id(), outer.seat, outer.dry, parent=outer.uid)
        result = self.body(run, data)
        _finish(run, data, result, Permit(outer.seat, None), parent=outer.uid, started=started)
        return result

    def contract(self) -> dict[str, Any]:
        """Return the public contract of this action for `registry.json`."""
        return {
            "input": self.input.model_json_schema(),
            "output": self.output.model_json_schema(mode="serialization"),
            "seats": sorted(self.seats),
            "surfaces": sorted(self.surfaces),
            "emits": sorted(event.name() for event in self.emits),
            "calls": sorted(action.name for action in self.calls),
            "previews": self.previews,
            "destructive": self.destructive,
            "may_need_approval": self.weigh is not None,
            "approval_kinds": [code for code, _label in self.kinds],
        }


def action[I: Input, O: Output](
    name: str,
    *,
    label: Promise | str,
    seats: Set[str],
    surfaces: Set[str] = frozenset({Surface.WEB}),
    emits: tuple[type[Event], ...] = (),
    calls: tuple[Action[Any, Any], ...] = (),
    previews: bool = False,
    destructive: bool = False,
    weigh: Callable[[Any], Weight] | None = None,
    kinds: tuple[tuple[str, Promise | str], ...] = (),
) -> Callable[[Callable[[Run, I], O]], Action[I, O]]:
    """Make an action of an ordinary function `body(run, data)`; its docstring describes it to people and models."""

    def decorate(body: Callable[[Run, I], O]) -> Action[I, O]:
        hints = get_type_hints(body)
        describe = (body.__doc__ or "").strip()
        if not describe:
            raise TypeError(f"{name} has no docstring; it is what people and models read")
        made = Action(
            name=name,
            label=label,
            body=body,
            input=hints["data"],
            output=hints["return"],
            seats=frozenset(seats),
            surfaces=frozenset(Surface(surface) for surface in surfaces),
            emits=emits,
            calls=calls,
            previews=previews,
            destructive=destructive,
            describe=describe,
            weigh=weigh,
            kinds=kinds,
        )
        registry.add_action(made)
        return made

    return decorate


@dataclass(slots=True)
class _Attempt[I: Input, O: Output]:
    """One try at running an action from outside."""

    action: Action[I, O]
    actor: Actor
    data: I
    now: datetime
    key: str
    approval: str

    def result(self) -> O:
        started = time.perf_counter()
        run = self._run()
        granted = Permit(seat="", tenure_id=None)
        try:
            granted = permit(self.actor, name=self.action.name, seats=self.action.seats, at=self.now)
            run.seat = granted.seat
            with transaction.atomic():
                answer = self._inside(run, granted, started)
        except (ActionError, IntegrityError) as error:
            # somebody with the same key may have been quicker: then their answer is this one's answer
            earlier = self._earlier() if self.key and not isinstance(error, (Duplicate, Parked)) else None
            if earlier is not None:
                return earlier
            refusal = error if isinstance(error, ActionError) else explain(error)
            if refusal is None:
                raise
            self._record_failure(run, refusal, granted, started)
            raise refusal from error
        if isinstance(answer, str):
            raise Parked(answer)
        return answer

    def preview(self) -> Preview[O]:
        run = self._run(dry=True)
        granted = permit(self.actor, name=self.action.name, seats=self.action.seats, at=self.now)
        run.seat = granted.seat
        try:
            with transaction.atomic():
                raise _DryRun(self.action.body(run, self.data))
        except _DryRun as answer:
            events = tuple(event.name() for event, _ in run.announced)
            return Preview(self.action.output.model_validate(answer.result), tuple(run.changes), events)

    def _run(self, *, dry: bool = False) -> Run:
        return Run(self.action, self.actor, self.now, new_id(), "", dry, self.approval)

    def _inside(self, run: Run, granted: Permit, started: float) -> O | str:
        """Return the answer, or the id of the request that the run now waits for."""
        earlier = self._earlier() if self.key else None
        if earlier is not None:
            return earlier
        for gate in _gates:
            request = gate(run, self.data, granted)
            if request:
                record(run, self.data, Outcome.PARKED, granted, key=self.key, code=request, started=started)
                return request
        if granted.shadow and not run.approval:
            raise Refused(_("This agent may only propose, and nobody is there to take its proposals."), code="shadow")
        result = self.action.body(run, self.data)
        _finish(run, self.data, result, granted, key=self.key, started=started)
        return result

    def _earlier(self) -> O | None:
        entry = find_entry(self.action.name, key=self.key, actor=self.actor.ref)
        if entry is None:
            return None
        if entry.input_hash != input_hash(self.data):
            raise Duplicate
        if entry.outcome == Outcome.PARKED:
            request = entry.code
            entry = find_approved(request)
            if entry is None:
                raise Parked(request)
        return self.action.output.model_validate(entry.result or {})

    def _record_failure(self, run: Run, error: ActionError, granted: Permit, started: float) -> None:
        outcome = Outcome.DENIED if isinstance(error, Denied) else Outcome.REFUSED
        record(run, self.data, outcome, granted, message=error.message, code=error.code, started=started)


def _finish(
    run: Run, data: Input, result: Output, granted: Permit, *, started: float, key: str = "", parent: str = ""
) -> None:
    record(run, data, Outcome.DONE, granted, key=key, parent=parent, result=result, started=started)
    if run.announced:
        outbox.record_all(run.announced, cause=run.uid, at=run.now, actor_ref=run.actor.ref)
