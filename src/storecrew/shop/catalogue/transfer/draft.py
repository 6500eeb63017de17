"""What a file says about a product, in no system's dialect.

None means that the file has no such column: the catalogue keeps what it has. An empty value means that the file leaves it
blank: the catalogue's is cleared. Money is in minor units, weight in grams, lengths in millimetres.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from storecrew.kernel.tabular.finding import Finding


class DraftStatus(StrEnum):
    """Whether the product is to be on sale."""

    ACTIVE = "active"
    DRAFT = "draft"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class PictureDraft:
    """A picture by its address, path or file name."""

    source: str
    alt: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class PriceDraft:
    """What the variant costs in one currency. A file without a column for the compare-at price keeps the one there is."""

    currency: str
    price_minor: int
    compare_at_minor: int | None = None
    compare_at_given: bool = True


@dataclass(frozen=True, slots=True)
class FactDraft:
    """What the product states about itself under a name, e.g. its material."""

    code: str
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """One thing that can be bought."""

    line: int
    options: tuple[str, ...] = ()
    """One value per option of the product, in order; empty for a product without options."""
    sku: str | None = None
    barcode: str | None = None
    prices: tuple[PriceDraft, ...] = ()
    """One per currency; a currency without one keeps its price."""
    cost_minor: int | None = None
    weight_g: Decimal | None = None
    weight_unit: str | None = None
    """The unit people like to see it in: g kg oz lb."""
    length_mm: Decimal | None = None
    width_mm: Decimal | None = None
    height_mm: Decimal | None = None
    hs_code: str | None = None
    origin: str | None = None
    requires_shipping: bool | None = None
    taxable: bool | None = None
    tax_code: str | None = None
    tracked: bool | None = None
    """Whether the other system counted its stock."""
    quantity: int | None = None
    """Stock as the file tells it, for whoever opens the stock; never taken over by the catalogue itself."""
    sell_when_out: bool | None = None
    picture: PictureDraft | None = None
    extras: Mapping[str, str] = field(default_factory=dict)
    """Columns without a place in the catalogue, by their own names; blank ones are left out."""


@dataclass(frozen=True, slots=True)
class TranslationDraft:
    """A product's texts in another language."""

    line: int
    language: str
    title: str = ""
    description: str = ""
    seo_title: str = ""
    seo_description: str = ""
    product_type: str = ""


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """One product with everything the file says about it."""

    key: str
    """What names the product in its file, e.g. its handle; the same file sent again has the same keys."""
    line: int
    """Where it begins."""
    lines: tuple[int, ...]
    """All lines that speak of it."""
    handle: str | None = None
    title: str | None = None
    description: str | None = None
    summary: str | None = None
    brand: str | None = None
    kind: str | None = None
    """The product type in the seller's own words."""
    categories: tuple[tuple[str, ...], ...] | None = None
    """Paths from the root, the main one first."""
    tags: tuple[str, ...] | None = None
    status: DraftStatus | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    options: tuple[str, ...] = ()
    variants: tuple[VariantDraft, ...] = ()
    pictures: tuple[PictureDraft, ...] | None = None
    taxonomy: str | None = None
    """Path in a public taxonomy."""
    hs_code: str | None = None
    origin: str | None = None
    language: str = ""
    """Of the texts; empty: the store's first language."""
    completes: bool = False
    """True when the file only adds to products that exist already: translations, pictures."""
    facts: tuple[FactDraft, ...] = ()
    extras: Mapping[str, str] = field(default_factory=dict)
    swatches: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Option → value → #rrggbb."""
    translations: tuple[TranslationDraft, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Tell whether the product as a whole must stay out."""
        return not self.variants and not self.completes
