"""Reads: questions with the same permission and typing as actions, without transaction and audit."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_type_hints

from django.utils import timezone
from django.utils.functional import Promise

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.grants import grants_of, permit
from storecrew.kernel.actions.types import Actor, Ask, Input, Output, Surface


@dataclass(frozen=True, slots=True, eq=False)
class Read[I: Input, O: Output]:
    """A named, typed, permitted question. Call it with an actor and an input."""

    name: str
    label: Promise | str
    body: Callable[[Ask, I], O]
    input: type[I]
    output: type[O]
    seats: frozenset[str]
    surfaces: frozenset[Surface]
    describe: str

    def __call__(self, actor: Actor, data: I, *, now: datetime | None = None) -> O:
        """Answer the question as of `now` (aware, UTC; None means this instant). Raises Denied, SignedOut, Missing, Refused."""
        at = now or timezone.now()
        permit(actor, name=self.name, seats=self.seats, at=at)
        grants = grants_of(actor, at)
        return self.body(Ask(actor, at, frozenset(grants.seats), grants.owner), data)

    def contract(self) -> dict[str, Any]:
        """Return the public contract of this read for `registry.json`."""
        return {
            "input": self.input.model_json_schema(),
            "output": self.output.model_json_schema(mode="serialization"),
            "seats": sorted(self.seats),
            "surfaces": sorted(self.surfaces),
        }


def read[I: Input, O: Output](
    name: str, *, label: Promise | str, seats: Set[str], surfaces: Set[str] = frozenset({Surface.WEB})
) -> Callable[[Callable[[Ask, I], O]], Read[I, O]]:
    """Make a read of an ordinary function `body(ask, data)`; its docstring describes it to people and models."""

    def decorate(body: Callable[[Ask, I], O]) -> Read[I, O]:
        hints = get_type_hints(body)
        describe = (body.__doc__ or "").strip()
        if not describe:
            raise TypeError(f"{name} has no docstring; it is what people and models read")
        made = Read(
            name=name,
            label=label,
            body=body,
            input=hints["data"],
            output=hints["return"],
            seats=frozenset(seats),
            surfaces=frozenset(Surface(surface) for surface in surfaces),
            describe=describe,
        )
        registry.add_read(made)
        return made

    return decorate
