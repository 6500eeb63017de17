"""What there was with a customer, newest first: what the crew and the customers did here, and what rooms above add.

    @timeline.source("orders.placed")
    def orders(actor, customer_ids, before, limit):
        yield Happening(at=…, title=_("Order %(number)s") % …, detail="¥128.00", url=…, icon="box")

`customer_ids` are the record's own number and those of records that were merged into it. A source returns at most
`limit` happenings before `before` (None: the newest), newest first; one that fails is logged and left out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from heapq import nlargest

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.tolerance import tolerate
from storecrew.kernel.pages.types import Text, Tone


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened; `who` did it, empty for the customers themselves."""

    at: datetime
    title: Text
    detail: Text = ""
    url: str = ""
    icon: str = "clock"
    tone: Tone = Tone.NEUTRAL
    who: Text = ""


type Source = Callable[[Actor, Sequence[int], datetime | None, int], Iterable[Happening]]

_sources: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Register a source; `name` is stable, of the form room.what."""

    def decorate(function: Source) -> Source:
        if _sources.get(name, function) is not function:
            raise ValueError(f"timeline source {name} is registered twice")
        _sources[name] = function
        return function

    return decorate


def of(
    actor: Actor, customer_ids: Sequence[int], *, before: datetime | None = None, limit: int = 40
) -> list[Happening]:
    """Return the newest happenings of all sources before `before`, newest first."""
    found: list[Happening] = []
    for name, ask in _sources.items():
        found += tolerate(f"timeline source {name}", partial(ask, actor, customer_ids, before, limit))
    return nlargest(limit, found, key=lambda happening: happening.at)
