"""What of suppliers' words may be sold, and what a page says of it: many variants at a time, a fixed number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output, nobody
from storecrew.shop.availability.rule import Grounds, State, there
from storecrew.shop.availability.seats import EVERYWHERE, READERS
from storecrew.shop.availability.types import Source, Standing
from storecrew.shop.availability.weighing import Scales, Weighed
from storecrew.shop.availability.why import why
from storecrew.shop.availability.words import words
from storecrew.shop.stock import reads as stock

AT_ONCE = 1000
_BEST = (State.IN_STOCK, State.FROM_DATE, State.CONFIRMING, State.OUT)


class SellableQuery(Input):
    """Which variants."""

    variant_ids: Annotated[tuple[int, ...], Field(max_length=AT_ONCE)]


class Sellables(Output):
    """One for each variant and site about which anything was said; in the order of variants, the most sellable first."""

    items: tuple[Source, ...]


@read("availability.sellable", label=_("What suppliers' reports are worth"), seats=READERS, surfaces=EVERYWHERE)
def sellable(ask: Ask, data: SellableQuery) -> Sellables:
    """Say for each source of variants what was said, how old that is, how fast it sells there, how often the supplier is
    right, and how much of it may be sold now, with the reason."""
    scales, found = weighed(Q(variant_id__in=data.variant_ids), ask.now)
    items = sorted(
        (source_of(scales, one) for one in found), key=lambda row: (row.variant_id, -row.sellable, row.site_id)
    )
    return Sellables(items=tuple(items))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a supplier's word of one variant is worth at one warehouse: for rooms that weigh sources against each other."""

    supplier_id: int
    offer_id: int
    state: State
    since: date | None
    sellable: int
    _grounds: Grounds

    def there(self, pieces: int, free: int) -> float:
        """Return the chance that so many pieces are there besides those promised already, when `free` may be sold still."""
        return there(self._grounds, max(pieces, self.sellable - free + pieces))


def outlooks(variant_ids: Iterable[int], now: datetime) -> dict[tuple[int, int], Outlook]:
    """Return what suppliers' words of variants are worth, by (variant, warehouse). How many questions does not depend on how
    many variants are asked for."""
    scales, found = weighed(Q(variant_id__in=list(variant_ids)), now)
    answer: dict[tuple[int, int], Outlook] = {}
    for one in found:
        site = scales.sites[one.word.site_id]
        answer[one.word.offer_variant_id, site.warehouse_id] = Outlook(
            supplier_id=site.supplier_id,
            offer_id=one.word.offer_id,
            state=one.verdict.state,
            since=one.verdict.since,
            sellable=one.verdict.sellable,
            _grounds=one.grounds,
        )
    return answer


def weighed(which: Q, now: datetime) -> tuple[Scales, list[Weighed]]:
    """Weigh the words that `which` names, as of now."""
    rows = words(which)
    scales = Scales({row.site_id for row in rows}, now, [row.offer_id for row in rows])
    return scales, [scales.weigh(row) for row in rows]


def source_of(scales: Scales, one: Weighed) -> Source:
    """Return a weighed word as others may hold it."""
    site = scales.sites[one.word.site_id]
    return Source(
        variant_id=one.word.offer_variant_id,
        offer_id=one.word.offer_id,
        supplier_id=site.supplier_id,
        site_id=site.site_id,
        warehouse_id=site.warehouse_id,
        said=one.word.quantity,
        seen_at=one.word.seen_at,
        worked_days=one.grounds.worked,
        speed=one.speed.rate,
        right=one.grounds.right,
        sellable=one.verdict.sellable,
        state=one.verdict.state,
        since=one.verdict.since,
        reason=one.verdict.reason,
        why=why(one),
    )


def standing(variant_ids: Iterable[int], now: datetime) -> dict[int, Standing]:
    """Return what a page says of counted variants: in stock, being confirmed, from when on, or out. For whoever shows pages.

    What lies in a warehouse of one's own is in stock. Otherwise the best that a supplier with free pieces allows counts;
    where none has any, one who could still be asked makes it "being confirmed". Not counted variants are left out.
    """
    ids = list(dict.fromkeys(variant_ids))
    told = {
        one.variant_id: one
        for one in stock.availability(nobody(), stock.AvailabilityQuery(variant_ids=tuple(ids)), now=now).items
        if one.tracked
    }
    parts = stock.recipes(told)
    items = {*told, *(item for recipe in parts.values() for item, _each in recipe)}
    by_item: dict[int, list[Weighed]] = {}
    scales, found = weighed(Q(variant_id__in=items), now)
    for one in found:
        by_item.setdefault(one.word.offer_variant_id, []).append(one)
    rooms = stock.rooms(by_item, now)
    theirs = {site.warehouse_id: site.site_id for site in scales.sites.values()}
    answer: dict[int, Standing] = {}
    for pk, known in told.items():
        made_of = [item for item, _each in parts.get(pk, [(pk, 1)])]
        states = [_of_item(by_item.get(item, []), rooms.get(item, {}), theirs) for item in made_of]
        answer[pk] = _standing(pk, known.sellable, known.ships_on, states)
    return answer


type _Told = tuple[State, date | None] | None
"""What suppliers allow to say of an item; None: it lies in a warehouse of one's own, or nobody said anything of it."""


def _of_item(said: list[Weighed], rooms: dict[int, int | None], theirs: dict[int, int]) -> _Told:
    if any(room != 0 for place, room in rooms.items() if place not in theirs) or not said:
        return None
    free = {theirs[place] for place, room in rooms.items() if place in theirs and room != 0}
    with_some = [one.verdict for one in said if one.word.site_id in free]
    some = with_some or [one.verdict for one in said]
    best = min(some, key=lambda verdict: (_BEST.index(verdict.state), verdict.since or date.max))
    return best.state, best.since


def _standing(pk: int, left: int | None, ships_on: date | None, states: list[_Told]) -> Standing:
    """Put together what is said of a variant, or of the parts of a bundle: the worst of them counts."""
    known = [state for state in states if state is not None]
    worst = max(known, key=lambda state: (_BEST.index(state[0]), state[1] or date.min), default=None)
    if left is not None and left <= 0:
        asked = worst is not None and worst[0] is State.CONFIRMING
        return Standing(variant_id=pk, state=State.CONFIRMING if asked else State.OUT)
    if ships_on is not None:
        return Standing(variant_id=pk, state=State.FROM_DATE, since=ships_on)
    if worst is None:
        return Standing(variant_id=pk, state=State.IN_STOCK)
    # pieces that are free still, and too old by now: the job is about to take them back
    state = State.CONFIRMING if worst[0] is State.OUT else worst[0]
    return Standing(variant_id=pk, state=state, since=worst[1])
