"""What other rooms and programs may hold of stock. All frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import Field

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money

LINES_AT_MOST: Final = 500

type Pieces = Annotated[int, Field(ge=1, le=1_000_000)]
type Key = Annotated[str, Field(max_length=80)]
type Owner = Annotated[str, Field(min_length=1, max_length=80)]
"""Who is promised something, as a subject: `cart:<uid>`, `order:12`."""


class Wanted(Input):
    """Pieces somebody wants. `line` is the owner's own key, e.g. `line:41`; `warehouse_id` None lets stock choose.

    `prefer`: warehouses that are asked before all others, in this order; what they do not have comes from elsewhere.
    """

    variant_id: int
    quantity: Pieces
    line: Key = ""
    warehouse_id: int | None = None
    prefer: Annotated[tuple[int, ...], Field(max_length=20)] = ()


class Resting(Output):
    """Pieces that an owner was promised from one warehouse; of a bundle, its components."""

    owner: str
    line: str
    variant_id: int
    warehouse_id: int
    quantity: int


class Taken(Output):
    """Pieces promised from one warehouse; of a bundle, its components. `backordered` of them do not lie there yet."""

    variant_id: int
    warehouse_id: int
    quantity: int
    line: str
    backordered: int


class Disposition(StrEnum):
    """What becomes of goods that came back."""

    RESTOCK = "restock"
    SECOND_CHOICE = "second_choice"
    DESTROY = "destroy"
    TO_SUPPLIER = "to_supplier"
    QUALITY = "quality"


class Leaving(Input):
    """Pieces that leave a warehouse for a customer. Of a bundle, its components are named, as in `Taken`."""

    variant_id: int
    quantity: Pieces
    warehouse_id: int
    line: Key = ""
    bin_id: int | None = None
    lot: Annotated[str, Field(max_length=60)] | None = None
    serials: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = ()


class Coming(Input):
    """Pieces that come back from a customer. `line` is that under which they left: it knows what they cost."""

    variant_id: int
    quantity: Pieces
    warehouse_id: int
    disposition: Disposition = Disposition.RESTOCK
    line: Key = ""
    serials: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = ()


class LineCost(Output):
    """What the pieces of one line cost. None: of some of them nobody knows it."""

    line: str
    variant_id: int
    quantity: int
    cost: Money | None


class Availability(Output):
    """What can be sold of a variant, over the warehouses that sell. Of a bundle: what its scarcest component allows.

    `sellable` is what a buyer may take now, with what policy allows beyond what lies there; None: without limit.
    `elsewhere`: some of it lies with suppliers, or did; `here`: some can be had from a place that is not a supplier's.
    """

    variant_id: int
    tracked: bool
    on_hand: int = 0
    committed: int = 0
    held: int = 0
    unavailable: int = 0
    incoming: int = 0
    available: int = 0
    sellable: int | None = None
    ships_on: date | None = None
    elsewhere: bool = False
    here: bool = False


class LevelView(Output):
    """A variant in one warehouse. `room`: how many may still be promised there; None: without limit."""

    variant_id: int
    warehouse_id: int
    on_hand: int
    damaged: int
    quality: int
    other: int
    safety: int
    committed: int
    held: int
    incoming: int
    available: int
    room: int | None


class WarehouseView(Output):
    """A warehouse. `address` is an `addresses.types.Address` as JSON; empty: not given. `cut_off`: "16:30" or empty."""

    warehouse_id: int
    code: str
    name: str
    kind: str
    address: dict[str, str]
    calendar: str
    cut_off: str
    priority: int
    sells: bool
    closed: bool


class ReservationView(Output):
    """A promise as it stands. `covered` pieces of it lie there, those promised earlier being served first; None: not asked."""

    variant_id: int
    warehouse_id: int
    owner: str
    line: str
    quantity: int
    covered: int | None
    held_until: datetime | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Short:
    """What is missing of a variant: wanted in all, and what can be sold."""

    variant_id: int
    wanted: int
    sellable: int


class SoldOut(Refused):
    """Not everything that was wanted can be promised; nothing was."""

    code = "stock.sold_out"

    def __init__(self, shorts: Sequence[Short], names: Sequence[str] = ()) -> None:
        super().__init__(_sentence(shorts, names), code=self.code)
        self.shorts = tuple(shorts)


def _sentence(shorts: Sequence[Short], names: Sequence[str]) -> str:
    first = shorts[0]
    name = names[0] if names and names[0] else f"#{first.variant_id}"
    if len(shorts) > 1:
        return _("%(name)s and %(n)d more are not left in the number that is wanted.") % {
            "name": name,
            "n": len(shorts) - 1,
        }
    if first.sellable <= 0:
        return _("%(name)s is sold out.") % {"name": name}
    return ngettext(
        "Only %(n)d of %(name)s is left; %(wanted)d are wanted.",
        "Only %(n)d of %(name)s are left; %(wanted)d are wanted.",
        first.sellable,
    ) % {"n": first.sellable, "name": name, "wanted": first.wanted}
