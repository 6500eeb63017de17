"""What other rooms and programs may hold of availability. All frozen."""

from datetime import date, datetime

from storecrew.kernel.actions.types import Output
from storecrew.shop.availability.rule import Reason, State, Verdict

__all__ = ["History", "Question", "Reason", "Source", "Standing", "State", "Verdict", "WordView"]


class Source(Output):
    """A variant at one site of a supplier: what was said, and what of it may be sold now.

    `said` None: no longer listed. `worked_days`: working days of the site since it was seen. `speed`: pieces a day that
    leave to others. `right`: the chance that it was so when it was said. `since`: from when on, with state FROM_DATE.
    """

    variant_id: int
    offer_id: int
    supplier_id: int
    site_id: int
    warehouse_id: int
    said: int | None
    seen_at: datetime
    worked_days: float
    speed: float
    right: float
    sellable: int
    state: State
    since: date | None
    reason: Reason
    why: str


class Standing(Output):
    """What a page says of a variant, over its own stock and all suppliers. `since`: from when on, with FROM_DATE."""

    variant_id: int
    state: State
    since: date | None = None


class WordView(Output):
    """One value that was said, and how it came. `was` None: not listed before, or never said."""

    quantity: int | None
    was: int | None
    observed_at: datetime
    heard_at: datetime
    stream: str
    row: int | None


class History(Output):
    """What was ever said of an offer at a site, newest first."""

    items: tuple[WordView, ...]


class Question(Output):
    """Something worth asking a supplier about. `loss`: what not knowing costs until tomorrow, in minor units of `currency`."""

    offer_id: int
    site_id: int
    variant_id: int
    sku: str
    said: int | None
    sellable: int
    loss: float
    currency: str
    oversells: float
    lost_sales: float
    why: str
