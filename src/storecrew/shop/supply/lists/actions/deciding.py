"""Decide what rows of lists are: accept, choose another, say that it is none of ours, and take that back."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply.events import CostsChanged, OffersEnded, OffersMade
from storecrew.shop.supply.lists.models import Match, MatchState
from storecrew.shop.supply.lists.rows import columns_from
from storecrew.shop.supply.models import Offer, Supplier
from storecrew.shop.supply.seats import BUYERS, EVERYWHERE
from storecrew.shop.supply.writing.loading import supplier_of
from storecrew.shop.supply.writing.offers import Became, Terms, end_offers, write_offers


class SomeMatches(Input):
    """Names rows of lists."""

    match_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=500)]


class Decided(Output):
    """How many rows were decided. `left`: rows that could not be, such as those without a candidate."""

    decided: int
    left: int = 0


@action(
    "supply.accept_matches",
    label=gettext_lazy("Accept what rows were found to be"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(OffersMade, CostsChanged),
    previews=True,
)
def accept_matches(run: Run, data: SomeMatches) -> Decided:
    """Accept the likeliest of the store's goods for rows of lists; the supplier offers them from now on.

    Left as they are: rows without a candidate, and rows whose candidate the supplier offers under another SKU.
    """
    rows = [row for row in _load(data.match_ids) if row.state == MatchState.OPEN]
    wanted = {row.pk: row.candidates[0][0] for row in rows if row.candidates}
    decided = 0
    for supplier_id in sorted({row.supplier_id for row in rows}):
        supplier = supplier_of(run, supplier_id, going=True)
        going = [row for row in rows if row.supplier_id == supplier_id and row.pk in wanted]
        free = _free(supplier, [(row, wanted[row.pk]) for row in going])
        _accept(run, supplier, free)
        decided += len(free)
    return Decided(decided=decided, left=len(rows) - decided)


class Choose(Input):
    """Which variant a row is."""

    match_id: int
    variant_id: int


@action(
    "supply.choose_match",
    label=gettext_lazy("Say what a row of a list is"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(OffersMade, OffersEnded, CostsChanged),
    previews=True,
)
def choose_match(run: Run, data: Choose) -> Decided:
    """Say which of the store's goods a row of a list is, whatever it was taken for before."""
    (row,) = _load([data.match_id])
    supplier = supplier_of(run, row.supplier_id, going=True)
    if row.state in {MatchState.SURE, MatchState.ACCEPTED} and row.variant_id == data.variant_id:
        return Decided(decided=0)
    if not catalogue.calling(only=[data.variant_id]):
        raise InvalidInput({"variant_id": _("There is no such variant.")})
    _take_back(run, [row])
    if not _free(supplier, [(row, data.variant_id)]):
        raise Refused(
            _("This supplier offers that under another SKU already. End that offer first."), code="supply.offered"
        )
    _accept(run, supplier, [(row, data.variant_id)])
    return Decided(decided=1)


@action(
    "supply.reject_matches",
    label=gettext_lazy("Say that rows are none of ours"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(OffersEnded,),
    previews=True,
)
def reject_matches(run: Run, data: SomeMatches) -> Decided:
    """Say that rows of lists are nothing the store sells. Later lists do not ask again; offers made of them end."""
    rows = [row for row in _load(data.match_ids) if row.state != MatchState.REJECTED]
    _take_back(run, rows)
    for row in rows:
        _decide(run, row, MatchState.REJECTED)
    Match.objects.bulk_update(rows, _COLUMNS, batch_size=200)
    return Decided(decided=len(rows))


@action(
    "supply.reopen_matches",
    label=gettext_lazy("Take decisions about rows back"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(OffersEnded,),
    previews=True,
)
def reopen_matches(run: Run, data: SomeMatches) -> Decided:
    """Take decisions back: rows are to be decided again, and offers that were made of them end."""
    rows = [row for row in _load(data.match_ids) if row.state != MatchState.OPEN]
    _take_back(run, rows)
    for row in rows:
        _decide(run, row, MatchState.OPEN)
        row.decided_by, row.decided_at = "", None
    Match.objects.bulk_update(rows, _COLUMNS, batch_size=200)
    return Decided(decided=len(rows))


_COLUMNS = ["state", "variant", "offer", "made_offer", "decided_by", "decided_at"]


def _load(match_ids: Iterable[int]) -> list[Match]:
    wanted = set(match_ids)
    rows = list(Match.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(rows) != len(wanted):
        raise Missing(_("There is no such row."))
    return rows


def _free(supplier: Supplier, wanted: Sequence[tuple[Match, int]]) -> list[tuple[Match, int]]:
    """Keep the rows whose variant nobody has: no offer under another SKU, no row before, no offer of their SKU."""
    variant_ids, skus = [variant_id for _row, variant_id in wanted], [row.sku for row, _id in wanted if row.sku]
    offers = Offer.objects.filter(supplier=supplier, ended_at=None)
    under = dict(offers.filter(variant_id__in=variant_ids).exclude(sku="").values_list("variant_id", "sku"))
    of_sku = dict(offers.filter(sku__in=skus).values_list("sku", "variant_id"))
    free, seen = [], set()
    for row, variant_id in wanted:
        elsewhere = under.get(variant_id, row.sku) != row.sku and bool(row.sku)
        if variant_id not in seen and not elsewhere and of_sku.get(row.sku, variant_id) == variant_id:
            seen.add(variant_id)
            free.append((row, variant_id))
    return free


def _accept(run: Run, supplier: Supplier, pairs: Sequence[tuple[Match, int]]) -> None:
    terms = [Terms(variant_id, _kept(row)) for row, variant_id in pairs]
    for (row, variant_id), (offer, became) in zip(pairs, write_offers(run, supplier, terms), strict=True):
        _decide(run, row, MatchState.ACCEPTED, variant_id=variant_id, offer=offer, made=became == Became.NEW)
    Match.objects.bulk_update([row for row, _id in pairs], _COLUMNS, batch_size=200)


def _kept(row: Match) -> dict[str, Any]:
    values = columns_from(row.said)
    return {name: value for name, value in values.items() if name not in {"sku", "title"} or value}


def _take_back(run: Run, rows: Iterable[Match]) -> None:
    """End the offers that were made of these rows; offers that were there before stay."""
    made = [row.offer_id for row in rows if row.made_offer and row.offer_id is not None]
    if made:
        end_offers(run, Offer.objects.select_for_update().filter(pk__in=made).order_by("pk"))


def _decide(
    run: Run,
    row: Match,
    state: MatchState,
    *,
    variant_id: int | None = None,
    offer: Offer | None = None,
    made: bool = False,
) -> None:
    run.changed(row.subject, "state", old=row.state, new=state.value)
    run.changed(row.subject, "variant", old=row.variant_id, new=variant_id)
    row.state, row.variant_id, row.offer, row.made_offer = state, variant_id, offer, made
    row.decided_by, row.decided_at = run.actor.ref, run.now
