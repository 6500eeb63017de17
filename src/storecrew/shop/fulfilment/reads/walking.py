"""A walk as its picker sees it: stop by stop in the order of bins."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face, Shot
from storecrew.shop.fulfilment.models import Pick, Tote, Wave
from storecrew.shop.fulfilment.seats import EVERYWHERE, READERS


class OneWave(Input):
    """Which wave."""

    wave_id: int


class Share(Output):
    """What of a stop goes into one tote."""

    slot: str
    order: str
    quantity: int
    picked: int
    short: int


class StopView(Output):
    """One variant in one bin; `place` empty: it has no bin. `left` are still to be taken."""

    variant_id: int
    bin_id: int | None
    place: str
    lot: str
    title: str
    options: tuple[str, ...]
    sku: str
    barcode: str
    picture: Shot | None
    quantity: int
    picked: int
    short: int
    left: int
    totes: tuple[Share, ...]


class ToteView(Output):
    """One order's tote. `ready`: everything of it was picked or is missing."""

    slot: str
    order_id: int
    order: str
    open: bool
    changed: bool
    pieces: int
    picked: int
    short: int
    ready: bool


class WaveView(Output):
    """A walk. Stops without a bin come last, since they have to be looked for."""

    wave_id: int
    name: str
    state: str
    warehouse_id: int
    warehouse: str
    planned_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    picker: str
    pieces: int
    picked: int
    short: int
    stops: tuple[StopView, ...]
    totes: tuple[ToteView, ...]


@read("fulfilment.wave", label=gettext_lazy("Wave"), seats=READERS, surfaces=EVERYWHERE)
def wave(ask: Ask, data: OneWave) -> WaveView:
    """Show a walk through a warehouse: its stops in the order of bins, its totes, and what is left."""
    row = Wave.objects.select_related("warehouse", "picker").filter(pk=data.wave_id).first()
    if row is None:
        raise Missing(_("There is no such wave."))
    picks = list(row.picks.select_related("tote__order").order_by("place", "variant_id", "tote_id", "pk"))
    totes = list(row.totes.select_related("order").order_by("pk"))
    faces = catalogue.faces({pick.variant_id for pick in picks}, get_language() or "en", now=ask.now)
    return WaveView(
        wave_id=row.pk,
        name=str(row),
        state=row.state,
        warehouse_id=row.warehouse_id,
        warehouse=row.warehouse.name,
        planned_at=row.planned_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        picker=row.picker.name if row.picker else "",
        pieces=sum(pick.quantity for pick in picks),
        picked=sum(pick.picked for pick in picks),
        short=sum(pick.short for pick in picks),
        stops=_stops(picks, faces),
        totes=tuple(_tote(tote, picks) for tote in totes),
    )


def _stops(picks: Sequence[Pick], faces: dict[int, Face]) -> tuple[StopView, ...]:
    grouped: dict[tuple[bool, str, int, int | None], list[Pick]] = {}
    for pick in picks:
        grouped.setdefault((not pick.place, pick.place, pick.variant_id, pick.bin_id), []).append(pick)
    ordered = sorted(grouped.items(), key=lambda pair: pair[0][:3])
    return tuple(_stop(rows, faces.get(key[2])) for key, rows in ordered)


def _stop(rows: list[Pick], face: Face | None) -> StopView:
    first = rows[0]
    return StopView(
        variant_id=first.variant_id,
        bin_id=first.bin_id,
        place=first.place,
        lot=", ".join(sorted({row.lot for row in rows if row.lot})),
        title=face.title if face else f"#{first.variant_id}",
        options=face.options if face else (),
        sku=face.sku if face else "",
        barcode=face.barcode if face else "",
        picture=face.picture if face else None,
        quantity=sum(row.quantity for row in rows),
        picked=sum(row.picked for row in rows),
        short=sum(row.short for row in rows),
        left=sum(row.left for row in rows),
        totes=tuple(
            Share(
                slot=row.tote.slot,
                order=row.tote.order.number,
                quantity=row.quantity,
                picked=row.picked,
                short=row.short,
            )
            for row in rows
        ),
    )


def _tote(tote: Tote, picks: Sequence[Pick]) -> ToteView:
    mine = [pick for pick in picks if pick.tote_id == tote.pk]
    return ToteView(
        slot=tote.slot,
        order_id=tote.order_id,
        order=tote.order.number,
        open=tote.open,
        changed=tote.changed,
        pieces=sum(pick.quantity for pick in mine),
        picked=sum(pick.picked for pick in mine),
        short=sum(pick.short for pick in mine),
        ready=not any(pick.left for pick in mine),
    )
