"""What stock and sourcing say to a basket: how many can be had, and from where each line leaves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import Actor
from storecrew.shop.pricing.goods import Good
from storecrew.shop.pricing.types import Problem, QuoteQuery, QuoteSource
from storecrew.shop.sourcing import reads as sourcing
from storecrew.shop.sourcing.types import BuyerPays, Need, Plan, Reason
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import ReservationView

ASKER = grants.system("pricing.quote", may={"stock.availability", "stock.reservations"})
"""Stock's levels are not for shoppers; what follows from them for one basket is."""
SUPPLIER: Final = "supplier"
"""Kind of a supplier's warehouse, as stock names it."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What is short, and where it leaves from: all from `warehouse_id` (None: nobody knows), or by line as `shares` say.

    `shares`: line → (warehouse, pieces). `theirs`: warehouses of suppliers among them → working days until it leaves there.
    """

    problems: tuple[Problem, ...]
    warehouse_id: int | None
    shares: Mapping[str, tuple[tuple[int | None, int], ...]] = field(default_factory=dict)
    theirs: Mapping[int, int | None] = field(default_factory=dict)
    suppliers: Mapping[int, int] = field(default_factory=dict)
    """Warehouse → whose it is."""
    sources: tuple[QuoteSource, ...] = ()
    why: tuple[Reason, ...] = ()
    buyer_pays: BuyerPays = BuyerPays.ONE

    def of_line(self, key: str, quantity: int) -> tuple[tuple[int | None, int], ...]:
        """Return from where the pieces of a line leave."""
        return self.shares.get(key) or ((self.warehouse_id, quantity),)


def supply_of(lines: Sequence[Good], data: QuoteQuery, currency: str, at: datetime) -> Supply:
    """Return what stock and sourcing say to lines. What is promised to the owner already counts as there.

    `currency`: in which sources are weighed against each other, the store's own.
    """
    actor = Actor("system", name=ASKER, reason="a basket is priced")
    ids = tuple(dict.fromkeys(line.sold.variant_id for line in lines))
    if not ids:
        return Supply((), None)
    found = stock.availability(actor, stock.AvailabilityQuery(variant_ids=ids), now=at)
    tracked = {one.variant_id: one.sellable for one in found.items if one.tracked}
    if not tracked:
        return Supply((), None)
    promised = _promised(actor, data.owner, at)
    wanted = Counter[int]()
    for line in lines:
        wanted[line.sold.variant_id] += line.wish.quantity
    problems = _short(lines, tracked, wanted, promised)
    alone = _alone(lines, tracked, wanted, promised if not data.anew else (), at)
    if alone is not None:
        return Supply(problems, alone or None)
    return _planned(problems, lines, data, currency, at)


def _promised(actor: Actor, owner: str, at: datetime) -> tuple[ReservationView, ...]:
    if not owner:
        return ()
    found = stock.reservations(actor, stock.ReservationsQuery(owners=(owner,), coverage=False), now=at)
    return found.items


def _short(
    lines: Sequence[Good],
    tracked: dict[int, int | None],
    wanted: Counter[int],
    promised: Sequence[ReservationView],
) -> tuple[Problem, ...]:
    own = Counter[int]()
    for one in promised:
        own[one.variant_id] += one.quantity
    # of a bundle the components are promised: under its line, but under another variant
    as_bundle = {one.line for one in promised if one.line}
    problems = []
    for line in lines:
        number, title = line.sold.variant_id, line.sold.title
        most = tracked.get(number)
        if most is None or wanted[number] <= most + own[number]:
            continue
        if not own[number] and line.wish.key in as_bundle:
            continue
        there = max(most + own[number], 0)
        if there == 0:
            message = _("“%(title)s” is sold out.") % {"title": title}
            problems.append(Problem(code="sold_out", message=message, line=line.wish.key, most=0))
        else:
            message = ngettext(
                "Only %(n)d piece of “%(title)s” is left.", "Only %(n)d pieces of “%(title)s” are left.", there
            ) % {"n": there, "title": title}
            problems.append(Problem(code="too_many", message=message, line=line.wish.key, most=there))
    return tuple(problems)


def _alone(
    lines: Sequence[Good],
    tracked: Mapping[int, int | None],
    wanted: Counter[int],
    promised: Sequence[ReservationView],
    at: datetime,
) -> int | None:
    """Return the warehouse of one's own that all leaves from without a thought, as stock itself chooses: the first by
    priority; 0: there is none to choose from, None: it has to be thought about."""
    selling = [one for one in stock.open_warehouses() if one.sells]
    if len(selling) <= 1 and not any(one.kind == SUPPLIER for one in selling):
        return selling[0].warehouse_id if selling else 0
    own = [one.warehouse_id for one in selling if one.kind != SUPPLIER]
    held_in = {one.warehouse_id for one in promised}
    if held_in:
        return held_in.pop() if len(held_in) == 1 and held_in <= set(own) and _held(lines, wanted, promised) else None
    if len(own) < len(selling) and not sourcing.own_first():
        return None
    there = stock.room_by_place(tracked, at)
    for warehouse_id in own:
        rooms = {number: there.get(number, {}).get(warehouse_id) for number in tracked}
        if all(room is not None and room.lying >= wanted[number] for number, room in rooms.items()):
            return warehouse_id
    return None


def _held(lines: Sequence[Good], wanted: Counter[int], promised: Sequence[ReservationView]) -> bool:
    """Tell whether all that is wanted is promised already."""
    by_line = {one.line for one in promised}
    by_variant = Counter[int]()
    for one in promised:
        by_variant[one.variant_id] += one.quantity
    return all(
        by_variant[line.sold.variant_id] >= wanted[line.sold.variant_id]
        or (not by_variant[line.sold.variant_id] and line.wish.key in by_line)
        for line in lines
    )


def _planned(
    problems: tuple[Problem, ...], lines: Sequence[Good], data: QuoteQuery, currency: str, at: datetime
) -> Supply:
    needs = [
        Need(
            key=line.wish.key,
            variant_id=line.sold.variant_id,
            quantity=line.wish.quantity,
            weight_g=line.sold.weight_g,
        )
        for line in lines
    ]
    plan = sourcing.plan(needs, ship_to=data.address, currency=currency, now=at, owner=data.owner, keep=not data.anew)
    shares: dict[str, tuple[tuple[int | None, int], ...]] = {}
    for share in plan.shares:
        shares[share.key] = (*shares.get(share.key, ()), (share.warehouse_id, share.quantity))
    return Supply(
        problems=problems,
        warehouse_id=None,
        shares=shares,
        theirs=_days(plan),
        suppliers={
            share.warehouse_id: share.supplier_id
            for share in plan.shares
            if share.warehouse_id is not None and share.supplier_id is not None
        },
        sources=tuple(_sources(plan)),
        why=plan.reasons,
        buyer_pays=plan.buyer_pays,
    )


def _days(plan: Plan) -> dict[int, int | None]:
    """Return until when a parcel leaves each supplier that is used: when the slowest of its things does."""
    days: dict[int, int | None] = {}
    for share in plan.shares:
        if share.own or share.warehouse_id is None:
            continue
        options = plan.options.get(share.variant_id, ())
        known = next((one.handling_days for one in options if one.warehouse_id == share.warehouse_id), None)
        days[share.warehouse_id] = max(known or 0, days.get(share.warehouse_id) or 0)
    return days


def _sources(plan: Plan) -> list[QuoteSource]:
    """Return for each line where it comes from, why, and what comes next if that fails."""
    found = []
    why = {one.key: one.reason for one in plan.lines}
    for key in dict.fromkeys(share.key for share in plan.shares):
        shares = tuple(share for share in plan.shares if share.key == key)
        used = {share.warehouse_id for share in shares}
        options = plan.options.get(shares[0].variant_id, ())
        found.append(
            QuoteSource(
                key=key,
                shares=shares,
                reason=why[key],
                chosen=tuple(one for one in options if one.warehouse_id in used),
                chain=tuple(one for one in options if one.warehouse_id not in used),
            )
        )
    return found
