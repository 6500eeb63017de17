"""What other rooms may hold of choices of a source. All frozen; money is in the currency that was asked for."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.sourcing.reasons import sentence


class Own(StrEnum):
    """How the own shelf stands against suppliers."""

    FIRST = "first"
    COST = "cost"


class BuyerPays(StrEnum):
    """What a buyer pays for sending when the goods leave from several places."""

    ONE = "one"
    EACH = "each"


class Need(Input):
    """Pieces that are to come from somewhere. `key`: the asker's own name for the line; `warehouse_id`: it has to be that.

    `weight_g` of one piece; None: not known.
    """

    key: Annotated[str, Field(min_length=1, max_length=60)]
    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    warehouse_id: int | None = None
    weight_g: int | None = None


class Reason(Output):
    """Why: a code for programs, its numbers, and by `sentence` a sentence in the language that is active."""

    code: str
    values: Mapping[str, str | int | float | None] = Field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Return the reason for people."""
        return sentence(self.code, self.values)


class Share(Output):
    """So many pieces of a line come from one place. `warehouse_id` None: not counted, or nobody has any.

    `cost`: of one piece, None: not known. `offer_id` None: own goods, or the parts of a bundle.
    """

    key: str
    variant_id: int
    quantity: int
    warehouse_id: int | None
    supplier_id: int | None = None
    offer_id: int | None = None
    cost: Money | None = None
    own: bool = True


class Option(Output):
    """One place that a variant could come from. `can`: how many may be promised there, None: without limit.

    `cost`: of one piece. `first` and `last`: between which days it arrives. `late`: the chance that it comes later; `out`:
    the chance that it is not there after all; None: not known. `score`: what all of that comes to for the number that is
    wanted, the lower the better.
    """

    warehouse_id: int
    supplier_id: int | None
    offer_id: int | None
    own: bool
    can: int | None
    cost: Money | None
    first: date | None
    last: date | None
    late: float | None
    out: float | None
    score: Money
    handling_days: int | None = None
    """Of a supplier: working days until it leaves there, as they say; None: as for one's own goods."""
    why: tuple[Reason, ...] = ()


class LineReason(Output):
    """Why a line comes from where it does."""

    key: str
    reason: Reason


class Plan(Output):
    """Where each line comes from. `options`: by variant, the best first: the head is not always chosen, what follows is the
    chain to fall back on. `reasons`: of the whole basket; `lines`: of each line."""

    shares: tuple[Share, ...]
    options: dict[int, tuple[Option, ...]] = Field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    lines: tuple[LineReason, ...] = ()
    buyer_pays: BuyerPays = BuyerPays.ONE
    """What the buyer is charged where it leaves from several places."""

    @property
    def warehouses(self) -> tuple[int, ...]:
        """Return the places that something comes from, in the order of their lines."""
        return tuple(dict.fromkeys(one.warehouse_id for one in self.shares if one.warehouse_id is not None))


class Limits(Output):
    """What may be moved to the next source without asking anybody: how much dearer in percent, how many days later."""

    automatic: bool
    most_extra_percent: int
    most_days: int


class Rules(Output):
    """What the owner wants of the choice; money in the store's currency. `missing`: what it costs when a source that was
    chosen turns out to have none."""

    own: Own
    late_day: Money
    parcel: Money
    missing: Money
    buyer_pays: BuyerPays
    automatic: bool
    most_extra_percent: int
    most_days: int

    @property
    def limits(self) -> Limits:
        """Return what may be done without asking."""
        return Limits(automatic=self.automatic, most_extra_percent=self.most_extra_percent, most_days=self.most_days)
