"""Make what an owner is promised exactly what is asked for: all lines, or nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.stock.models import Item, Level, Reservation
from storecrew.shop.stock.types import Short, SoldOut, Taken
from storecrew.shop.stock.writing.announcing import announce_crossings
from storecrew.shop.stock.writing.choosing import choose
from storecrew.shop.stock.writing.demand import Demand
from storecrew.shop.stock.writing.shelf import Shelf


def promise(
    run: Run, owner: str, demands: Sequence[Demand], *, until: datetime | None, to: str = ""
) -> tuple[Taken, ...]:
    """Promise these demands to `owner` (from now on called `to`), until then or firmly. Raises SoldOut."""
    shelf = Shelf.of_items((demand.item_id for demand in demands), owner=owner)
    asked = _counted(shelf, demands)
    own, expired = reservations_on(shelf, owner, run.now)
    lapse(run, shelf, expired)
    kept: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for row in own:
        if row.lapsed_at is None:
            shelf.change(shelf.levels[row.level_id], {_column(row): -row.quantity})
            kept[shelf.levels[row.level_id].item_id, row.line].append((row.level_id, row.quantity))
    choice = choose(shelf, asked, kept, move=until is not None)
    if choice.shorts:
        raise sold_out(choice.shorts)
    column = "committed" if until is None else "held"
    for (level_id, _line), quantity in choice.shares.items():
        shelf.change(shelf.levels[level_id], {column: quantity})
    shelf.write(run)
    _rewrite(run, own, choice.shares, owner=to or owner, until=until)
    announce_crossings(run, shelf)
    return taken_of(shelf, choice.shares)


def reservations_on(shelf: Shelf, owner: str, now: datetime) -> tuple[list[Reservation], list[Reservation]]:
    """Return what `owner` has been promised, and what others held on these levels beyond its time."""
    over = Q(level_id__in=list(shelf.levels), held_until__lte=now, lapsed_at=None)
    rows = list(Reservation.objects.filter(Q(owner=owner) | over).order_by("pk"))
    own = [row for row in rows if row.owner == owner]
    if any(row.level_id not in shelf.levels for row in own):
        raise Refused(_("This was changed from somewhere else at the same moment. Try again."), code="stock.moved")
    return own, [row for row in rows if row.owner != owner]


def lapse(run: Run, shelf: Shelf, rows: Collection[Reservation]) -> None:
    """Give back holds whose time is over; their levels are locked."""
    if not rows:
        return
    for row in rows:
        shelf.change(shelf.levels[row.level_id], {"held": -row.quantity})
    Reservation.objects.filter(pk__in=[row.pk for row in rows]).update(lapsed_at=run.now)


def give_back(run: Run, shelf: Shelf, rows: Iterable[tuple[Reservation, int]]) -> None:
    """Take pieces off reservations whose levels are locked; what is left of a row stays promised."""
    gone: list[int] = []
    left: dict[int, int] = {}
    for row, quantity in rows:
        if row.lapsed_at is None:
            shelf.change(shelf.levels[row.level_id], {_column(row): -quantity})
        if quantity >= row.quantity:
            gone.append(row.pk)
        else:
            left[row.pk] = row.quantity - quantity
    if gone:
        Reservation.objects.filter(pk__in=gone).delete()
    if left:
        cases = [When(pk=pk, then=Value(pieces)) for pk, pieces in left.items()]
        Reservation.objects.filter(pk__in=list(left)).update(quantity=Case(*cases, output_field=IntegerField()))


def taken_of(shelf: Shelf, shares: dict[tuple[int, str], int]) -> tuple[Taken, ...]:
    """Say what was promised from where, once `shelf` is as it will be: what a level lacks, its newest promises lack."""
    lacking = {pk: max(0, -level.available) for pk, level in shelf.levels.items()}
    found: list[Taken] = []
    for (level_id, line), quantity in reversed(shares.items()):
        level = shelf.levels[level_id]
        backordered = min(quantity, lacking[level_id])
        lacking[level_id] -= backordered
        found.append(
            Taken(
                variant_id=level.item_id,
                warehouse_id=level.warehouse_id,
                quantity=quantity,
                line=line,
                backordered=backordered,
            )
        )
    return tuple(reversed(found))


def sold_out(shorts: Sequence[Short]) -> SoldOut:
    """Return the refusal with the names of what is missing."""
    rows = Item.objects.filter(pk__in=[short.variant_id for short in shorts])
    names = {pk: sku or title for pk, sku, title in rows.values_list("pk", "variant__sku", "variant__product__title")}
    return SoldOut(shorts, [names.get(short.variant_id, "") for short in shorts])


def _column(row: Reservation) -> str:
    return "committed" if row.held_until is None else "held"


def _counted(shelf: Shelf, demands: Sequence[Demand]) -> list[Demand]:
    """Leave out what is not counted. Raises SoldOut for what is counted and lies in no warehouse."""
    nowhere = {demand.item_id for demand in demands} - set(shelf.of_item)
    if nowhere:
        lost = set(Item.objects.filter(pk__in=nowhere, tracked=True, bundle=False).values_list("pk", flat=True))
        if lost:
            sums = {pk: sum(row.quantity for row in demands if row.item_id == pk) for pk in sorted(lost)}
            raise sold_out([Short(pk, wanted, 0) for pk, wanted in sums.items()])
    return [row for row in demands if row.item_id in shelf.of_item and _first(shelf, row.item_id).item.tracked]


def _first(shelf: Shelf, item_id: int) -> Level:
    return shelf.of_item[item_id][0]


def _rewrite(
    run: Run, own: Sequence[Reservation], shares: dict[tuple[int, str], int], *, owner: str, until: datetime | None
) -> None:
    """Make the owner's rows those of `shares`, leaving alone what says the same already."""
    before = {(row.level_id, row.line): row for row in own}
    same = {
        key: row
        for key, row in before.items()
        if shares.get(key) == row.quantity and row.lapsed_at is None and (until is None) == (row.held_until is None)
    }
    gone = [row.pk for key, row in before.items() if key not in same]
    if gone:
        Reservation.objects.filter(pk__in=gone).delete()
    stale = [row.pk for row in same.values() if row.held_until != until or row.owner != owner]
    if stale:
        Reservation.objects.filter(pk__in=stale).update(held_until=until, owner=owner)
    fresh = [
        Reservation(
            level_id=key[0],
            owner=owner,
            line=key[1],
            quantity=quantity,
            held_until=until,
            made_at=before[key].made_at if key in before else run.now,
        )
        for key, quantity in shares.items()
        if key not in same
    ]
    if fresh:
        Reservation.objects.bulk_create(fresh)
