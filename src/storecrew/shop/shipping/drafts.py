"""What the actions on shipping rules are given."""

from typing import Annotated

from pydantic import Field

from storecrew.kernel.actions.types import Input
from storecrew.shop.shipping.models import MethodKind, PackageForm

type Name = Annotated[str, Field(min_length=1, max_length=120)]
type Minor = Annotated[int, Field(ge=0, le=10**12)]
type Days = Annotated[int, Field(ge=0, le=90)]
type Grams = Annotated[int, Field(ge=0, le=10_000_000)]
type Texts = dict[Annotated[str, Field(max_length=12)], Annotated[str, Field(max_length=200)]]
"""Language code to text; a language without text is left out."""
type Side = Annotated[int, Field(ge=1, le=100_000)]


class AreaDraft(Input):
    """A country (ISO 3166-1 alpha-2), a region of it, or a range of its postcodes (both ends; one code twice is one)."""

    country: Annotated[str, Field(min_length=2, max_length=2)]
    region: Annotated[str, Field(max_length=80)] = ""
    postal_from: Annotated[str, Field(max_length=12)] = ""
    postal_to: Annotated[str, Field(max_length=12)] = ""


type Areas = Annotated[tuple[AreaDraft, ...], Field(max_length=1000)]


class TierDraft(Input):
    """A price from `above` on (grams, minor units or pieces, by the method's kind); each further `step` costs `step_minor`."""

    above: Annotated[int, Field(ge=0, le=10**12)] = 0
    price_minor: Minor
    step: Annotated[int, Field(ge=1, le=10**9)] | None = None
    step_minor: Minor = 0


class PricesDraft(Input):
    """All prices of a method in one currency. `free_from_minor` None: never free."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    tiers: Annotated[tuple[TierDraft, ...], Field(min_length=1, max_length=60)]
    free_from_minor: Minor | None = None


type Prices = Annotated[tuple[PricesDraft, ...], Field(min_length=1, max_length=40)]


class MethodDraft(Input):
    """How something is sent to a zone. `names` is what customers choose; at least one language."""

    zone_id: int
    kind: MethodKind = MethodKind.FLAT
    names: Texts
    notes: Texts = Field(default_factory=dict)
    carrier: Annotated[str, Field(max_length=32)] = ""
    warehouse_ids: Annotated[tuple[int, ...], Field(max_length=100)] = ()
    min_weight_g: Grams = 0
    max_weight_g: Grams | None = None
    volume_divisor: Annotated[int, Field(ge=1, le=100_000)] | None = None
    package_kind_ids: Annotated[tuple[int, ...], Field(max_length=100)] = ()
    handling_min: Days = 0
    handling_max: Days = 1
    transit_min: Days = 0
    transit_max: Days = 0
    prices: Prices
    active: bool = True


class PackageKindDraft(Input):
    """A box, bag, tube or letter: inner size in millimetres, what it weighs empty, what it carries."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    form: PackageForm = PackageForm.BOX
    length_mm: Side
    width_mm: Side
    height_mm: Side
    tare_g: Grams = 0
    max_weight_g: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    active: bool = True


class CarrierDraft(Input):
    """A carrier of one's own. `tracking_url` holds {number}; `pattern`: # stands for a digit, @ for a letter, * for either."""

    code: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,31}$")]
    names: Texts
    tracking_url: Annotated[str, Field(max_length=300)] = ""
    pattern: Annotated[str, Field(max_length=120)] = ""
    active: bool = True
