"""What the pages of an import of orders say."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.shop.orders.transfer.models import Batch, BatchState, Outcome
from storecrew.shop.orders.transfer.reconciling import unexplained
from storecrew.shop.orders.transfer.sentences import sentence_of

TONES: Final = {
    BatchState.MAPPING: "warn",
    BatchState.CHECKING: "half",
    BatchState.CHECKED: "neutral",
    BatchState.RUNNING: "half",
    BatchState.DONE: "good",
    BatchState.STOPPED: "warn",
    BatchState.FAILED: "bad",
    BatchState.UNDOING: "half",
    BatchState.UNDONE: "neutral",
}
OPEN: Final = frozenset({BatchState.CHECKING, BatchState.RUNNING, BatchState.UNDOING})


@dataclass(frozen=True, slots=True)
class Sums:
    """One currency: the file's own sum, ours, and what lies between, kind by kind."""

    currency: str
    file: str
    ours: str
    paid: str
    refunded: str
    between: tuple[tuple[str, int, str], ...]
    unexplained: str


def tally_of(row: Batch) -> dict[str, Any]:
    """Return what was counted last: by the import, else by the check."""
    tally: dict[str, Any] = row.result or row.predicted
    return tally


def figures(row: Batch) -> list[tuple[str, int]]:
    """Return how many orders there are of each outcome."""
    outcomes = tally_of(row).get("outcomes", {})
    return [(str(Outcome(name).label), number) for name, number in outcomes.items() if number]


def sums(row: Batch) -> list[Sums]:
    """Return file and orders side by side, for each currency."""
    tally = tally_of(row)
    left = unexplained(tally) if tally else {}
    return [
        Sums(
            currency=currency,
            file=_said(amounts["file"], currency),
            ours=_said(amounts["ours"], currency),
            paid=_said(amounts["paid"], currency),
            refunded=_said(amounts["refunded"], currency),
            between=tuple(
                (sentence_of(code, {}), number, _said(amount, currency))
                for code, (number, amount) in tally["effects"].get(currency, {}).items()
            ),
            unexplained=_said(str(left[currency]), currency) if left[currency] else "",
        )
        for currency, amounts in tally.get("sums", {}).items()
    ]


def headline(row: Batch) -> str:
    """Return the one sentence that matters."""
    written = sum(tally_of(row).get("outcomes", {}).get(name, 0) for name in (Outcome.NEW, Outcome.UPDATED))
    match row.state:
        case BatchState.MAPPING:
            return _("Say what its columns mean; then the file is checked. Nothing is written yet.")
        case BatchState.CHECKED:
            would = ngettext("%(n)d order would come in.", "%(n)d orders would come in.", written)
            return f"{would % {'n': written}} {_('Nothing is written yet.')}"
        case BatchState.DONE:
            return ngettext("%(n)d order came in.", "%(n)d orders came in.", written) % {"n": written}
        case BatchState.UNDONE:
            return _("What it brought in was taken out again.")
        case BatchState.STOPPED:
            return _("What came in stays. Going on starts where it stopped; nothing is done twice.")
        case BatchState.FAILED:
            return _("The file cannot be read, so nothing was written.")
    return ""


def _said(minor: str, currency: str) -> str:
    return format_money(Money(int(Decimal(minor).to_integral_value()), currency))
