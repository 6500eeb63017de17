"""The kinds of letters about orders. Rooms above add theirs, in a module that the `ready` of their app imports:

    kinds.kind("sent", label=_("Sent"), when=_("when a parcel leaves"), order=50, compose=compose, example=example)

`compose(occasion)` returns the Sheet, in the active language; `example(order, now)` returns facts for the preview.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storecrew.kernel.mail.composing import Sheet
from storecrew.kernel.pages.types import Text
from storecrew.shop.orders.types import OrderView


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is about. `url` opens the order for its buyer, empty while no front serves it; `facts` are of the kind."""

    order: OrderView
    url: str
    now: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


type Compose = Callable[[Occasion], Sheet]
type Example = Callable[[OrderView, datetime], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of letter."""

    code: str
    label: Text
    when: Text
    compose: Compose
    example: Example
    order: int
    on: bool
    fixed: bool


_kinds: dict[str, Kind] = {}


def _nothing(order: OrderView, now: datetime) -> Mapping[str, Any]:
    return {}


def kind(
    code: str,
    *,
    label: Text,
    when: Text,
    compose: Compose,
    example: Example = _nothing,
    order: int = 100,
    on: bool = True,
    fixed: bool = False,
) -> None:
    """Register a kind. `on`: as long as nobody switched it; `fixed` ones are asked for by their reader and always on."""
    known = _kinds.get(code)
    if known is not None and known.compose is not compose:
        raise ValueError(f"letter {code} is registered twice")
    _kinds[code] = Kind(code, label, when, compose, example, order, on, fixed)


def kinds() -> tuple[Kind, ...]:
    """Return all kinds, in the order of an order's life."""
    return tuple(sorted(_kinds.values(), key=lambda one: (one.order, one.code)))


def find(code: str) -> Kind | None:
    """Return a kind; None for one that nobody registered."""
    return _kinds.get(code)
