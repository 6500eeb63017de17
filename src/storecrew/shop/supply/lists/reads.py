"""Questions about lists of offers and what is to be decided of them."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.supply.lists.models import Match, MatchState
from storecrew.shop.supply.seats import EVERYWHERE, READERS


class MatchesQuery(Input):
    """Whose rows, and in which state."""

    supplier_id: int | None = None
    state: MatchState = MatchState.OPEN
    after: int = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class Candidate(Output):
    """A variant that a row may be, and how sure that is, 0 to 1."""

    variant_id: int
    confidence: float


class MatchView(Output):
    """A row of a supplier's list. `how`: by what the best candidate was found."""

    match_id: int
    supplier_id: int
    sku: str
    title: str
    barcode: str
    state: str
    how: str
    candidates: tuple[Candidate, ...]
    variant_id: int | None


class Matches(Output):
    """In the order in which they came; `after` asks for the next part."""

    items: tuple[MatchView, ...]
    after: int | None


@read("supply.matches", label=_("Rows of suppliers’ lists to be decided"), seats=READERS, surfaces=EVERYWHERE)
def matches(ask: Ask, data: MatchesQuery) -> Matches:
    """List rows of suppliers' lists with the store's goods that they may be, and how sure each is."""
    rows = Match.objects.filter(state=data.state, pk__gt=data.after).order_by("pk")
    rows = rows if data.supplier_id is None else rows.filter(supplier_id=data.supplier_id)
    found = list(rows[: data.limit])
    return Matches(items=tuple(map(_view, found)), after=found[-1].pk if len(found) == data.limit else None)


def _view(row: Match) -> MatchView:
    return MatchView(
        match_id=row.pk,
        supplier_id=row.supplier_id,
        sku=row.sku,
        title=row.title,
        barcode=row.barcode,
        state=row.state,
        how=row.how,
        candidates=tuple(Candidate(variant_id=pk, confidence=confidence) for pk, confidence in row.candidates),
        variant_id=row.variant_id,
    )
