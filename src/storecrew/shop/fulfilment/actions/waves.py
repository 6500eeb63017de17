"""Plan a walk through a warehouse, walk it, and say what was not there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.shop.fulfilment import supply
from storecrew.shop.fulfilment.actions.loading import wave_of
from storecrew.shop.fulfilment.models import Pick, Tote, Wave, WaveState
from storecrew.shop.fulfilment.seats import EVERYWHERE, PACKERS
from storecrew.shop.fulfilment.supply import Share
from storecrew.shop.fulfilment.weighing import current_habits
from storecrew.shop.orders import reads as orders
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.reads import PileView


class PlanWave(Input):
    """Which orders to pick in one walk through which warehouse, in the order in which they are to be packed."""

    warehouse_id: int
    order_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=100)]
    picker_id: int | None = None


class Planned(Output):
    """The wave. `left_out`: orders of which nothing can be picked there now, or that are in another wave."""

    wave_id: int
    orders: int
    pieces: int
    left_out: tuple[int, ...]


@action(
    "fulfilment.plan_wave",
    label=gettext_lazy("Plan a wave"),
    seats=PACKERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def plan_wave(run: Run, data: PlanWave) -> Planned:
    """Put orders into one walk through a warehouse: each gets a tote, each bin is visited once, in the order of bins."""
    order_ids = list(dict.fromkeys(data.order_ids))
    most = current_habits().totes_in_wave
    if len(order_ids) > most:
        raise Refused(
            _("One walk takes %(most)d orders at most; these are %(n)d.") % {"most": most, "n": len(order_ids)},
            code="fulfilment.wave_too_large",
        )
    busy = set(
        Tote.objects.filter(order__in=order_ids, warehouse=data.warehouse_id, open=True).values_list(
            "order_id", flat=True
        )
    )
    shares = [
        share
        for share in supply.shares_of(orders.open_lines(order_ids), run.actor, run.now)
        if share.warehouse_id == data.warehouse_id and share.there and share.parts and share.line.order_id not in busy
    ]
    ready = [number for number in order_ids if any(share.line.order_id == number for share in shares)]
    if not ready:
        raise Refused(_("Of these orders nothing can be picked there now."), code="fulfilment.nothing_to_pick")
    wave = Wave.objects.create(
        warehouse_id=data.warehouse_id, planned_at=run.now, planned_by=run.actor.ref, picker_id=data.picker_id
    )
    totes = {
        order_id: Tote.objects.create(
            wave=wave, order_id=order_id, warehouse_id=data.warehouse_id, slot=slot_name(number)
        )
        for number, order_id in enumerate(ready)
    }
    picks = _picks(wave, totes, shares)
    Pick.objects.bulk_create(picks)
    run.changed(wave.subject, "orders", old=None, new=ready)
    return Planned(
        wave_id=wave.pk,
        orders=len(ready),
        pieces=sum(pick.quantity for pick in picks),
        left_out=tuple(number for number in order_ids if number not in totes),
    )


class OneWave(Input):
    """Which wave."""

    wave_id: int


@action(
    "fulfilment.call_off_wave",
    label=gettext_lazy("Call off a wave"),
    seats=PACKERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def call_off_wave(run: Run, data: OneWave) -> Nothing:
    """Call off a walk: its orders are free for other waves. What was picked goes back to its bins."""
    wave = wave_of(run, data.wave_id)
    _end(run, wave, WaveState.CANCELLED)
    wave.totes.update(open=False)
    return Nothing()


@action(
    "fulfilment.finish_wave",
    label=gettext_lazy("Finish a wave"),
    seats=PACKERS,
    surfaces=EVERYWHERE,
)
def finish_wave(run: Run, data: OneWave) -> Nothing:
    """End a walk: everything in it was picked or reported missing. Its totes stay until they are packed."""
    wave = wave_of(run, data.wave_id)
    left = sum(pick.left for pick in wave.picks.order_by("pk"))
    if left:
        raise Refused(
            _("%(n)d pieces are still to be picked. Pick them, or say that they are missing.") % {"n": left},
            code="fulfilment.wave_unfinished",
        )
    _end(run, wave, WaveState.DONE)
    return Nothing()


class DropFromWaves(Input):
    """Whose totes are no longer to be packed."""

    order_id: int
    gone: bool
    """True: the order was cancelled, its totes are closed; False: it was changed, its totes are marked."""


@action("fulfilment.drop_from_waves", label=gettext_lazy("Take an order out of waves"), seats=PACKERS, surfaces=set())
def drop_from_waves(run: Run, data: DropFromWaves) -> Nothing:
    """Take a cancelled order out of its waves, or mark the totes of one that was changed."""
    totes = list(Tote.objects.filter(order=data.order_id, open=True).order_by("pk"))
    run.about(f"order:{data.order_id}")
    for tote in totes:
        run.changed(f"wave:{tote.wave_id}", f"tote {tote.slot}", old="open", new="gone" if data.gone else "changed")
    rows = Tote.objects.filter(pk__in=[tote.pk for tote in totes])
    if data.gone:
        rows.update(open=False, changed=True)
        Pick.objects.filter(tote__in=[tote.pk for tote in totes], picked=0, short=0).delete()
    else:
        rows.update(changed=True)
    return Nothing()


def slot_name(number: int) -> str:
    """Return the letter of the nth tote from 0: A … Z, AA, AB …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _end(run: Run, wave: Wave, state: WaveState) -> None:
    run.changed(wave.subject, "state", old=wave.state, new=state.value)
    wave.state, wave.ended_at = state, run.now
    wave.save()


@dataclass(slots=True)
class _Pile:
    """Pieces in a bin, counted down while the walk is planned."""

    view: PileView
    left: int


def _picks(wave: Wave, totes: dict[int, Tote], shares: Sequence[Share]) -> list[Pick]:
    """Say from which bin each piece is to be taken: what expires first, then in the order in which bins are walked."""
    wanted = {variant_id for share in shares for variant_id, _each in share.parts}
    piles: dict[int, list[_Pile]] = defaultdict(list)
    for view in stock.lying(wave.warehouse_id, wanted):
        piles[view.variant_id].append(_Pile(view, view.quantity))
    return [
        Pick(
            wave=wave,
            tote=totes[share.line.order_id],
            line_id=share.line.line_id,
            variant_id=variant_id,
            bin_id=view.bin_id if view else None,
            place=view.bin if view else "",
            lot=view.lot if view else "",
            quantity=quantity,
        )
        for share in shares
        for variant_id, each in share.parts
        for view, quantity in _from(piles[variant_id], each * share.there)
    ]


def _from(piles: Sequence[_Pile], quantity: int) -> list[tuple[PileView | None, int]]:
    """Take pieces off piles; what is in no pile lies about unsorted and has no bin."""
    found: list[tuple[PileView | None, int]] = []
    for pile in piles:
        taken = min(pile.left, quantity)
        if taken:
            pile.left -= taken
            quantity -= taken
            found.append((pile.view, taken))
    return [*found, (None, quantity)] if quantity else found
