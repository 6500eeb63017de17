"""Record exchange rates."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.money.models import Rate
from storecrew.kernel.money.types import UnknownCurrency


def _currency(code: str) -> str:
    if not is_currency(code):
        raise UnknownCurrency(code)
    return code


CurrencyCode = Annotated[str, Field(min_length=3, max_length=3), AfterValidator(_currency)]
"""An ISO 4217 code in an input."""


class RateRow(Input):
    """One unit of `base` is worth `rate` units of `quote` on a day."""

    base: CurrencyCode
    quote: CurrencyCode
    rate: Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=12)]
    """No more than 15 digits: as many as SQLite keeps exactly."""
    on: date


class RecordRates(Input):
    """Rates from one source."""

    source: Annotated[str, Field(min_length=1, max_length=40)]
    rates: Annotated[tuple[RateRow, ...], Field(min_length=1, max_length=50_000)]


class Recorded(Output):
    """How many rates were new, and how many were known already."""

    recorded: int
    known: int


@action(
    "money.record_rates",
    label=_("Record exchange rates"),
    seats={"finance", "director"},
    surfaces={"web", "rest", "cli"},
)
def record_rates(run: Run, data: RecordRates) -> Recorded:
    """Record exchange rates of one source.

    A rate that says what the newest one for its day says already is left out;
    a different one is a correction, kept beside it.
    """
    days = {row.on for row in data.rates}
    known: dict[tuple[str, str, date], Decimal] = {}
    for old in Rate.objects.filter(source=data.source, on__range=(min(days), max(days))).order_by("recorded_at", "pk"):
        known[old.base, old.quote, old.on] = old.rate
    # a row named twice counts as its last value
    wanted = {(row.base, row.quote, row.on): row.rate for row in data.rates}
    fresh = [
        Rate(base=base, quote=quote, on=on, rate=rate, source=data.source, recorded_at=run.now)
        for (base, quote, on), rate in wanted.items()
        if known.get((base, quote, on)) != rate
    ]
    Rate.objects.bulk_create(fresh, batch_size=500)
    run.about(f"rates:{data.source}")
    return Recorded(recorded=len(fresh), known=len(wanted) - len(fresh))
