"""What the house keeps of a person: each room gives a copy of its part, and erases it or says why it stays.

    privacy.section("orders", label=_("Orders"), export=…, keeps=_("Invoices are kept as long as tax law wants it."))
    privacy.section("reviews", label=_("Reviews"), export=…, forget=…)

`export(customer_ids)` returns JSON; `forget(customer_ids, now)` erases and returns how many rows it changed. It runs in
the transaction that forgets the customer. A section without `forget` has to say what it keeps and why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storecrew.kernel.pages.types import Text

type Export = Callable[[Sequence[int]], Any]
type Forget = Callable[[Sequence[int], datetime], int]


@dataclass(frozen=True, slots=True)
class PersonalPart:
    """What one room keeps."""

    name: str
    label: Text
    export: Export
    forget: Forget | None
    keeps: Text


_parts: dict[str, PersonalPart] = {}


def section(name: str, *, label: Text, export: Export, forget: Forget | None = None, keeps: Text = "") -> None:
    """Register what a room keeps of a person."""
    if forget is None and not keeps:
        raise ValueError(f"section {name} neither forgets nor says what it keeps")
    known = _parts.get(name)
    if known is not None and known.export is not export:
        raise ValueError(f"section {name} is registered twice")
    _parts[name] = PersonalPart(name, label, export, forget, keeps)


def parts() -> tuple[PersonalPart, ...]:
    """Return all sections, in the order in which they came."""
    return tuple(_parts.values())
