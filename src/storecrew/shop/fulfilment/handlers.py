"""What fulfilment does when others announce."""

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.events.events import ActSettled
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.kernel.money.types import Money
from storecrew.shop.fulfilment import actions
from storecrew.shop.fulfilment.seats import FOLLOWER
from storecrew.shop.fulfilment.services import KIND
from storecrew.shop.orders.events import OrderCancelled, OrderEdited


@on(OrderCancelled, name="fulfilment.drop_cancelled")
def drop_cancelled(event: OrderCancelled, meta: Meta) -> None:
    """Take a cancelled order out of waves. What lies packed stays on the list until somebody unpacks it."""
    data = actions.DropFromWaves(order_id=event.order_id, gone=True)
    actions.drop_from_waves(_follower("cancelled"), data, now=meta.now)


@on(OrderEdited, name="fulfilment.mark_edited")
def mark_edited(event: OrderEdited, meta: Meta) -> None:
    """Mark the totes of an order that was changed, so that nobody packs by an old list."""
    data = actions.DropFromWaves(order_id=event.order_id, gone=False)
    actions.drop_from_waves(_follower("edited"), data, now=meta.now)


@on(ActSettled, name="fulfilment.take_in_label")
def take_in_label(event: ActSettled, meta: Meta) -> None:
    """Take in what a carrier answered to a request for a label."""
    if event.kind != KIND:
        return
    answer = event.answer
    cost = answer.get("cost")
    data = actions.TakeInLabel(
        reference=event.key,
        state=event.state.value,  # type: ignore[arg-type]  # settled acts are one of the three
        tracking_number=str(answer.get("tracking_number") or "")[:60],
        document_url=str(answer.get("document_url") or "")[:500],
        cost=Money(int(str(cost["minor"])), str(cost["currency"])) if isinstance(cost, dict) else None,
        trouble=event.error[:300],
    )
    actions.take_in_label(_follower("answered"), data, now=meta.now)


def _follower(reason: str) -> Actor:
    return Actor("system", name=FOLLOWER, reason=reason, surface=Surface.WORKER)
