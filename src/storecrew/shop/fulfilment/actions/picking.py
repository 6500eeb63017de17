"""Take pieces out of a bin, one scan or a handful at a time, and say what was not there."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.fulfilment.actions.loading import wave_of
from storecrew.shop.fulfilment.events import PiecesMissing
from storecrew.shop.fulfilment.models import Pick, Shortage, ShortWhy, Wave
from storecrew.shop.fulfilment.seats import EVERYWHERE, PACKERS
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as stock_reads

type Pieces = Annotated[int, Field(ge=1, le=100_000)]


class Stop(Input):
    """One stop of a walk: a variant in a bin (None: it has no bin)."""

    wave_id: int
    variant_id: int
    bin_id: int | None = None
    quantity: Pieces = 1


class Taken(Output):
    """Into which tote the last piece goes, and what is left of this stop and of the walk."""

    wave_id: int
    slot: str
    left_here: int
    left: int


@action("fulfilment.pick", label=gettext_lazy("Pick pieces"), seats=PACKERS, surfaces=EVERYWHERE)
def pick(run: Run, data: Stop) -> Taken:
    """Note that pieces were taken from a bin; they go to the totes in their order. More than wanted is refused."""
    wave = wave_of(run, data.wave_id)
    rows = _rows(wave, data)
    left = sum(row.left for row in rows)
    if data.quantity > left:
        words = _("Only %(n)d of it are wanted here.") if left else _("None of it is wanted here. Put it back.")
        raise Refused(words % {"n": left}, code="fulfilment.not_wanted")
    rest, slot = data.quantity, ""
    for row in rows:
        taken = min(rest, row.left)
        if taken:
            row.picked += taken
            row.picked_at, row.picked_by = run.now, run.actor.ref
            row.save(update_fields=["picked", "picked_at", "picked_by"])
            rest, slot = rest - taken, row.tote.slot
    if wave.started_at is None:
        wave.started_at = run.now
        wave.save(update_fields=["started_at"])
    run.changed(wave.subject, f"picked:{data.variant_id}", old=None, new=data.quantity)
    return _taken(wave, data, slot)


@action("fulfilment.put_back", label=gettext_lazy("Put picked pieces back"), seats=PACKERS, surfaces=EVERYWHERE)
def put_back(run: Run, data: Stop) -> Taken:
    """Take back that pieces were picked, the last tote first."""
    wave = wave_of(run, data.wave_id)
    rows = _rows(wave, data)
    rest, slot = data.quantity, ""
    if rest > sum(row.picked for row in rows):
        raise Refused(_("So many were not picked."), code="fulfilment.not_picked")
    for row in reversed(rows):
        taken = min(rest, row.picked)
        if taken:
            row.picked -= taken
            row.save(update_fields=["picked"])
            rest, slot = rest - taken, row.tote.slot
    run.changed(wave.subject, f"put back:{data.variant_id}", old=None, new=data.quantity)
    return _taken(wave, data, slot)


class Short(Stop):
    """Pieces that cannot be picked there. The books are set right: missing ones are lost, damaged ones set aside."""

    why: ShortWhy = ShortWhy.MISSING


class Missed(Output):
    """What is left, and for how many orders pieces are missing now."""

    wave_id: int
    left_here: int
    left: int
    orders: int


@action(
    "fulfilment.report_short",
    label=gettext_lazy("Report pieces missing"),
    seats=PACKERS,
    surfaces=EVERYWHERE,
    emits=(PiecesMissing,),
    calls=(stock.adjust, stock.set_aside),
)
def report_short(run: Run, data: Short) -> Missed:
    """Say that pieces are not in their bin, or damaged. Stock follows at once, the orders concerned go onto the list.

    The last totes miss them first, so that the orders at the front of the wave stay whole.
    """
    wave = wave_of(run, data.wave_id)
    rows = _rows(wave, data)
    if data.quantity > sum(row.left for row in rows):
        raise InvalidInput({"quantity": _("More cannot be missing than are still to be picked.")})
    rest, orders = data.quantity, set()
    for row in reversed(rows):
        missing = min(rest, row.left)
        if missing:
            row.short += missing
            row.save(update_fields=["short"])
            rest -= missing
            orders.add(row.tote.order_id)
            _note(run, wave, row, missing, data.why)
    _correct(run, wave, data, rows[0])
    run.changed(wave.subject, f"short:{data.variant_id}", old=None, new=data.quantity)
    taken = _taken(wave, data, "")
    return Missed(wave_id=wave.pk, left_here=taken.left_here, left=taken.left, orders=len(orders))


class SettleShortage(Input):
    """Which shortage somebody has dealt with, and how."""

    shortage_id: int
    how: Annotated[str, Field(min_length=1, max_length=200)]


class ShortageSettled(Output):
    """The shortage."""

    shortage_id: int


@action(
    "fulfilment.settle_shortage",
    label=gettext_lazy("Settle missing pieces"),
    seats=PACKERS | {"service"},
    surfaces=EVERYWHERE,
)
def settle_shortage(run: Run, data: SettleShortage) -> ShortageSettled:
    """Note that the order is dealt with: found again, sent later, replaced, or taken off. It leaves the list."""
    row = Shortage.objects.select_for_update().filter(pk=data.shortage_id, settled_at=None).first()
    if row is None:
        raise Refused(_("Somebody has settled this already."), code="fulfilment.settled")
    run.about(row.subject, f"order:{row.order_id}")
    run.changed(row.subject, "settled", old=None, new=data.how)
    row.settled_at, row.settled_by, row.settled_how = run.now, run.actor.ref, data.how
    row.save()
    return ShortageSettled(shortage_id=row.pk)


def _rows(wave: Wave, data: Stop) -> list[Pick]:
    rows = wave.picks.select_for_update(of=("self",)).filter(variant=data.variant_id, bin=data.bin_id)
    found = list(rows.select_related("tote").order_by("tote_id", "pk"))
    if not found:
        raise Refused(_("None of it is wanted here. Put it back."), code="fulfilment.not_wanted")
    return found


def _taken(wave: Wave, data: Stop, slot: str) -> Taken:
    rows = list(wave.picks.order_by("pk"))
    here = [row for row in rows if row.variant_id == data.variant_id and row.bin_id == data.bin_id]
    return Taken(
        wave_id=wave.pk, slot=slot, left_here=sum(row.left for row in here), left=sum(row.left for row in rows)
    )


def _note(run: Run, wave: Wave, row: Pick, missing: int, why: ShortWhy) -> None:
    order = row.tote.order
    Shortage.objects.create(
        pick=row,
        order=order,
        line_id=row.line_id,
        variant_id=row.variant_id,
        warehouse_id=wave.warehouse_id,
        place=row.place,
        quantity=missing,
        why=why,
        at=run.now,
        by=run.actor.ref,
    )
    run.about(f"order:{order.pk}")
    run.emit(
        PiecesMissing(
            order_id=order.pk,
            order=order.number,
            line_id=row.line_id,
            variant_id=row.variant_id,
            warehouse_id=wave.warehouse_id,
            quantity=missing,
            why=why,
        ),
        subject=f"order:{order.pk}",
    )


def _correct(run: Run, wave: Wave, data: Short, row: Pick) -> None:
    """Set the books right, since what is not there cannot be promised to the next buyer. What is not counted has none."""
    (told,) = stock_reads.availability(
        run.actor, stock_reads.AvailabilityQuery(variant_ids=(data.variant_id,)), now=run.now
    ).items
    if not told.tracked:
        return
    if data.why == ShortWhy.DAMAGED:
        aside = stock.SetAside.model_validate(
            {
                "variant_id": data.variant_id,
                "warehouse_id": wave.warehouse_id,
                "quantity": data.quantity,
                "target": "damaged",
                "reason": "damage",
                "note": wave.subject,
            }
        )
        run.call(stock.set_aside, aside)
        return
    line = {"variant_id": data.variant_id, "change": -data.quantity, "bin_id": data.bin_id, "lot": row.lot}
    correction = {"warehouse_id": wave.warehouse_id, "reason": "count", "document": wave.subject, "lines": [line]}
    run.call(stock.adjust, stock.Adjust.model_validate(correction))
