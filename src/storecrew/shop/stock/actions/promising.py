"""Promise stock and take promises back: for a while to carts, firmly to orders."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.stock.events import AvailabilityChanged
from storecrew.shop.stock.models import Level, Reservation
from storecrew.shop.stock.seats import EVERYWHERE, PROMISERS
from storecrew.shop.stock.types import LINES_AT_MOST, Owner, Taken, Wanted
from storecrew.shop.stock.writing.announcing import announce_crossings
from storecrew.shop.stock.writing.demand import Demand, demands_of
from storecrew.shop.stock.writing.promising import give_back, promise, reservations_on, taken_of
from storecrew.shop.stock.writing.shelf import Shelf

type Lines = Annotated[tuple[Wanted, ...], Field(max_length=LINES_AT_MOST)]


class Hold(Input):
    """What `owner` is to hold, and until when (aware time)."""

    owner: Owner
    lines: Lines
    until: datetime


class Promised(Output):
    """What is promised from where. Variants that are not counted do not appear."""

    owner: str
    taken: tuple[Taken, ...]


@action(
    "stock.hold",
    label=gettext_lazy("Hold stock for a while"),
    seats=PROMISERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def hold(run: Run, data: Hold) -> Promised:
    """Make what this owner holds exactly these lines, until then; all of them or none.

    Raises SoldOut, and then what was held before stays held.
    """
    if data.until <= run.now:
        raise InvalidInput({"until": _("This moment has passed. Choose a later one.")})
    run.about(data.owner)
    return Promised(owner=data.owner, taken=promise(run, data.owner, demands_of(data.lines), until=data.until))


class Reserve(Input):
    """What `owner` is to be promised firmly."""

    owner: Owner
    lines: Lines


@action(
    "stock.reserve",
    label=gettext_lazy("Promise stock"),
    seats=PROMISERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def reserve(run: Run, data: Reserve) -> Promised:
    """Make what this owner is firmly promised exactly these lines; what stays the same stays where it is.

    Raises SoldOut, and then what was promised before stays promised.
    """
    run.about(data.owner)
    return Promised(owner=data.owner, taken=promise(run, data.owner, demands_of(data.lines), until=None))


class Confirm(Input):
    """Whose holds become firm promises of whom."""

    owner: Owner
    to: Owner


@action(
    "stock.confirm",
    label=gettext_lazy("Turn holds into firm promises"),
    seats=PROMISERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
)
def confirm(run: Run, data: Confirm) -> Promised:
    """Turn what `owner` holds into firm promises of `to`. What has lapsed since is taken again if it can be.

    Raises SoldOut if not. Asked again, it answers with what `to` has been promised.
    """
    run.about(data.to, data.owner)
    shelf = Shelf.of_items((), owner=data.owner)
    own, _expired = reservations_on(shelf, data.owner, run.now)
    if not own:
        return Promised(owner=data.to, taken=_promised(data.to))
    if any(row.lapsed_at for row in own):
        again = [_again(shelf.levels[row.level_id], row) for row in own]
        return Promised(owner=data.to, taken=promise(run, data.owner, again, until=None, to=data.to))
    shares: dict[tuple[int, str], int] = {}
    for row in own:
        shares[row.level_id, row.line] = row.quantity
        if row.held_until is not None:
            shelf.change(shelf.levels[row.level_id], {"held": -row.quantity, "committed": row.quantity})
    shelf.write(run)
    Reservation.objects.filter(pk__in=[row.pk for row in own]).update(owner=data.to, held_until=None)
    return Promised(owner=data.to, taken=taken_of(shelf, shares))


def _again(level: Level, row: Reservation) -> Demand:
    """Want what was held once more, best from where it was held."""
    return Demand(level.item_id, row.line, None, row.quantity, prefer=(level.warehouse_id,))


class Release(Input):
    """What `owner` gives back; None: all of it."""

    owner: Owner
    lines: Lines | None = None


class Released(Output):
    """How many pieces are free again."""

    owner: str
    pieces: int


@action(
    "stock.release",
    label=gettext_lazy("Give promised stock back"),
    seats=PROMISERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def release(run: Run, data: Release) -> Released:
    """Give back what this owner has been promised: everything, or these quantities. What is not promised is passed over."""
    run.about(data.owner)
    shelf = Shelf.of_items((), owner=data.owner)
    own, _expired = reservations_on(shelf, data.owner, run.now)
    parts = [(row, row.quantity) for row in own]
    if data.lines is not None:
        parts = _parts(shelf, own, demands_of(data.lines))
    give_back(run, shelf, parts)
    shelf.write(run)
    announce_crossings(run, shelf)
    return Released(owner=data.owner, pieces=sum(pieces for row, pieces in parts if row.lapsed_at is None))


def _promised(owner: str) -> tuple[Taken, ...]:
    rows = Reservation.objects.filter(owner=owner, lapsed_at=None).select_related("level__warehouse", "level__item")
    found = list(rows.order_by("pk"))
    shelf = Shelf(list({row.level_id: row.level for row in found}.values()))
    return taken_of(shelf, {(row.level_id, row.line): row.quantity for row in found})


def _parts(shelf: Shelf, own: list[Reservation], demands: list[Demand]) -> list[tuple[Reservation, int]]:
    """Say how much of which reservation is given back, the newest first: earlier ones may be picked already."""
    rest = {row.pk: row.quantity for row in own}
    taken: dict[int, int] = {}
    for demand in demands:
        quantity = demand.quantity
        for row in reversed(own):
            level = shelf.levels[row.level_id]
            if level.item_id != demand.item_id or row.line != demand.line:
                continue
            if demand.warehouse_id not in (None, level.warehouse_id):
                continue
            pieces = min(quantity, rest[row.pk])
            rest[row.pk] -= pieces
            quantity -= pieces
            taken[row.pk] = taken.get(row.pk, 0) + pieces
    return [(row, taken[row.pk]) for row in own if taken.get(row.pk)]
