"""What a product and its parts are described with: the inputs that creating, editing and importing share."""

from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, field_validator, model_validator

from storecrew.kernel.actions.types import Input
from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.choices import countries
from storecrew.shop.catalogue import barcodes
from storecrew.shop.catalogue.models import WeightUnit

VARIANTS_AT_MOST = 2000
MINOR_AT_MOST = 10**15


def _currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError(_("There is no currency with this code. Use one such as CNY or USD."))
    return code


def _country(code: str) -> str:
    code = code.upper()
    if code and code not in countries():
        raise ValueError(_("Use the two letters of a country, such as CN."))
    return code


def _tariff(code: str) -> str:
    if code and not code.replace(".", "").isdigit():
        raise ValueError(_("A customs number has only digits and dots, such as 9405.21."))
    return code


def _swatch(code: str) -> str:
    code = code.lower()
    if code and (len(code) != 7 or code[0] != "#" or set(code[1:]) - set("0123456789abcdef")):
        raise ValueError(_("Write the colour as #rrggbb, such as #a94f36."))
    return code


type Line = Annotated[str, Field(max_length=255)]
type Title = Annotated[str, Field(min_length=1, max_length=255)]
type Code = Annotated[str, Field(max_length=64)]
type Html = Annotated[str, Field(max_length=100_000)]
type Currency = Annotated[str, AfterValidator(_currency)]
type Country = Annotated[str, AfterValidator(_country)]
type Tariff = Annotated[str, Field(max_length=16), AfterValidator(_tariff)]
type Swatch = Annotated[str, AfterValidator(_swatch)]
type Minor = Annotated[int, Field(ge=0, le=MINOR_AT_MOST)]
type Grams = Annotated[int, Field(ge=0, le=2_000_000_000)]
type Millimetres = Annotated[int, Field(ge=0, le=2_000_000_000)]


class PriceDraft(Input):
    """A price in one currency; `price_minor` None takes the price away."""

    currency: Currency
    price_minor: Minor | None
    compare_at_minor: Minor | None = None


class ReportedDraft(Input):
    """What another system says of the stock of a variant."""

    quantity: Annotated[int, Field(ge=-(10**9), le=10**9)] | None = None
    tracked: bool = True
    keep_selling: bool = False
    source: Annotated[str, Field(max_length=40)]


class ValueDraft(Input):
    """A value of an option. `code` names it in addresses; empty: made from the name."""

    name: Title
    code: Code = ""
    swatch: Swatch = ""
    was: Code = ""
    """The code of the value that this one replaces; empty: the one with the same code or name."""


class OptionDraft(Input):
    """An option with its values in order."""

    name: Title
    code: Code = ""
    values: Annotated[tuple[ValueDraft, ...], Field(min_length=1, max_length=500)]
    was: Code = ""
    """The code of the option that this one replaces; empty: the one with the same code or name."""


class VariantDraft(Input):
    """A variant. `values` names its value of each option, in the options' order, by code or name."""

    variant_id: int | None = None
    """An existing variant that keeps its id, price history and stock; None: the one with the same values, or a new one."""
    values: tuple[Line, ...] = ()
    sku: Annotated[str, Field(max_length=100)] = ""
    barcode: Annotated[str, Field(max_length=64)] = ""
    keep_odd_barcode: bool = False
    """Take a barcode whose check digit is wrong, and show it among those to be looked at."""
    prices: Annotated[tuple[PriceDraft, ...], Field(max_length=50)] = ()
    cost: Money | None = None
    weight_g: Grams | None = None
    weight_unit: WeightUnit = WeightUnit.G
    length_mm: Millimetres | None = None
    width_mm: Millimetres | None = None
    height_mm: Millimetres | None = None
    requires_shipping: bool = True
    taxable: bool = True
    tax_code: Code = ""
    hs_code: Tariff = ""
    origin: Country = ""
    picture: Annotated[int, Field(ge=1)] | None = None
    """Which picture of the product shows it, counted from 1."""
    reported: ReportedDraft | None = None
    extras: dict[str, str] = Field(default_factory=dict)

    @field_validator("barcode")
    @classmethod
    def _barcode(cls, text: str) -> str:
        return barcodes.plain(text)

    @model_validator(mode="after")
    def _check_digit(self) -> Self:
        right = None if self.keep_odd_barcode else barcodes.mistyped(self.barcode)
        if right is not None:
            raise ValueError(
                _("The barcode %(code)s should end with %(digit)d. Look for a typing mistake.")
                % {"code": self.barcode, "digit": right}
            )
        return self


class FactDraft(Input):
    """A value of an attribute. An attribute that does not exist yet is made, with `name` (empty: the code)."""

    code: Annotated[str, Field(min_length=1, max_length=120)]
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    name: Annotated[str, Field(max_length=120)] = ""


class PictureDraft(Input):
    """A picture, stored already (`asset_id`) or still to be fetched (`source_url`)."""

    asset_id: int | None = None
    source_url: Annotated[str, Field(max_length=2000)] = ""
    alt: Annotated[str, Field(max_length=512)] = ""

    @model_validator(mode="after")
    def _has_source(self) -> Self:
        if self.asset_id is None and not self.source_url.startswith(("https://", "http://")):
            raise ValueError(_("Give a stored picture, or an address that begins with https://."))
        return self


class TextDraft(Input):
    """A text of the product itself in a further language."""

    language: Annotated[str, Field(min_length=2, max_length=12)]
    field: Annotated[str, Field(max_length=20)]
    text: Annotated[str, Field(min_length=1, max_length=100_000)]


class ProductDraft(Input):
    """A whole product. Without options it has one variant; without variants one of each combination is made."""

    title: Title
    slug: Annotated[str, Field(max_length=120)] = ""
    """Its address; empty: made from the title. When taken, a number is added."""
    description: Html = ""
    language: Annotated[str, Field(max_length=12)] = ""
    """Of the texts; empty: the store's first language."""
    brand: Annotated[str, Field(max_length=120)] = ""
    product_type: Annotated[str, Field(max_length=160)] = ""
    taxonomy: Line = ""
    seo_title: Line = ""
    seo_description: Annotated[str, Field(max_length=500)] = ""
    hs_code: Tariff = ""
    origin: Country = ""
    tags: Annotated[tuple[Title, ...], Field(max_length=250)] = ()
    categories: Annotated[tuple[int, ...], Field(max_length=20)] = ()
    """Ids; the first is the main one."""
    facts: Annotated[tuple[FactDraft, ...], Field(max_length=200)] = ()
    options: Annotated[tuple[OptionDraft, ...], Field(max_length=3)] = ()
    variants: Annotated[tuple[VariantDraft, ...], Field(max_length=VARIANTS_AT_MOST)] = ()
    pictures: Annotated[tuple[PictureDraft, ...], Field(max_length=250)] = ()
    texts: Annotated[tuple[TextDraft, ...], Field(max_length=200)] = ()
    extras: dict[str, str] = Field(default_factory=dict)
