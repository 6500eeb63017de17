"""Stop orders from leaving, let them go on; write notes and tags to them."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Personal
from storecrew.shop.orders.events import OrderHeld, OrderReleased
from storecrew.shop.orders.models import Hold, HoldReason, Note, Order, OrderTag, State, Tag
from storecrew.shop.orders.seats import EVERYWHERE, HOLDERS
from storecrew.shop.orders.writing.finishing import save
from storecrew.shop.orders.writing.loading import order_of, refuse_unless_open

AT_ONCE = 500
"""So many orders a bulk action takes."""

Ids = Annotated[tuple[int, ...], Field(min_length=1, max_length=AT_ONCE)]


class HoldThem(Input):
    """Which orders, and why. `until`: when to look again; nothing happens by itself then."""

    order_ids: Ids
    reason: HoldReason
    note: Annotated[str, Personal, Field(max_length=500)] = ""
    until: datetime | None = None


class ReleaseThem(Input):
    """Which orders may go on."""

    order_ids: Ids


class Counted(Output):
    """How many were changed, and which were left as they are: id and why."""

    changed: int
    left: tuple[tuple[int, str], ...] = ()


@action(
    "orders.hold",
    label=gettext_lazy("Hold orders"),
    seats=HOLDERS,
    surfaces=EVERYWHERE,
    emits=(OrderHeld,),
)
def hold(run: Run, data: HoldThem) -> Counted:
    """Keep orders from being picked and shipped until somebody releases them. Their stock stays promised to them."""
    left: list[tuple[int, str]] = []
    changed = 0
    for order in _locked(run, data.order_ids):
        if order.state != State.OPEN:
            left.append((order.pk, _("%(number)s is not open.") % {"number": order}))
            continue
        if order.held:
            left.append((order.pk, _("%(number)s is on hold already.") % {"number": order}))
            continue
        Hold.objects.create(
            order=order, reason=data.reason, note=data.note, until=data.until, at=run.now, by=run.actor.ref
        )
        order.held = True
        save(run, order)
        run.changed(order.subject, "held", old=False, new=True)
        held = OrderHeld(order_id=order.pk, number=order.number, reason=data.reason)
        run.emit(held, subject=order.subject)
        changed += 1
    return _counted(changed, left)


@action(
    "orders.unhold",
    label=gettext_lazy("Release held orders"),
    seats=HOLDERS,
    surfaces=EVERYWHERE,
    emits=(OrderReleased,),
)
def unhold(run: Run, data: ReleaseThem) -> Counted:
    """Let held orders go on."""
    left: list[tuple[int, str]] = []
    changed = 0
    for order in _locked(run, data.order_ids):
        if not order.held:
            left.append((order.pk, _("%(number)s is not on hold.") % {"number": order}))
            continue
        Hold.objects.filter(order=order, ended_at=None).update(ended_at=run.now, ended_by=run.actor.ref)
        order.held = False
        save(run, order)
        run.changed(order.subject, "held", old=True, new=False)
        run.emit(OrderReleased(order_id=order.pk, number=order.number), subject=order.subject)
        changed += 1
    return _counted(changed, left)


class AddNote(Input):
    """What the crew should know of an order; its buyer never sees it."""

    order_id: int
    text: Annotated[str, Personal, Field(min_length=1, max_length=4000)]


class Noted(Output):
    """The note."""

    note_id: int


@action("orders.note", label=gettext_lazy("Write a note to an order"), seats=HOLDERS, surfaces=EVERYWHERE)
def note(run: Run, data: AddNote) -> Noted:
    """Write an internal note to an order."""
    order = order_of(run, data.order_id)
    return Noted(note_id=Note.objects.create(order=order, at=run.now, by=run.actor.ref, text=data.text).pk)


Word = Annotated[str, Field(min_length=1, max_length=60)]


class TagThem(Input):
    """Words to put on orders and to take off."""

    order_ids: Ids
    add: Annotated[tuple[Word, ...], Field(max_length=20)] = ()
    remove: Annotated[tuple[Word, ...], Field(max_length=20)] = ()


@action("orders.tag", label=gettext_lazy("Tag orders"), seats=HOLDERS, surfaces=EVERYWHERE)
def tag(run: Run, data: TagThem) -> Counted:
    """Put tags on orders or take them off; large and small letters are the same tag."""
    orders = _locked(run, data.order_ids)
    touched: set[int] = set()
    for name in data.add:
        word, _made = Tag.objects.get_or_create(key=name.casefold(), defaults={"name": name})
        having = set(OrderTag.objects.filter(tag=word, order__in=orders).values_list("order_id", flat=True))
        fresh = [order for order in orders if order.pk not in having]
        OrderTag.objects.bulk_create(OrderTag(order=order, tag=word) for order in fresh)
        for order in fresh:
            run.changed(order.subject, "tag", old=None, new=word.name)
        touched |= {order.pk for order in fresh}
    for name in data.remove:
        rows = OrderTag.objects.filter(tag__key=name.casefold(), order__in=orders)
        gone = set(rows.values_list("order_id", flat=True))
        for order in orders:
            if order.pk in gone:
                run.changed(order.subject, "tag", old=name, new=None)
        rows.delete()
        touched |= gone
    return _counted(len(touched), [])


def _locked(run: Run, ids: tuple[int, ...]) -> list[Order]:
    wanted = sorted(set(ids))
    orders = list(Order.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(orders) != len(wanted):
        raise Missing(_("Some of these orders do not exist. Load the list again."))
    run.about(*(order.subject for order in orders))
    return orders


def _counted(changed: int, left: list[tuple[int, str]]) -> Counted:
    if not changed and len(left) == 1:
        raise Refused(left[0][1])
    return Counted(changed=changed, left=tuple(left))


class SetPayBy(Input):
    """Until when an order waits for its money; None: as long as it takes."""

    order_id: int
    pay_by: datetime | None = None
    version: int | None = None


class PayBySet(Output):
    """Until when it waits now."""

    pay_by: datetime | None


@action("orders.set_pay_by", label=gettext_lazy("Give an order longer to pay"), seats=HOLDERS, surfaces=EVERYWHERE)
def set_pay_by(run: Run, data: SetPayBy) -> PayBySet:
    """Set until when an unpaid order waits before it is cancelled by itself."""
    order = order_of(run, data.order_id, version=data.version)
    refuse_unless_open(order)
    if data.pay_by is not None and data.pay_by <= run.now:
        raise Refused(_("This moment has passed. Choose a later one."))
    old = order.pay_by.isoformat() if order.pay_by else None
    order.pay_by = data.pay_by
    save(run, order)
    run.changed(order.subject, "pay_by", old=old, new=data.pay_by.isoformat() if data.pay_by else None)
    return PayBySet(pay_by=order.pay_by)
