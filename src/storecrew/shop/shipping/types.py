"""What other rooms and programs may hold of shipping. All frozen; names are in the language that was asked for."""

from typing import Annotated, Protocol

from pydantic import Field

from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money

type Millimetres = Annotated[int, Field(ge=0, le=100_000)]
type Size = tuple[Millimetres, Millimetres, Millimetres]
"""Length, width, height in millimetres, in any order: things may be turned."""


class Place(Protocol):
    """What of an address says which zone it is in; `addresses.types.Address` is one."""

    @property
    def country(self) -> str:
        """Return the ISO 3166-1 alpha-2 code."""

    @property
    def region(self) -> str:
        """Return the state or province, as addresses keep it."""

    @property
    def postal_code(self) -> str:
        """Return the postcode as it was written."""


class Content(Input):
    """Pieces that are alike. `weight_g` None: nobody weighed it, then the rules' assumption holds; `size_mm` None: not known."""

    quantity: Annotated[int, Field(ge=1, le=100_000)]
    weight_g: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    size_mm: Size | None = None


class Package(Input):
    """What leaves one place together. `key` is the owner's own name for it and comes back with each offer."""

    key: Annotated[str, Field(max_length=64)] = ""
    warehouse_id: int | None = None
    """Where it leaves from; None: not settled, then only methods that are open to every warehouse are offered."""
    contents: Annotated[tuple[Content, ...], Field(min_length=1, max_length=500)]


class RateOffer(Output):
    """One way to bring one package there.

    Days are working days from the order: `min_days`/`max_days` are handling and transit together. `weight_g` is what the
    price was reckoned with (of all boxes, the volumetric weight where that is more). `converted`: the method has no
    prices of its own in this currency, so the price follows the day's rate and may be rounded by whoever shows it.
    """

    package: str
    method_id: int
    name: str
    note: str
    price: Money
    min_days: int
    max_days: int
    handling: tuple[int, int]
    transit: tuple[int, int]
    carrier: str
    """The carrier's code; empty where nobody is named."""
    carrier_name: str
    kind: str
    weight_g: int
    boxes: int
    free: bool
    converted: bool
    pickup_from: int | None
    """The warehouse where the customer fetches it; None: it is brought."""


class Verdict(Output):
    """What became of one method of the zone: an offer, or why there is none."""

    package: str
    method_id: int
    name: str
    offer: RateOffer | None
    why: str


class BoxFilled(Output):
    """One box of the packing estimate. `weight_g` with the box itself; `size_mm` and `name` are empty for loose goods."""

    kind_id: int | None
    name: str
    weight_g: int
    size_mm: Size | None
    volume_mm3: int
    pieces: int
