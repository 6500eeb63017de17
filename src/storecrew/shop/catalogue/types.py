"""What other rooms and programs may hold of the catalogue. All frozen; texts are in the language that was asked for."""

from datetime import datetime
from typing import NamedTuple

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money


class Shot(Output):
    """A picture of a product. `asset_id` is None while it is still to be fetched from `source_url`."""

    picture_id: int
    asset_id: int | None
    alt: str
    source_url: str = ""


class Crumb(Output):
    """A category on the way from the root; `path` is its address."""

    category_id: int
    path: str
    name: str


class PriceView(Output):
    """What something costs now.

    `compare_at` is given only where it is higher than the price. `lowest_before` is the lowest price of the 30 days
    before the present one began: what a reduction is measured from in the EU (Directive 98/6/EC art. 6a);
    None where there was none.
    """

    price: Money
    compare_at: Money | None = None
    lowest_before: Money | None = None


class Value(Output):
    """A value of an option. `swatch` is #rrggbb or empty."""

    code: str
    name: str
    swatch: str = ""


class ListPrice(Output):
    """What one piece costs in a currency; `compare_at` only where it is higher."""

    price: Money
    compare_at: Money | None = None


class Called(NamedTuple):
    """A variant by everything that somebody else may call it: title and options in each language, the original first."""

    variant_id: int
    sku: str
    barcode: str
    names: tuple[str, ...]


class Sold(Output):
    """A variant for whoever prices, packs and taxes it. `prices` by currency; `options` as (name, value) for reading."""

    variant_id: int
    product_id: int
    slug: str
    sku: str
    title: str
    options: tuple[tuple[str, str], ...]
    picture_id: int | None
    prices: dict[str, ListPrice]
    on_sale: bool
    retired: bool
    taxable: bool
    tax_code: str
    requires_shipping: bool
    weight_g: int | None
    size_mm: tuple[int | None, int | None, int | None]
    cost: Money | None
    hs_code: str
    origin: str


class OptionView(Output):
    """An option with its values in order; `code` is its name in addresses."""

    code: str
    name: str
    values: tuple[Value, ...]


class ReportedView(Output):
    """What an import said of the stock; None in `quantity` means it was not counted."""

    quantity: int | None
    tracked: bool
    keep_selling: bool
    source: str
    reported_at: datetime


class VariantView(Output):
    """What can be bought. `values`: option code to value code; `title` joins the values' names, empty without options."""

    variant_id: int
    sku: str
    barcode: str
    barcode_state: str
    title: str
    values: dict[str, str]
    price: PriceView | None
    picture_id: int | None
    weight_g: int | None
    weight_unit: str
    size_mm: tuple[int | None, int | None, int | None]
    requires_shipping: bool
    taxable: bool
    hs_code: str
    origin: str
    reported: ReportedView | None


class Fact(Output):
    """An attribute of a product; `text` is ready to be read, `unit` follows it."""

    code: str
    name: str
    text: str
    unit: str = ""


class Word(Output):
    """A tag: `key` is stable and goes into addresses, `name` is for reading."""

    key: str
    name: str


class ProductPage(Output):
    """A product as its page shows it: every variant, in one language and currency.

    `language` is that of the title really given; `languages` are those in which the title exists: its alternates.
    """

    product_id: int
    slug: str
    title: str
    description: str
    language: str
    languages: tuple[str, ...]
    brand: str
    product_type: str
    taxonomy: str
    seo_title: str
    seo_description: str
    crumbs: tuple[Crumb, ...]
    options: tuple[OptionView, ...]
    variants: tuple[VariantView, ...]
    pictures: tuple[Shot, ...]
    facts: tuple[Fact, ...]
    tags: tuple[Word, ...]
    status: str
    published_at: datetime | None
    updated_at: datetime
    version: int


class Card(Output):
    """A product in a list. `low` equals `high` when every variant costs the same; None: no price in this currency."""

    product_id: int
    slug: str
    title: str
    language: str
    brand: str
    picture: Shot | None
    low: Money | None
    high: Money | None
    reduced: bool
    swatches: tuple[Value, ...]
    variants: int
    published_at: datetime | None


class Face(Output):
    """A variant as somebody recognises it. `options` are the names of its values; `on_sale`: whether its page shows it now."""

    variant_id: int
    product_id: int
    slug: str
    sku: str
    barcode: str
    title: str
    options: tuple[str, ...]
    picture: Shot | None
    on_sale: bool


class FacetValue(Output):
    """A choice that narrows a list: how many products would be left, and whether it is chosen now."""

    code: str
    name: str
    count: int
    chosen: bool
    swatch: str = ""


class Facet(Output):
    """One way to narrow a list. `kind` is brand, tag, option, attribute or category; `code` names it in addresses."""

    kind: str
    code: str
    name: str
    values: tuple[FacetValue, ...]


class Listing(Output):
    """One page of a list, with what narrows it. `low`/`high`: cheapest and dearest product before the price filter."""

    items: tuple[Card, ...]
    total: int
    page: int
    pages: int
    facets: tuple[Facet, ...]
    low: Money | None = None
    high: Money | None = None
    corrected: tuple[tuple[str, str], ...] = ()
    """Of a search: words as typed and as they were understood."""


class CategoryView(Output):
    """A category with its way from the root, its children and its texts."""

    category_id: int
    path: str
    name: str
    line: str
    description: str
    language: str
    languages: tuple[str, ...]
    seo_title: str
    seo_description: str
    crumbs: tuple[Crumb, ...]
    children: tuple[Crumb, ...]


class CollectionView(Output):
    """A collection with its texts."""

    collection_id: int
    slug: str
    title: str
    description: str
    language: str
    languages: tuple[str, ...]
    seo_title: str
    seo_description: str
    sort: str


class Branch(Output):
    """A node of the whole tree in reading order, with the products on sale in it and below."""

    category_id: int
    path: str
    name: str
    line: str
    depth: int
    products: int


class Turned(Output):
    """Where an old address leads. `gone`: nowhere any more (410); otherwise `kind` and `address` name the new one (301)."""

    gone: bool
    kind: str = ""
    address: str = ""
