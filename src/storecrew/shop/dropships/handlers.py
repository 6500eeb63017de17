"""What drop shipments do when others announce, and what follows from their own facts."""

from datetime import datetime

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.events.events import ActSettled
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.availability import actions as availability
from storecrew.shop.dropships import actions
from storecrew.shop.dropships.events import (
    DropshipRefused,
    DropshipShipped,
    SurpriseSettled,
)
from storecrew.shop.dropships.models import DropLine, Reason
from storecrew.shop.dropships.seats import PLANNER
from storecrew.shop.dropships.ways.asking import KIND
from storecrew.shop.orders.events import (
    LineCancelled,
    OrderCancelled,
    OrderEdited,
    OrderEvent,
    OrderPaid,
    OrderPlaced,
    OrderReleased,
    OrderRevived,
    OrderSplit,
)
from storecrew.shop.supply import reads as supply

LACKING = frozenset({Reason.OUT_OF_STOCK, Reason.DISCONTINUED})
"""Refusals that say that the goods were not there."""


def planner(reason: str) -> Actor:
    """Return the system actor that makes drop shipments."""
    return Actor("system", name=PLANNER, reason=reason, surface=Surface.WORKER)


def _plan(event: OrderEvent, meta: Meta, reason: str = "") -> None:
    actions.plan(planner(type(event).__name__), actions.Plan(order_id=event.order_id, reason=reason), now=meta.now)


@on(OrderPlaced, name="dropships.plan_placed")
def placed(event: OrderPlaced, meta: Meta) -> None:
    """Make the drop shipments of an order that leaves before it is paid."""
    _plan(event, meta)


@on(OrderPaid, name="dropships.plan_paid")
def paid(event: OrderPaid, meta: Meta) -> None:
    """Make the drop shipments of a paid order."""
    _plan(event, meta)


@on(OrderEdited, name="dropships.plan_edited")
def edited(event: OrderEdited, meta: Meta) -> None:
    """Ask for more, take back, or tell a new address."""
    _plan(event, meta)


@on(LineCancelled, name="dropships.plan_line_cancelled")
def line_cancelled(event: LineCancelled, meta: Meta) -> None:
    """Take back what the buyer no longer wants."""
    _plan(event, meta)


@on(OrderCancelled, name="dropships.plan_cancelled")
def cancelled(event: OrderCancelled, meta: Meta) -> None:
    """Take everything back; suppliers who were asked are asked to stop."""
    _plan(event, meta)


@on(OrderRevived, name="dropships.plan_revived")
def revived(event: OrderRevived, meta: Meta) -> None:
    """Ask again for an order whose money came late."""
    _plan(event, meta)


@on(OrderReleased, name="dropships.plan_released")
def released(event: OrderReleased, meta: Meta) -> None:
    """Send what waited while the order was on hold."""
    _plan(event, meta)


@on(OrderSplit, name="dropships.plan_split")
def split(event: OrderSplit, meta: Meta) -> None:
    """Take back what now belongs to another order, and ask for it there."""
    _plan(event, meta)
    actions.plan(planner("OrderSplit"), actions.Plan(order_id=event.into_id), now=meta.now)


@on(ActSettled, name="dropships.take_in_sent")
def take_in_sent(event: ActSettled, meta: Meta) -> None:
    """Take in what a supplier's API answered."""
    if event.kind != KIND:
        return
    data = actions.TakeInSent(
        reference=event.key,
        state=event.state.value,  # type: ignore[arg-type]  # settled acts are one of the three
        number=str(event.answer.get("number") or "")[:80],
        trouble=event.error[:300],
    )
    actions.take_in_sent(planner("answered"), data, now=meta.now)


@on(DropshipRefused, name="dropships.fall_back")
def fall_back(event: DropshipRefused, meta: Meta) -> None:
    """Take refused goods from the next source, as far as the owner lets it happen by itself."""
    try:
        actions.fall_back(planner("refused"), actions.FallBack(dropship_id=event.dropship_id), now=meta.now)
    except ActionError:
        return  # somebody was faster, or the goods are gone meanwhile: it stays on the list, with its choices


@on(DropshipShipped, name="dropships.book_shipped")
def book_shipped(event: DropshipShipped, meta: Meta) -> None:
    """Book what the supplier is owed."""
    book(event.drop_parcel_id, meta.now)


@on(SurpriseSettled, name="dropships.book_settled")
def book_settled(event: SurpriseSettled, meta: Meta) -> None:
    """Book what the supplier is owed after all."""
    book(event.drop_parcel_id, meta.now)


def book(drop_parcel_id: int, now: datetime) -> bool:
    """Book a parcel on its day, or today if that month is closed. Without accounts it waits for the round of the clock."""
    for on_ in (None, supply.store_day(now)):
        try:
            done = actions.book(planner("shipped"), actions.Book(drop_parcel_id=drop_parcel_id, on=on_), now=now)
        except ActionError as error:
            if error.code != "ledger.locked":
                return False
        else:
            return done.entry is not None
    return False


@on(DropshipRefused, name="dropships.learn_refused")
def learn_refused(event: DropshipRefused, meta: Meta) -> None:
    """Let the supplier's record know what was not there, and that nothing is left."""
    if event.reason in LACKING:
        _learn(event.dropship_id, set(event.lines), meta)


@on(DropshipShipped, name="dropships.learn_shipped")
def learn_shipped(event: DropshipShipped, meta: Meta) -> None:
    """Let the supplier's record know what was there."""
    _learn(event.dropship_id, set(event.lines), meta)


def _learn(dropship_id: int, line_ids: set[int], meta: Meta) -> None:
    """Note what an order found, once for each offer: at the first refusal, or when nothing is open any more."""
    rows = DropLine.objects.filter(dropship=dropship_id, pk__in=line_ids, offer__isnull=False)
    for line in rows.select_related("dropship").order_by("pk"):
        wanted = line.wanted - line.cancelled
        lacking = line.refused if line.reason in LACKING else 0
        if wanted < 1 or (line.open and not lacking):
            continue
        data = availability.RecordOutcome(
            offer_id=line.offer_id or 0,
            site_id=line.dropship.site_id,
            wanted=wanted,
            had=max(0, wanted - lacking),
            at=line.dropship.made_at,
            document=f"dropship:{dropship_id}",
        )
        try:
            availability.record_outcome(planner("found"), data, now=meta.now)
        except ActionError:
            continue  # nothing was ever said of this offer there: there is no record to move
