"""What delays do when others announce: look again at orders that something happened to, and write to buyers."""

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.delays import actions, letters
from storecrew.shop.delays.events import ChoiceMade, ChoicesOffered
from storecrew.shop.delays.models import LIVE, Delay, Offer, Way
from storecrew.shop.delays.seats import watch
from storecrew.shop.dropships.events import DropshipAcknowledged, DropshipMoved, DropshipRefused
from storecrew.shop.fulfilment.events import (
    ParcelCameBack,
    ParcelDelivered,
    ParcelInTrouble,
    ParcelShipped,
    PiecesMissing,
)
from storecrew.shop.orders.events import OrderCancelled, OrderEdited, OrderHeld, OrderReleased


@on(ParcelDelivered, name="delays.hear_delivered")
def delivered(event: ParcelDelivered, meta: Meta) -> None:
    """Say what became of the promise of an order that was watched."""
    _look_again(event.order_id, meta)


@on(ParcelShipped, name="delays.hear_shipped")
def shipped(event: ParcelShipped, meta: Meta) -> None:
    """See whether it comes in time after all."""
    _look_again(event.order_id, meta)


@on(ParcelInTrouble, name="delays.hear_trouble")
def trouble(event: ParcelInTrouble, meta: Meta) -> None:
    """Know at once that a parcel is in trouble."""
    _look(event.order_id, meta)


@on(ParcelCameBack, name="delays.hear_came_back")
def came_back(event: ParcelCameBack, meta: Meta) -> None:
    """Know at once that a parcel comes back."""
    _look(event.order_id, meta)


@on(PiecesMissing, name="delays.hear_missing")
def missing(event: PiecesMissing, meta: Meta) -> None:
    """Know at once that pieces are not where they should be."""
    _look(event.order_id, meta)


@on(DropshipRefused, name="delays.hear_refused")
def refused(event: DropshipRefused, meta: Meta) -> None:
    """Know at once that a supplier will not send it."""
    _look(event.order_id, meta)


@on(DropshipAcknowledged, name="delays.hear_acknowledged")
def acknowledged(event: DropshipAcknowledged, meta: Meta) -> None:
    """Believe the day that a supplier names, be it earlier or later than feared."""
    _look(event.order_id, meta)


@on(DropshipMoved, name="delays.hear_moved")
def moved(event: DropshipMoved, meta: Meta) -> None:
    """See whether it comes in time from elsewhere."""
    _look_again(event.order_id, meta)


@on(OrderHeld, name="delays.hear_held")
def held(event: OrderHeld, meta: Meta) -> None:
    """See whether being held costs the promise."""
    _look(event.order_id, meta)


@on(OrderReleased, name="delays.hear_released")
def released(event: OrderReleased, meta: Meta) -> None:
    """See whether it comes in time after all."""
    _look_again(event.order_id, meta)


@on(OrderCancelled, name="delays.hear_cancelled")
def cancelled(event: OrderCancelled, meta: Meta) -> None:
    """Stop watching what was called off."""
    _look_again(event.order_id, meta)


@on(OrderEdited, name="delays.hear_edited")
def edited(event: OrderEdited, meta: Meta) -> None:
    """See how it stands with what is left."""
    _look_again(event.order_id, meta)


@on(ChoicesOffered, name="delays.write_offered")
def write_offered(event: ChoicesOffered, meta: Meta) -> None:
    """Write the letter with the choices."""
    made = Offer.objects.filter(pk=event.offer_id).select_related("delay").first()
    if made is not None:
        letters.tell_offered(made, cause=meta.cause, happened_at=meta.at, now=meta.now)


@on(ChoiceMade, name="delays.write_chosen")
def write_chosen(event: ChoiceMade, meta: Meta) -> None:
    """Write what was chosen; who said nothing gets no letter about it."""
    made = Offer.objects.filter(pk=event.offer_id).first()
    if made is not None and event.way != Way.DEADLINE:
        letters.tell_chosen(made, cause=meta.cause, happened_at=meta.at, now=meta.now)


def _look_again(order_id: int, meta: Meta) -> None:
    """Look at an order that is watched; of all others the round every quarter of an hour takes care."""
    if Delay.objects.filter(order=order_id, state__in=LIVE).exists():
        _look(order_id, meta)


def _look(order_id: int, meta: Meta) -> None:
    actions.look(watch("something happened to it"), actions.Look(order_ids=(order_id,)), now=meta.now)
