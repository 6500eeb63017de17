"""Move pieces: one way for everything that goes in, out, or from place to place. Levels, piles, serials, layers, moves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.stock.models import INSIDE, Layer, Level, Move, Place, Reason, Serial, Tracing
from storecrew.shop.stock.writing.costing import Worth, new_layers, use_layers
from storecrew.shop.stock.writing.piles import Part, Piles
from storecrew.shop.stock.writing.shelf import PARTS, Shelf


@dataclass(frozen=True, slots=True)
class Spot:
    """A place; inside a warehouse it names the level, and perhaps the bin."""

    place: Place
    level: Level | None = None
    bin_id: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Pieces of an item that are to go from one spot to another.

    `worths` is what pieces from outside cost, oldest first; empty: not known. `fact`: it has happened already, whatever
    was promised. `loose`: takes only what is in no bin yet.
    """

    item_id: int
    quantity: int
    source: Spot
    target: Spot
    reason: Reason
    document: str = ""
    owner: str = ""
    line: str = ""
    note: str = ""
    lot_id: int | None = None
    serials: tuple[str, ...] = ()
    worths: tuple[Worth, ...] = ()
    fact: bool = False
    loose: bool = False
    at: datetime | None = None


@dataclass(slots=True)
class Done:
    """A step that was carried out: its moves, and what the pieces had cost."""

    step: Step
    moves: list[Move] = field(default_factory=list)
    worths: list[Worth] = field(default_factory=list)


def carry_out(run: Run, shelf: Shelf, steps: Sequence[Step]) -> list[Done]:
    """Carry out all steps; their levels are in `shelf`, which is not written yet. Raises Refused."""
    touched = {spot.level.pk: spot.level for step in steps for spot in (step.source, step.target) if spot.level}
    piles = Piles(list(touched.values()))
    done = [Done(step) for step in steps]
    for one in done:
        one.moves = [_move(run, one.step, part) for part in _draw(piles, one.step)]
        _change(shelf, piles, one)
    piles.write(run)
    _trace(run, steps)
    Move.objects.bulk_create([move for one in done for move in one.moves])
    _cost(run, done)
    return done


def _draw(piles: Piles, step: Step) -> list[Part]:
    """Say which pieces go: off the shelf they come from piles, from elsewhere they are all alike."""
    level = step.source.level
    if step.source.place != Place.SHELF or level is None:
        if level is not None and getattr(level, PARTS[step.source.place]) < step.quantity:
            raise Refused(_("So many do not lie there by the books."), code="stock.not_there")
        return [Part(None, step.lot_id, step.quantity)]
    if level.there < step.quantity:
        raise Refused(
            _("By the books only %(n)d lie in %(warehouse)s. Count the place, or receive what came.")
            % {"n": max(0, level.there), "warehouse": level.warehouse.name},
            code="stock.not_there",
        )
    return piles.draw(level, step.quantity, bin_id=step.source.bin_id, lot_id=step.lot_id, loose=step.loose)


def _move(run: Run, step: Step, part: Part) -> Move:
    source, target = step.source, step.target
    return Move(
        item_id=step.item_id,
        quantity=part.quantity,
        from_place=source.place,
        from_warehouse_id=source.level.warehouse_id if source.level else None,
        from_bin_id=part.bin_id,
        to_place=target.place,
        to_warehouse_id=target.level.warehouse_id if target.level else None,
        to_bin_id=target.bin_id,
        lot_id=part.lot_id,
        serials=list(step.serials),
        reason=step.reason,
        document=step.document,
        owner=step.owner,
        line=step.line,
        note=step.note,
        actor=run.actor.ref,
        moved_at=step.at or run.now,
    )


def _change(shelf: Shelf, piles: Piles, one: Done) -> None:
    step = one.step
    for spot, sign in ((step.source, -1), (step.target, 1)):
        if spot.level is None:
            continue
        deltas = {"on_hand": sign * step.quantity}
        if spot.place in PARTS:
            deltas[PARTS[spot.place]] = sign * step.quantity
        shelf.change(spot.level, deltas, fact=step.fact)
    if step.target.level is not None and step.target.place == Place.SHELF:
        for move in one.moves:
            piles.add(step.target.level, move.quantity, bin_id=step.target.bin_id, lot_id=move.lot_id)


def _trace(run: Run, steps: Sequence[Step]) -> None:
    """Follow single pieces where the item wants it."""
    for step in steps:
        inside = step.source.level or step.target.level
        if inside is None or inside.item.tracing != Tracing.SERIAL or step.source.level is step.target.level:
            continue
        if len(set(step.serials)) != step.quantity:
            raise Refused(
                _("Scan a serial number for each of the %(n)d pieces.") % {"n": step.quantity}, code="stock.serials"
            )
        known = Serial.objects.filter(item_id=step.item_id, code__in=step.serials)
        if step.source.level is not None:
            found = known.filter(level=step.source.level).update(level=step.target.level, since=run.now)
            missing = found != step.quantity
        else:
            missing = known.filter(level__isnull=False).exists()
            back = set(known.values_list("code", flat=True))
            known.update(level=step.target.level, since=run.now)
            Serial.objects.bulk_create(
                Serial(item_id=step.item_id, code=code, level=step.target.level, since=run.now)
                for code in step.serials
                if code not in back
            )
        if missing:
            raise Refused(
                _("One of these serial numbers is not where the books have it. Scan again."), code="stock.serials"
            )


def _cost(run: Run, done: Sequence[Done]) -> None:
    leaving = [move for one in done for move in one.moves if _leaves(move)]
    used = use_layers(run, leaving)
    fresh: list[Layer] = []
    for one in done:
        for move in one.moves:
            one.worths += used.get(move.pk, [])
        step = one.step
        if step.target.level is not None and not _same_warehouse(step):
            worths = step.worths or tuple(one.worths) or (Worth(step.quantity, None, step.at or run.now),)
            # all pieces of a step share their cost, so its first move can carry the layers
            fresh += new_layers(one.moves[0], worths)
    if fresh:
        Layer.objects.bulk_create(fresh)


def _leaves(move: Move) -> bool:
    return move.from_place in INSIDE and move.from_warehouse_id != move.to_warehouse_id


def _same_warehouse(step: Step) -> bool:
    source, target = step.source.level, step.target.level
    return source is not None and target is not None and source.warehouse_id == target.warehouse_id


def unit_worth(quantity: int, each: Money | None, at: datetime) -> tuple[Worth, ...]:
    """Return what pieces of one price cost together; nothing where the price is not known."""
    return () if each is None else (Worth(quantity, each * quantity, at),)
