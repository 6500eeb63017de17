"""What follows when other rooms tell of suppliers: they spoke, or money went back for a complaint."""

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.buying.events import PurchaseAcknowledged
from storecrew.shop.dropships.events import DropshipAcknowledged, DropshipRefused, DropshipShipped
from storecrew.shop.returns.events import ReturnReceived, ReturnRefunded
from storecrew.team.suppliers.actions.watching import OneCase, refresh_costs
from storecrew.team.suppliers.seats import watcher
from storecrew.team.suppliers.touching import Direction, Spoke, Way, from_event


@from_event(DropshipAcknowledged, name="dropships.acknowledged")
def acknowledged(event: DropshipAcknowledged, meta: Meta) -> Spoke | None:
    """They said when it leaves."""
    return Spoke(event.supplier_id, _way(meta), Direction.THEIRS, f"dropship:{event.dropship_id}")


@from_event(DropshipRefused, name="dropships.refused")
def refused(event: DropshipRefused, meta: Meta) -> Spoke | None:
    """They said that they cannot."""
    return Spoke(event.supplier_id, _way(meta), Direction.THEIRS, f"dropship:{event.dropship_id}")


@from_event(DropshipShipped, name="dropships.shipped")
def shipped(event: DropshipShipped, meta: Meta) -> Spoke | None:
    """They told what left; what only a carrier's system told is no contact."""
    spoke = not meta.actor.startswith("system:")
    return Spoke(event.supplier_id, _way(meta), Direction.THEIRS, f"dropship:{event.dropship_id}") if spoke else None


@from_event(PurchaseAcknowledged, name="buying.acknowledged")
def purchase(event: PurchaseAcknowledged, meta: Meta) -> Spoke | None:
    """An order was talked over."""
    return Spoke(event.supplier_id, _way(meta), Direction.THEIRS, f"purchase:{event.po_id}")


@on(ReturnRefunded, name="suppliers.cost_of_refund")
def refunded(event: ReturnRefunded, meta: Meta) -> None:
    """What a complaint cost has changed."""
    _reckon(event.return_id, meta)


@on(ReturnReceived, name="suppliers.cost_of_goods")
def received(event: ReturnReceived, meta: Meta) -> None:
    """Pieces that came in may be written off."""
    _reckon(event.return_id, meta)


def _reckon(return_id: int, meta: Meta) -> None:
    data = OneCase(subject=f"return:{return_id}")
    refresh_costs(watcher(f"event {meta.id}"), data, now=meta.now)


def _way(meta: Meta) -> Way:
    """Who answers behind their own link speaks by it; what somebody here wrote down was said about an order."""
    return Way.PORTAL if meta.actor.startswith("supplier:") else Way.ORDER
