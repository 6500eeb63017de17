"""What else suppliers may bill besides purchase orders: rooms beside and above name it, invoices are matched with it.

    @billable.source("dropships", settle=bill)
    def lines(supplier_id: int) -> Sequence[Billable]: ...

`settle(run, {reference: billed})` is called in the transaction that matches an invoice, with the pieces that were billed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.types import Text


@dataclass(frozen=True, slots=True)
class Billable:
    """Pieces that were delivered and not billed yet. `reference` names them for ever within its source."""

    reference: str
    label: Text
    sku: str
    quantity: int
    cost: Money
    """Of one piece, as agreed."""
    at: datetime
    subject: str = ""
    """The document it belongs to, e.g. `dropship:3`."""


type Source = Callable[[int], Sequence[Billable]]
type Settle = Callable[[Run, Mapping[str, int]], None]

_sources: dict[str, tuple[Source, Settle | None]] = {}


def source(name: str, *, settle: Settle | None = None) -> Callable[[Source], Source]:
    """Register what may be billed besides; the function gets a supplier's number."""

    def add(function: Source) -> Source:
        if name in _sources and _sources[name][0] is not function:
            raise ValueError(f"billable {name} is registered twice")
        _sources[name] = (function, settle)
        return function

    return add


def of_supplier(supplier_id: int) -> dict[str, tuple[Billable, ...]]:
    """Return what every source has for a supplier, by the source's name."""
    found = {name: tuple(ask(supplier_id)) for name, (ask, _settle) in sorted(_sources.items())}
    return {name: rows for name, rows in found.items() if rows}


def settle(run: Run, name: str, billed: Mapping[str, int]) -> None:
    """Tell a source that pieces of its references were billed."""
    _ask, take = _sources[name]
    if take is not None:
        take(run, billed)
