"""Send drop shipments to suppliers, tell them what has changed, ask where an answer stays."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.mail import writing as mail
from storecrew.shop.dropships import dueness
from storecrew.shop.dropships.events import DropshipSent
from storecrew.shop.dropships.loading import dropship_of
from storecrew.shop.dropships.models import ASKED, DropShipment, Kind, Means, State, Way
from storecrew.shop.dropships.seats import EVERYWHERE, SENDERS
from storecrew.shop.dropships.telling import note
from storecrew.shop.dropships.ways.arranged import Arranged, arranged_with
from storecrew.shop.dropships.ways.asking import KIND
from storecrew.shop.dropships.ways.letters import letter
from storecrew.shop.dropships.ways.slips import Slip, digest_of, slip_of
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.supply import reads as supply

SAFE_TO_SHIP = frozenset({"authorised", "paid", "part_refunded"})
"""Payment states with which goods may leave; orders that ship unpaid say so themselves."""
WHAT = {Kind.SENT: "new", Kind.CHANGED: "changed", Kind.STOPPED: "stop"}
"""What an API is told; reminders go to people alone."""
MEANS = {Way.MAIL: Means.MAIL, Way.API: Means.API, Way.HAND: Means.PERSON}


class Send(Input):
    """Which drop shipment. `by_hand`: it was given to the supplier some other way (WeChat, a file, by telephone)."""

    dropship_id: int
    by_hand: bool = False


class Sent(Output):
    """How it went out. `counted` is False when it had been sent before: nothing was sent twice."""

    dropship_id: int
    number: str
    state: str
    way: str
    counted: bool


@action(
    "dropships.send",
    label=gettext_lazy("Send a drop shipment to its supplier"),
    seats=SENDERS,
    surfaces=EVERYWHERE,
    emits=(DropshipSent,),
)
def send(run: Run, data: Send) -> Sent:
    """Ask the supplier to send it, by mail or API as was arranged, or note that somebody asked by hand. Twice, it is once.

    Nothing is sent for an order that is on hold, not paid, or over.
    """
    row = dropship_of(run, data.dropship_id)
    if row.state in ASKED:
        return _sent(row, counted=False)
    if row.state != State.NEW:
        words = _("%(number)s is over; nothing is to be sent.")
        raise Refused(words % {"number": row.number}, code="dropships.over")
    order = orders.find(row.order_id)
    _check(row, order)
    assert order is not None  # noqa: S101  checked
    arranged = arranged_with(row.supplier_id)
    way = Way.HAND if data.by_hand else arranged.way
    if way == Way.MAIL and not arranged.to:
        raise Refused(
            _("Nobody there has an e-mail address. Add one, or send it by hand."), code="dropships.no_address"
        )
    site = supply.sites_by_id([row.site_id])[row.site_id]
    row.sent_at, row.way, row.trouble = run.now, way, ""
    row.ack_by = dueness.answer_by(site, run.now, arranged.ack_hours)
    run.changed(row.subject, "state", old=row.state, new=State.SENT.value)
    row.state = State.SENT
    _tell(run, row, order, Kind.SENT, way=way, arranged=arranged)
    row.version += 1
    row.save()
    run.emit(
        DropshipSent(
            dropship_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            supplier_id=row.supplier_id,
            way=way,
            ack_by=row.ack_by,
            ship_by=row.ship_by,
        ),
        subject=row.subject,
    )
    return _sent(row, counted=True)


class Remind(Input):
    """Whom nothing was heard of. `text`: in words of one's own, in their language; empty: the usual ones."""

    dropship_id: int
    text: Annotated[str, Field(max_length=400)] = ""


@action("dropships.remind", label=gettext_lazy("Ask a supplier again"), seats=SENDERS, surfaces=EVERYWHERE)
def remind(run: Run, data: Remind) -> Sent:
    """Ask where answer or parcel stays: by mail where there is an address, else note that somebody asked by hand."""
    row = dropship_of(run, data.dropship_id)
    if row.state not in ASKED:
        raise Refused(_("The supplier was not asked, or has answered already."), code="dropships.not_asked")
    order = orders.find(row.order_id)
    arranged = arranged_with(row.supplier_id)
    way = Way.MAIL if arranged.to and order is not None else Way.HAND
    if order is not None:
        _tell(run, row, order, Kind.REMINDED, way=way, arranged=arranged, text=data.text)
    row.version += 1
    row.save()
    return _sent(row, counted=True)


def tell_change(run: Run, row: DropShipment, order: OrderView) -> None:
    """Tell a supplier who was asked what has changed; nothing where it is the same as they were told."""
    row.refresh_from_db()
    slip = slip_of(row, row.lines.order_by("pk"), order)
    if digest_of(slip) != row.told:
        _tell(run, row, order, Kind.CHANGED, way=_way_back(row), arranged=arranged_with(row.supplier_id))
        row.version += 1
        row.save()


def tell_stop(run: Run, row: DropShipment, order: OrderView, reason: str) -> None:
    """Ask a supplier who was asked not to send it any more."""
    if row.cancel_asked_at is None:
        row.cancel_asked_at, row.cancel_reason = run.now, reason[:300]
        arranged = arranged_with(row.supplier_id)
        _tell(run, row, order, Kind.STOPPED, way=_way_back(row), arranged=arranged, text=reason)
    row.save()


class TakeInSent(Input):
    """What became of telling an API."""

    reference: Annotated[str, Field(max_length=120)]
    state: Literal["confirmed", "failed", "unknown"]
    number: Annotated[str, Field(max_length=80)] = ""
    trouble: Annotated[str, Field(max_length=300)] = ""


@action("dropships.take_in_sent", label=gettext_lazy("Take in what an API answered"), seats=SENDERS, surfaces=set())
def take_in_sent(run: Run, data: TakeInSent) -> Nothing:
    """Note the supplier's own number, or why their program refused: then it is to be sent again. Told twice, it is once."""
    number, _sep, revision = data.reference.rpartition(":")
    found = DropShipment.objects.filter(number=number).values_list("pk", flat=True).first()
    if found is None or not revision.isdecimal():
        return Nothing()
    row = dropship_of(run, found)
    if int(revision) != row.revision or data.state == "unknown":
        return Nothing()
    if data.state == "confirmed":
        run.changed(row.subject, "reference", old=row.reference, new=data.number or row.reference)
        row.reference, row.trouble = data.number or row.reference, ""
        row.save()
        return Nothing()
    if row.trouble == data.trouble:
        return Nothing()
    row.trouble = data.trouble or _("The supplier's program does not take it.")
    if row.state == State.SENT and row.revision == 1:  # nobody there knows of it
        run.changed(row.subject, "state", old=row.state, new=State.NEW.value)
        row.state, row.sent_at, row.ack_by = State.NEW, None, None
    note(run, row, Kind.FAILED, text=row.trouble, means=Means.API)
    row.version += 1
    row.save()
    return Nothing()


def _tell(
    run: Run, row: DropShipment, order: OrderView, kind: Kind, *, way: Way, arranged: Arranged, text: str = ""
) -> None:
    """Say it by this way, once for each revision, and keep that it was said."""
    if kind != Kind.REMINDED:
        row.revision += 1
    slip = slip_of(row, row.lines.order_by("pk"), order)
    row.told = digest_of(slip)
    if way == Way.MAIL:
        _mail(run, row, slip, arranged, kind, text)
    elif way == Way.API and kind in WHAT:
        payload = {"dropship_id": row.pk, "what": WHAT[kind], "note": text}
        run.plan(KIND, key=f"{row.number}:{row.revision}", payload=payload, subject=row.subject)
    contact = arranged.contact_id if way == Way.MAIL else None
    detail = {"revision": row.revision, "pieces": {str(line.line_id): line.quantity for line in slip.lines}}
    note(run, row, kind, text=text, means=MEANS[way], contact_id=contact, detail=detail)


def _mail(run: Run, row: DropShipment, slip: Slip, arranged: Arranged, kind: Kind, text: str) -> None:
    site = supply.sites_by_id([row.site_id])[row.site_id]
    with override(arranged.language):
        zone = str(dueness.calendar_of(site).zone)
        made = letter(row, slip, arranged, kind, zone, text)
    key = f"{row.subject}:{row.revision}:{kind}"
    if kind == Kind.REMINDED:
        key += f":{run.now:%Y%m%d%H%M}"
    mail.write(made, key=key, subject=row.subject, cause=run.uid, at=run.now)


def _way_back(row: DropShipment) -> Way:
    """What was sent by hand is changed by hand: whoever was told by WeChat does not read the mail first."""
    return Way(row.way) if row.way else Way.HAND


def _check(row: DropShipment, order: OrderView | None) -> None:
    if order is None or order.state != "open":
        raise Refused(_("The order is not open any more."), code="dropships.not_open")
    names = {"number": order.number}
    if order.held:
        raise Refused(_("Order %(number)s is on hold. Release it first.") % names, code="dropships.held")
    if not may_leave(order):
        raise Refused(_("Order %(number)s is not paid yet.") % names, code="dropships.unpaid")
    if order.ship_to is None:
        raise Refused(_("The order has no address to send to."), code="dropships.no_ship_to")
    if not any(line.open for line in row.lines.all()):
        raise Refused(_("Nothing of it is to be sent any more."), code="dropships.over")


def may_leave(order: OrderView) -> bool:
    """Tell whether an order's goods may be asked for: its money is safe, or it is to be paid at the door."""
    return order.state == "open" and (order.ships_unpaid or order.payment in SAFE_TO_SHIP)


def _sent(row: DropShipment, *, counted: bool) -> Sent:
    return Sent(dropship_id=row.pk, number=row.number, state=row.state, way=row.way, counted=counted)
