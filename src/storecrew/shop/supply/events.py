"""Facts that supply announces. Subjects are `supplier:<id>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event


class SupplyEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "supply"
    history: ClassVar[bool] = True

    supplier_id: int


class SupplierAdded(SupplyEvent):
    """Somebody new to buy from."""


class SupplierStateChanged(SupplyEvent):
    """They are bought from again, not for now, or never more: active, paused, ended."""

    state: str
    was: str


class SiteOpened(SupplyEvent):
    """A warehouse of theirs was added, which is a warehouse of stock."""

    site_id: int
    warehouse_id: int


class OffersMade(SupplyEvent):
    """They offer these from now on, or again."""

    offer_ids: tuple[int, ...]


class OffersEnded(SupplyEvent):
    """They offer these no longer."""

    offer_ids: tuple[int, ...]
    variant_ids: tuple[int, ...]


class CostsChanged(SupplyEvent):
    """What these cost has changed. The cost before stands in the history of each."""

    offer_ids: tuple[int, ...]
