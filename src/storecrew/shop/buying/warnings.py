"""What rooms above know against a supplier before something is ordered of them.

@warnings.source("suppliers.standing")
def standing(supplier_ids: Collection[int]) -> Mapping[int, Warning]: ...
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from storecrew.kernel.pages.tolerance import tolerate
from storecrew.kernel.pages.types import Text


@dataclass(frozen=True, slots=True)
class Warning:
    """What is known, as a sentence. `block`: nothing may be ordered; `warn`: whoever orders is told."""

    level: Literal["warn", "block"]
    sentence: Text


type Source = Callable[[Collection[int]], Mapping[int, Warning]]

_sources: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Register who knows something; the function gets supplier numbers and answers for those it warns of."""

    def add(function: Source) -> Source:
        if _sources.get(name, function) is not function:
            raise ValueError(f"warnings of {name} are registered twice")
        _sources[name] = function
        return function

    return add


def about(supplier_ids: Collection[int]) -> dict[int, tuple[Warning, ...]]:
    """Return what is known against suppliers, blocks first. A source that fails is logged and left out."""
    found: dict[int, list[Warning]] = {}
    for name, ask in sorted(_sources.items()):
        for supplier_id, warning in tolerate(f"warnings {name}", partial(_asked, ask, supplier_ids)):
            found.setdefault(supplier_id, []).append(warning)
    return {number: tuple(sorted(some, key=lambda one: one.level != "block")) for number, some in found.items()}


def _asked(ask: Source, supplier_ids: Collection[int]) -> list[tuple[int, Warning]]:
    return list(ask(supplier_ids).items())
