"""Pack what an order's buyer gets, and unpack it again as long as it has not left."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.fulfilment import supply, weighing
from storecrew.shop.fulfilment.actions.loading import parcel_of
from storecrew.shop.fulfilment.dueness import clockwork_of, due_at
from storecrew.shop.fulfilment.models import Content, Parcel, ParcelState, Pick, Piece, Progress, Tote
from storecrew.shop.fulfilment.seats import EVERYWHERE, PACKERS
from storecrew.shop.fulfilment.supply import Share
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import WarehouseView

SAFE_TO_SHIP = frozenset({"authorised", "paid", "part_refunded"})
"""Payment states with which goods may leave; orders that ship unpaid say so themselves."""


class PackLine(Input):
    """So many of an order's line. `serials`: of pieces that have numbers of their own, one each."""

    line_id: int
    quantity: Annotated[int, Field(ge=1, le=100_000)]
    serials: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=60)], ...], Field(max_length=1000)] = ()


class Pack(Input):
    """What goes into one box. `warehouse_id` None: where the order is to leave from, if that is one place only."""

    order_id: int
    warehouse_id: int | None = None
    lines: Annotated[tuple[PackLine, ...], Field(min_length=1, max_length=500)]
    package_kind_id: int | None = None
    weight_g: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    carrier: Annotated[str, Field(max_length=32)] = ""
    wave_id: int | None = None


class Packed(Output):
    """The parcel. `weight_off`: the scales say something else than the variants' weights; look inside again."""

    parcel_id: int
    number: str
    state: str
    expected_g: int | None
    weight_g: int | None
    weight_off: bool


@action(
    "fulfilment.pack",
    label=gettext_lazy("Pack a parcel"),
    seats=PACKERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def pack(run: Run, data: Pack) -> Packed:
    """Put pieces of an order into a box. What lies packed can never be packed twice, whoever is at the other table."""
    order = _order(data.order_id)
    run.about(f"order:{order.order_id}")
    wanted = {line.line_id: line for line in data.lines}
    if len(wanted) != len(data.lines):
        raise InvalidInput({"lines": _("A line is named twice.")})
    take_turns(wanted)
    shares = [
        share
        for share in supply.shares_of(orders.open_lines([order.order_id]), run.actor, run.now)
        if share.line.line_id in wanted
    ]
    chosen = _chosen(order, wanted, shares, data.warehouse_id)
    _count(order, chosen)
    parcel = _parcel(run, data, order, chosen)
    _fill(parcel, chosen)
    _close_tote(parcel)
    run.changed(parcel.subject, "state", old=None, new=parcel.state)
    run.changed(parcel.subject, "contents", old=None, new={line.line_id: line.quantity for line in data.lines})
    return Packed(
        parcel_id=parcel.pk,
        number=parcel.number,
        state=parcel.state,
        expected_g=parcel.expected_g,
        weight_g=parcel.weight_g,
        weight_off=weighing.is_off(parcel.expected_g, parcel.weight_g),
    )


class OneParcel(Input):
    """Which parcel."""

    parcel_id: int


@action(
    "fulfilment.unpack",
    label=gettext_lazy("Unpack a parcel"),
    seats=PACKERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def unpack(run: Run, data: OneParcel) -> Packed:
    """Take back that something was packed, before it leaves. Its pieces are to be packed again."""
    row = parcel_of(run, data.parcel_id, here=True)
    for content in row.contents.order_by("line_id"):
        Progress.objects.filter(line_id=content.line_id).update(waiting=F("waiting") - content.quantity)
    run.changed(row.subject, "state", old=row.state, new=ParcelState.UNDONE.value)
    row.state, row.version = ParcelState.UNDONE, row.version + 1
    row.save()
    return Packed(
        parcel_id=row.pk,
        number=row.number,
        state=row.state,
        expected_g=row.expected_g,
        weight_g=row.weight_g,
        weight_off=False,
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A line that goes into the box, with the share it is taken from."""

    line: PackLine
    share: Share


def _order(order_id: int) -> OrderView:
    order = orders.find(order_id)
    if order is None:
        raise Missing(_("There is no such order."))
    if order.state != "open":
        raise Refused(
            _("Order %(number)s is not open any more.") % {"number": order.number}, code="fulfilment.not_open"
        )
    if order.held:
        raise Refused(
            _("Order %(number)s is on hold. Release it first.") % {"number": order.number}, code="fulfilment.held"
        )
    if order.payment not in SAFE_TO_SHIP and not order.ships_unpaid:
        raise Refused(_("Order %(number)s is not paid yet.") % {"number": order.number}, code="fulfilment.unpaid")
    return order


def take_turns(wanted: Iterable[int]) -> None:
    """Lock the progress of these lines: two packers of one order go one after the other from here on."""
    lines = sorted(wanted)
    Progress.objects.bulk_create([Progress(line_id=line_id) for line_id in lines], ignore_conflicts=True)
    list(Progress.objects.select_for_update().filter(line_id__in=lines).order_by("line_id").values_list("pk"))


def _chosen(
    order: OrderView, wanted: dict[int, PackLine], shares: list[Share], warehouse_id: int | None
) -> list[_Chosen]:
    places = {share.warehouse_id for share in shares}
    if warehouse_id is None and len(places) > 1:
        raise InvalidInput(
            {"warehouse_id": _("It leaves from several warehouses. Say from which one this parcel goes.")}
        )
    found: list[_Chosen] = []
    titles = {line.line_id: line.title for line in order.lines}
    for line_id, line in wanted.items():
        mine = [share for share in shares if share.line.line_id == line_id]
        mine = [share for share in mine if warehouse_id is None or share.warehouse_id == warehouse_id]
        if not mine:
            title = titles.get(line_id)
            if title is None:
                raise Missing(_("This line is not of that order."))
            raise Refused(
                _("Of “%(title)s” nothing is to be sent from here.") % {"title": title}, code="fulfilment.beyond"
            )
        share = max(mine, key=lambda one: one.there)
        if share.scattered and line.quantity > share.there:
            words = _("The parts of “%(title)s” lie in different warehouses. Bring them together first.")
            raise Refused(words % {"title": share.line.title}, code="fulfilment.scattered")
        if line.quantity > share.open:
            raise Refused(
                _("Of “%(title)s” only %(n)d are still to be packed.") % {"title": share.line.title, "n": share.open},
                code="fulfilment.beyond",
            )
        if line.quantity > share.there:
            raise Refused(
                _("Of “%(title)s” only %(n)d lie there by the books.") % {"title": share.line.title, "n": share.there},
                code="fulfilment.not_there",
            )
        found.append(_Chosen(line, share))
    return found


def _count(order: OrderView, chosen: list[_Chosen]) -> None:
    open_now = {line.line_id: line.open for line in order.lines}
    for one in chosen:
        rows = Progress.objects.filter(line_id=one.line.line_id)
        free = open_now[one.line.line_id]
        fits = rows.filter(waiting__lte=free - one.line.quantity)
        if free < one.line.quantity or not fits.update(open=free, waiting=F("waiting") + one.line.quantity):
            raise Refused(
                _("Somebody has packed “%(title)s” already.") % {"title": one.share.line.title},
                code="fulfilment.packed_already",
            )


def _parcel(run: Run, data: Pack, order: OrderView, chosen: list[_Chosen]) -> Parcel:
    last = Parcel.objects.filter(order=order.order_id).aggregate(last=Max("ordinal"))["last"] or 0
    warehouse_id = chosen[0].share.warehouse_id
    method_id = next((one.share.line.method_id for one in chosen if one.share.line.method_id), None)
    method = shipping.method_view(method_id) if method_id else None
    kind = next((one for one in shipping.package_kinds(active=False) if one.kind_id == data.package_kind_id), None)
    if data.package_kind_id is not None and kind is None:
        raise InvalidInput({"package_kind_id": _("There is no such box.")})
    pieces = [(one.line.quantity, one.share.line.weight_g) for one in chosen]
    ship_to = order.ship_to
    if ship_to is None:
        raise Refused(_("The order has no address to send to."), code="fulfilment.no_address")
    clock = clockwork_of(_warehouse(run, warehouse_id))
    return Parcel.objects.create(
        order_id=order.order_id,
        number=f"{order.number}-{last + 1}",
        ordinal=last + 1,
        warehouse_id=warehouse_id,
        wave_id=data.wave_id,
        package_kind_id=data.package_kind_id,
        expected_g=weighing.expected(pieces, kind.tare_g if kind else None),
        weight_g=data.weight_g,
        method_id=method_id,
        carrier=data.carrier or (method.carrier if method else ""),
        ship_to=ship_to.model_dump(),
        language=order.language,
        due_at=due_at(clock, order.placed_at or run.now, shipping.handling_days(), method_id, order.ship_by),
        promised_from=order.promised_from,
        promised_until=order.promised_until,
        packed_at=run.now,
        packed_by=run.actor.ref,
    )


def _warehouse(run: Run, warehouse_id: int | None) -> WarehouseView | None:
    found = stock.warehouses(run.actor, stock.WarehousesQuery(closed=True), now=run.now)
    return next((place for place in found.items if place.warehouse_id == warehouse_id), None)


def _fill(parcel: Parcel, chosen: list[_Chosen]) -> None:
    """Write what is in the box: lines, and the pieces that leave the shelf with the bins they were picked from."""
    tote = _tote(parcel)
    for one in chosen:
        content = Content.objects.create(
            parcel=parcel, line_id=one.line.line_id, key=one.share.line.key, quantity=one.line.quantity
        )
        serials = list(one.line.serials) if len(one.share.parts) == 1 else []
        for variant_id, each in one.share.parts:
            taken = _taken(tote, one.line.line_id, variant_id, each * one.line.quantity)
            Piece.objects.bulk_create(
                Piece(
                    content=content,
                    variant_id=variant_id,
                    quantity=quantity,
                    bin_id=bin_id,
                    lot=lot,
                    serials=[serials.pop(0) for _count in range(min(quantity, len(serials)))],
                )
                for bin_id, lot, quantity in taken
            )


def _tote(parcel: Parcel) -> Tote | None:
    return Tote.objects.filter(order=parcel.order_id, warehouse=parcel.warehouse_id, open=True).first()


def _taken(tote: Tote | None, line_id: int, variant_id: int, quantity: int) -> list[tuple[int | None, str, int]]:
    """Return (bin, lot, pieces) that were picked for it and are in no parcel yet; the rest comes from no known bin."""
    found: list[tuple[int | None, str, int]] = []
    if tote is not None:
        used: dict[tuple[int | None, str], int] = {}
        parcels = Piece.objects.filter(content__line=line_id, content__parcel__wave=tote.wave_id, variant=variant_id)
        for piece in parcels.exclude(content__parcel__state=ParcelState.UNDONE).order_by("pk"):
            used[piece.bin_id, piece.lot] = used.get((piece.bin_id, piece.lot), 0) + piece.quantity
        for pick in Pick.objects.filter(tote=tote, line=line_id, variant=variant_id, picked__gt=0).order_by("pk"):
            already = min(pick.picked, used.get((pick.bin_id, pick.lot), 0))
            used[pick.bin_id, pick.lot] = used.get((pick.bin_id, pick.lot), 0) - already
            taken = min(quantity, pick.picked - already)
            if taken and pick.bin_id is not None:
                found.append((pick.bin_id, pick.lot, taken))
                quantity -= taken
    return [*found, (None, "", quantity)] if quantity else found


def _close_tote(parcel: Parcel) -> None:
    """Free the order for other waves once all that was picked of it is packed."""
    tote = _tote(parcel)
    if tote is None:
        return
    if parcel.wave_id is None:
        parcel.wave_id = tote.wave_id
        parcel.save(update_fields=["wave"])
    wanted: dict[int, int] = {}
    for pick in Pick.objects.filter(tote=tote).order_by("pk"):
        wanted[pick.line_id] = wanted.get(pick.line_id, 0) + pick.quantity - pick.short
    packed = dict(
        Content.objects.filter(parcel__wave=tote.wave_id, parcel__order=parcel.order_id)
        .exclude(parcel__state=ParcelState.UNDONE)
        .values_list("line_id", "quantity")
    )
    if all(packed.get(line_id, 0) > 0 for line_id, pieces in wanted.items() if pieces):
        Tote.objects.filter(pk=tote.pk).update(open=False)
