"""What stock says to a basket: how many can be had, and from which warehouse all of it can leave together."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import Actor
from storecrew.shop.pricing.goods import Good
from storecrew.shop.pricing.types import Problem
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import ReservationView

ASKER = grants.system(
    "pricing.quote", may={"stock.availability", "stock.levels", "stock.reservations", "stock.warehouses"}
)
"""Stock's levels are not for shoppers; what follows from them for one basket is."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What is short, and the warehouse everything can leave from; None: several, or nobody knows."""

    problems: tuple[Problem, ...]
    warehouse_id: int | None


def supply_of(lines: Sequence[Good], owner: str, at: datetime) -> Supply:
    """Return what stock says to lines. What is promised to `owner` already counts as there."""
    actor = Actor("system", name=ASKER, reason="a basket is priced")
    ids = tuple(dict.fromkeys(line.sold.variant_id for line in lines))
    if not ids:
        return Supply((), None)
    found = stock.availability(actor, stock.AvailabilityQuery(variant_ids=ids), now=at)
    tracked = {one.variant_id: one.sellable for one in found.items if one.tracked}
    if not tracked:
        return Supply((), None)
    promised = _promised(actor, owner, at)
    wanted = Counter[int]()
    for line in lines:
        wanted[line.sold.variant_id] += line.wish.quantity
    problems = _short(lines, tracked, wanted, promised)
    return Supply(problems, _together(actor, tracked, wanted, promised, at))


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


def _together(
    actor: Actor,
    tracked: dict[int, int | None],
    wanted: Counter[int],
    promised: Sequence[ReservationView],
    at: datetime,
) -> int | None:
    """Return the warehouse that all of it lies in, the first by priority, as stock itself chooses."""
    held_in = {one.warehouse_id for one in promised}
    if len(held_in) == 1:
        return held_in.pop()
    places = stock.warehouses(actor, stock.WarehousesQuery(), now=at)
    selling = [one.warehouse_id for one in places.items if one.sells]
    if len(selling) <= 1:
        return selling[0] if selling else None
    there: dict[int, dict[int, int]] = defaultdict(dict)
    for level in stock.levels(actor, stock.LevelsQuery(variant_ids=tuple(tracked)), now=at).items:
        there[level.warehouse_id][level.variant_id] = level.available
    for warehouse_id in selling:
        if all(there[warehouse_id].get(number, 0) >= wanted[number] for number in tracked):
            return warehouse_id
    return None
