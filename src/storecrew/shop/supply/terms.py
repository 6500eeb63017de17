"""What may be said of an offer, and the columns that it becomes."""

from datetime import date
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from storecrew.kernel.actions.types import Input
from storecrew.kernel.money.types import Money

type Pieces = Annotated[int, Field(ge=1, le=1_000_000)]


class BreakDraft(Input):
    """From so many pieces on, one costs this."""

    quantity: Annotated[int, Field(ge=2, le=1_000_000)]
    cost: Money


class OfferTerms(Input):
    """A supplier's terms for one variant. `sku` and `title` are the supplier's own; `cost` is of one piece, before tax."""

    sku: Annotated[str, Field(max_length=100)] = ""
    title: Annotated[str, Field(max_length=300)] = ""
    barcode: Annotated[str, Field(max_length=64)] = ""
    cost: Money | None = None
    breaks: Annotated[tuple[BreakDraft, ...], Field(max_length=20)] = ()
    minimum: Pieces = 1
    pack_size: Pieces = 1
    handling_days: Annotated[int, Field(ge=0, le=90)] | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    note: Annotated[str, Field(max_length=300)] = ""

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError(_("The last day lies before the first."))
        return self

    @model_validator(mode="after")
    def _costs(self) -> Self:
        costs = [*([self.cost] if self.cost else []), *(one.cost for one in self.breaks)]
        if any(cost.minor < 0 for cost in costs):
            raise ValueError(_("A cost cannot be negative."))
        if len({cost.currency for cost in costs}) > 1:
            raise ValueError(_("All costs of an offer are in one currency."))
        if problem := wrong_breaks(self.cost.minor if self.cost else None, kept_breaks(self.breaks)):
            raise ValueError(problem)
        return self


def wrong_breaks(cost_minor: int | None, breaks: list[list[int]]) -> str:
    """Say what is wrong with price breaks `[[from how many, minor], …]`; empty: nothing."""
    if len({quantity for quantity, _minor in breaks}) != len(breaks):
        return _("Two price breaks begin at the same quantity.")
    dearest = cost_minor
    for quantity, minor in breaks:
        if dearest is not None and minor > dearest:
            return _("From %(n)d pieces on one would cost more than before. Look at the price breaks again.") % {
                "n": quantity
            }
        dearest = minor
    return ""


def kept_breaks(breaks: tuple[BreakDraft, ...]) -> list[list[int]]:
    """Return price breaks as they are kept, rising."""
    return sorted([one.quantity, one.cost.minor] for one in breaks)


def columns_of(terms: OfferTerms, *, currency: str) -> dict[str, Any]:
    """Return the columns of an offer. `currency` is that of an offer that names no cost."""
    priced = terms.cost or (terms.breaks[0].cost if terms.breaks else None)
    same = ("sku", "title", "barcode", "minimum", "pack_size", "handling_days", "valid_from", "valid_until", "note")
    return {
        **{name: getattr(terms, name) for name in same},
        "cost_minor": terms.cost.minor if terms.cost else None,
        "currency": priced.currency if priced else currency,
        "breaks": kept_breaks(terms.breaks),
    }
