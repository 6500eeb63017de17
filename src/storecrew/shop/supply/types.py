"""What other rooms and programs may hold of suppliers and offers. All frozen."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money


class OfferKey(NamedTuple):
    """Which offer a supplier's SKU is, and which variant that is."""

    offer_id: int
    variant_id: int


class Break(Output):
    """From so many pieces on, one costs this."""

    quantity: int
    cost: Money


class OfferView(Output):
    """A supplier's terms for one variant. `cost` is of one piece, None as long as nobody told it.

    `breaks` rise; `handling_days` None: like the site it is taken from. Both dates are included.
    """

    offer_id: int
    supplier_id: int
    variant_id: int
    sku: str
    title: str
    barcode: str
    cost: Money | None
    breaks: tuple[Break, ...]
    minimum: int
    pack_size: int
    handling_days: int | None
    valid_from: date | None
    valid_until: date | None
    ended: bool

    def cost_of(self, quantity: int) -> Money | None:
        """Return what one piece costs when so many are bought."""
        reached = [one.cost for one in self.breaks if one.quantity <= quantity]
        return reached[-1] if reached else self.cost

    def rounded_up(self, quantity: int) -> int:
        """Return how many have to be bought to get `quantity`: the minimum at least, and whole packs."""
        return -(-max(quantity, self.minimum) // self.pack_size) * self.pack_size


class SiteView(Output):
    """A warehouse of a supplier. `place` is an `addresses.types.Address` as JSON; empty: not given.

    `calendar` is the code of its work calendar, empty for the store's. `cut_off`: local time until which orders are
    worked on the same day.
    """

    site_id: int
    supplier_id: int
    warehouse_id: int
    code: str
    name: str
    place: dict[str, str]
    calendar_id: int | None
    calendar: str
    handling_days: int
    cut_off: time | None
    closed: bool


class TermsKind(StrEnum):
    """How a supplier is paid."""

    PREPAID = "prepaid"
    DEPOSIT = "deposit"
    CREDIT = "credit"


class SupplierView(Output):
    """A company one buys from. `deposit_percent` is paid with the order, the rest `net_days` after the goods came."""

    supplier_id: int
    code: str
    name: str
    legal_name: str
    state: str
    tier: str
    country: str
    language: str
    currency: str
    terms: TermsKind
    deposit_percent: int
    net_days: int
    keeper_id: int | None
    paused_until: date | None


class ChannelView(Output):
    """One way to reach somebody."""

    kind: str
    address: str


class ContactView(Output):
    """Somebody at a supplier, with the best way to reach them in front. A birthday is (month, day)."""

    contact_id: int
    supplier_id: int
    name: str
    role: str
    language: str
    birthday: tuple[int, int] | None
    primary: bool
    channels: tuple[ChannelView, ...]
    note: str


class DocumentView(Output):
    """A paper of a supplier. `valid_until` is the last day; None: without end."""

    document_id: int
    supplier_id: int
    kind: str
    name: str
    number: str
    asset_id: int | None
    valid_from: date | None
    valid_until: date | None
    replaced: bool


class CostView(Output):
    """What an offer cost from a moment on. `by` is the actor as audit rows name it."""

    cost: Money | None
    breaks: tuple[Break, ...]
    since: datetime
    by: str
