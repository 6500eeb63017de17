"""Write a purchase order, change it, send it to its supplier, call it off."""

from datetime import date, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Weight
from storecrew.kernel.money.types import Money
from storecrew.shop.buying import warnings
from storecrew.shop.buying.events import PurchaseCancelled, PurchaseSent
from storecrew.shop.buying.models import OPEN, Answer, PurchaseLine, PurchaseOrder, State, Way
from storecrew.shop.buying.seats import BUYERS, EVERYWHERE
from storecrew.shop.buying.types import PoId
from storecrew.shop.buying.writing import incoming, letters
from storecrew.shop.buying.writing.lines import Draft, make
from storecrew.shop.buying.writing.loading import lines_of, move, order_of, save
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply

LINES_AT_MOST = 500
SUPPLIER_KIND = "supplier"
SPLIT = timedelta(hours=24)
"""Orders to one supplier within this time weigh together: many small ones weigh as a big one."""

type Pieces = Annotated[int, Field(ge=1, le=1_000_000)]


class NewLine(Input):
    """What is wanted of a variant. `cost` of one piece; None: as the supplier's offer says for so many."""

    variant_id: int
    quantity: Pieces
    cost: Money | None = None


class MakeOrder(Input):
    """What is bought of whom, and where it goes. `wanted_on`: by when it should be here; None: as soon as it can be."""

    supplier_id: int
    warehouse_id: int
    site_id: int | None = None
    lines: Annotated[tuple[NewLine, ...], Field(min_length=1, max_length=LINES_AT_MOST)]
    wanted_on: date | None = None
    note: Annotated[str, Field(max_length=2000)] = ""


@action(
    "buying.make_order",
    label=gettext_lazy("Write a purchase order"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def make_order(run: Run, data: MakeOrder) -> PoId:
    """Write a purchase order as a draft: lines of what a supplier offers, at the price for so many. Nothing is sent yet.

    Refused where the supplier is paused or ended, or may not be bought from at the moment.
    """
    supplier = supply.suppliers_by_id([data.supplier_id]).get(data.supplier_id)
    if supplier is None:
        raise Missing(_("There is no such supplier."))
    _allowed(data.supplier_id)
    _own_warehouse(data.warehouse_id)
    if data.site_id is not None and supply.sites_by_id([data.site_id])[data.site_id].supplier_id != data.supplier_id:
        raise InvalidInput({"site_id": _("This is not a warehouse of theirs.")})
    order = PurchaseOrder(
        supplier_id=data.supplier_id,
        site_id=data.site_id,
        warehouse_id=data.warehouse_id,
        currency=supplier.currency,
        language=supplier.language,
        deposit_percent=supplier.deposit_percent,
        net_days=supplier.net_days,
        wanted_on=data.wanted_on,
        note=data.note,
        made_by=run.actor.ref,
        made_at=run.now,
    )
    lines = make(run, order, [Draft(one.variant_id, one.quantity, one.cost) for one in data.lines])
    order.save()
    PurchaseLine.objects.bulk_create(lines)
    run.about(order.subject, f"supplier:{data.supplier_id}")
    run.changed(order.subject, "state", old=None, new=order.state)
    run.changed(order.subject, "total", old=None, new=_as_json(order, lines))
    return po_id(order)


class ChangeOrder(Input):
    """What an order is to say from now on; `lines` are all of its lines. `version`: of the order as it was shown."""

    po_id: int
    version: int | None = None
    lines: Annotated[tuple[NewLine, ...], Field(min_length=1, max_length=LINES_AT_MOST)]
    wanted_on: date | None = None
    note: Annotated[str, Field(max_length=2000)] = ""


@action(
    "buying.change_order",
    label=gettext_lazy("Change a purchase order"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    calls=incoming.CALLS,
    previews=True,
)
def change_order(run: Run, data: ChangeOrder) -> PoId:
    """Change lines, quantities, prices, the wanted day or the note of an order.

    One that is sent already goes back to a draft, is sent again and needs a new answer; what came of it stays.
    """
    order = order_of(run, data.po_id, version=data.version, states=(State.DRAFT, *OPEN))
    old = lines_of(order)
    before = _as_json(order, old)
    fresh = make(run, order, [Draft(one.variant_id, one.quantity, one.cost) for one in data.lines])
    _keep_what_came(old, fresh)
    gone = [line.pk for line in old if line.pk not in {one.pk for one in fresh}]
    PurchaseLine.objects.filter(pk__in=gone).delete()
    for line in fresh:
        line.save()
    run.changed(order.subject, "wanted_on", old=_iso(order.wanted_on), new=_iso(data.wanted_on))
    run.changed(order.subject, "note", old=order.note, new=data.note)
    run.changed(order.subject, "total", old=before, new=_as_json(order, fresh))
    order.wanted_on, order.note = data.wanted_on, data.note
    if order.state != State.DRAFT:
        move(run, order, State.DRAFT)
        order.acked_at = order.asked_at = None
        incoming.follow(run, order, fresh)
    save(order)
    return po_id(order)


def _keep_what_came(old: list[PurchaseLine], fresh: list[PurchaseLine]) -> None:
    """Let new lines go on where old ones of the same variant stood."""
    known = {line.variant_id: line for line in old}
    wanted = {line.variant_id for line in fresh}
    for line in old:
        if line.received and line.variant_id not in wanted:
            raise InvalidInput({"lines": _("“%(name)s” has come already; it stays.") % {"name": line.title}})
    for line in fresh:
        before = known.get(line.variant_id)
        if before is None:
            continue
        if line.quantity < before.kept + before.waived:
            raise InvalidInput(
                {"lines": _("Of “%(name)s” %(n)d have come already.") % {"name": line.title, "n": before.kept}}
            )
        line.pk = before.pk
        same = ("ordered", "asked_minor", "promised_on", "first_promised_on", "received", "damaged", "returned")
        for name in (*same, "waived", "first_received_at", "received_at", "landed_minor", "billed", "billed_minor"):
            setattr(line, name, getattr(before, name))


class Send(Input):
    """How an order goes out. Mail needs an address: theirs, or `to`. By hand: somebody passes it on and says so here."""

    po_id: int
    version: int | None = None
    way: Way = Way.MAIL
    to: Annotated[str, Field(max_length=254)] = ""


def weigh_send(data: Send) -> Weight:
    """Weigh an order with all that went to the same supplier lately."""
    order = PurchaseOrder.objects.filter(pk=data.po_id).first()
    if order is None:
        return Weight()
    lately = PurchaseOrder.objects.filter(supplier_id=order.supplier_id, currency=order.currency, state__in=OPEN)
    since = (order.made_at if order.sent_at is None else order.sent_at) - SPLIT
    together = [order, *lately.filter(sent_at__gte=since).exclude(pk=order.pk)]
    minor = sum(
        quantity * cost
        for quantity, cost in PurchaseLine.objects.filter(order__in=together).values_list("quantity", "cost_minor")
    )
    return Weight(amount_minor=minor, currency=order.currency, versions={order.subject: order.version})


@action(
    "buying.send_order",
    label=gettext_lazy("Send a purchase order"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(PurchaseSent,),
    calls=incoming.CALLS,
    previews=True,
    weigh=weigh_send,
)
def send_order(run: Run, data: Send) -> PoId:
    """Send a purchase order to its supplier, in their language and with their SKUs; what it brings is awaited from now on.

    From which amount somebody else has to agree is a rule of approvals; orders to one supplier within a day count
    together. A change of the order voids what was approved.
    """
    order = order_of(run, data.po_id, version=data.version, states=(State.DRAFT,))
    _allowed(order.supplier_id)
    lines = lines_of(order)
    again = order.sent_at is not None
    for line in lines:
        line.said_quantity = line.said_minor = line.said_on = None
        if not again or not line.ordered:
            line.ordered, line.asked_minor = line.quantity, line.cost_minor
    PurchaseLine.objects.bulk_update(
        lines, ["said_quantity", "said_minor", "said_on", "ordered", "asked_minor"], batch_size=200
    )
    order.sent_to = letters.send(run, order, lines, way=data.way, to=data.to, again=again)
    order.way, order.asked_at = data.way, run.now
    order.sent_at = order.sent_at or run.now
    came = any(line.received for line in lines)
    move(run, order, State.PART if came else State.SENT)
    incoming.latest_day(order, lines)
    incoming.follow(run, order, lines)
    save(order)
    Answer.objects.create(
        order=order, at=run.now, ours=True, kind="sent", way=data.way, actor=run.actor.ref, text=order.sent_to
    )
    total = sum(line.quantity * line.cost_minor for line in lines)
    run.emit(
        PurchaseSent(
            po_id=order.pk, supplier_id=order.supplier_id, total_minor=total, currency=order.currency, again=again
        ),
        subject=order.subject,
    )
    return po_id(order)


class CancelOrder(Input):
    """Why an order is called off."""

    po_id: int
    reason: Annotated[str, Field(min_length=2, max_length=300)]


@action(
    "buying.cancel_order",
    label=gettext_lazy("Cancel a purchase order"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(PurchaseCancelled,),
    calls=incoming.CALLS,
    previews=True,
    destructive=True,
)
def cancel_order(run: Run, data: CancelOrder) -> PoId:
    """Call an order off before anything of it came; the supplier is told. Afterwards it can only be closed short."""
    order = order_of(run, data.po_id, states=(State.DRAFT, State.SENT, State.ACKNOWLEDGED))
    lines = lines_of(order)
    if any(line.received for line in lines):
        raise Refused(_("Some of it is here already. Close the order short instead."), code="buying.came")
    told = order.sent_at is not None
    move(run, order, State.CANCELLED)
    order.reason, order.done_at = data.reason, run.now
    incoming.follow(run, order, lines)
    save(order)
    if told:
        letters.call_off(run, order, reason=data.reason)
        way = order.way or Way.PERSON
        Answer.objects.create(
            order=order, at=run.now, ours=True, kind="cancelled", way=way, actor=run.actor.ref, text=data.reason
        )
    event = PurchaseCancelled(po_id=order.pk, supplier_id=order.supplier_id, reason=data.reason)
    run.emit(event, subject=order.subject)
    return po_id(order)


def po_id(order: PurchaseOrder) -> PoId:
    """Return what names an order."""
    return PoId(po_id=order.pk, number=order.number, state=order.state, version=order.version)


def _allowed(supplier_id: int) -> None:
    supplier = supply.suppliers_by_id([supplier_id])[supplier_id]
    if supplier.state != "active":
        raise Refused(
            _("Nothing is bought from %(name)s at the moment. Take them up again first.") % {"name": supplier.name},
            code="buying.supplier_paused",
        )
    for warning in warnings.about([supplier_id]).get(supplier_id, ()):
        if warning.level == "block":
            raise Refused(str(warning.sentence), code="buying.blocked")


def _own_warehouse(warehouse_id: int) -> None:
    places = {one.warehouse_id: one for one in stock.open_warehouses()}
    if warehouse_id not in places or places[warehouse_id].kind == SUPPLIER_KIND:
        raise InvalidInput({"warehouse_id": _("Choose a warehouse of your own.")})


def _as_json(order: PurchaseOrder, lines: list[PurchaseLine]) -> dict[str, object]:
    return {"minor": sum(line.quantity * line.cost_minor for line in lines), "currency": order.currency}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
