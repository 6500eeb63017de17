"""Places on storefront pages that other rooms of this floor fill: the bag, delivery dates, reviews, availability.

A place that nobody fills shows what the store can honestly say without: see `parts/order.html` for `product.buy`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from storecrew.fronts.storefront.site import Site
from storecrew.shop.catalogue.types import Card, ProductPage, VariantView

SLOTS: Final = {
    "frame.tools": "links at the top right of every page, such as the bag",
    "home.end": "below the home page's own parts",
    "product.promise": "when a product arrives, above the button",
    "product.buy": "how a product is bought; nobody: how to order by letter",
    "product.keep": "below the way to buy: keep it in mind, hear when it is back",
    "product.bar": "the bar that stays at the foot of a phone's screen",
    "product.after": "below a product's description, such as reviews",
}


class Availability(StrEnum):
    """What can be said to machines of a variant; names as in Google's feed."""

    IN_STOCK = "in_stock"
    OUT_OF_STOCK = "out_of_stock"
    PREORDER = "preorder"
    BACKORDER = "backorder"


@dataclass(frozen=True, slots=True)
class Supply:
    """How a variant can be had. `since`: from when on; None for preorder and backorder: nobody knows the day.

    `confirming`: whoever has it has to say first that it is still there. `elsewhere`: it may have to leave from somebody
    else's place; `here`: some of it lies in one's own.
    """

    availability: Availability
    since: datetime | None = None
    confirming: bool = False
    elsewhere: bool = False
    here: bool = False

    @property
    def for_machines(self) -> Availability:
        """Return what search engines are told: they take no pre-order and no backorder without a day."""
        dated = self.availability in (Availability.PREORDER, Availability.BACKORDER)
        return Availability.OUT_OF_STOCK if dated and self.since is None else self.availability


@dataclass(frozen=True, slots=True)
class Origin:
    """From where a variant would leave, where that is not a place of one's own: a warehouse, and working days until then."""

    warehouse_id: int
    handling_days: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where on which page something is shown. `product`, `variant` and `supply` are None outside product pages."""

    request: HttpRequest
    site: Site
    now: datetime
    product: ProductPage | None = None
    variant: VariantView | None = None
    supply: Supply | None = None
    """How the chosen variant can be had."""
    origin: Origin | None = None
    """From where it would leave; None: a place of one's own."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What buyers gave a product: how many of them, and the mean of one to five stars."""

    count: int
    mean: float


type Ids = Iterable[int]
type Filler = Callable[[Place], str]
type Notes = Callable[[Site, Iterable[int], datetime], Mapping[int, str]]
type Ratings = Callable[[Ids], Mapping[int, Rating]]
type FootLink = Callable[[Site], tuple[str, str]]
type Marks = Callable[[Site, Card], str]
type Supplies = Callable[[Iterable[int], datetime], Mapping[int, Supply]]
type Origins = Callable[[Mapping[int, Supply], datetime], Mapping[int, Origin]]

_fillers: dict[str, list[tuple[int, str, Filler]]] = {slot: [] for slot in SLOTS}
_notes: list[Notes] = []
_supplies: list[Supplies] = []
_origins: list[Origins] = []
_ratings: list[Ratings] = []
_foot: list[FootLink] = []
_marks: list[Marks] = []

ON_SALE = Supply(Availability.IN_STOCK)
"""Where no room counts stock: a published product is the store's own word that it can be had."""


def fill(slot: str, order: int = 100) -> Callable[[Filler], Filler]:
    """Register a function whose HTML is shown in a slot; an empty string shows nothing. Fillers of a slot go by order, then name."""

    def decorate(filler: Filler) -> Filler:
        _fillers[slot].append((order, filler.__qualname__, filler))
        _fillers[slot].sort(key=lambda entry: entry[:2])
        return filler

    return decorate


def note_cards(notes: Notes) -> Notes:
    """Register who writes a line under products in lists: `(site, product ids, now) -> {id: html}`, at a bounded number of queries."""
    _notes.append(notes)
    return notes


def mark_cards(marks: Marks) -> Marks:
    """Register something on products in lists that is the same for everybody, such as a heart: `(site, card) -> html`."""
    _marks.append(marks)
    return marks


def marks_on(site: Site, card: Card) -> SafeString:
    """Return what rooms put on a product in a list; kept with the card."""
    return format_html_join("", "{}", ((SafeString(marks(site, card)),) for marks in _marks))


def link_foot(link: FootLink) -> FootLink:
    """Register a link at the foot of every page: `site -> (label, path)`. Asked once for each site: it cannot depend on a visit."""
    _foot.append(link)
    return link


def foot_links(site: Site) -> list[tuple[str, str]]:
    """Return the links that rooms put at the foot of every page."""
    return [link(site) for link in _foot]


def tell_supply(supplies: Supplies) -> Supplies:
    """Register who knows what can be had: `(variant ids, now) -> {id: Supply}`. Pages, structured data and feeds all ask here."""
    _supplies.append(supplies)
    return supplies


def tell_origins(origins: Origins) -> Origins:
    """Register who knows from where things would leave: `(supplies by variant, now) -> {id: Origin}`."""
    _origins.append(origins)
    return origins


def origins_of(supplies: Mapping[int, Supply], now: datetime) -> dict[int, Origin]:
    """Return from where variants would leave that can be had, those left out that leave from a place of one's own."""
    there = {pk: one for pk, one in supplies.items() if one.availability is not Availability.OUT_OF_STOCK}
    return {variant: origin for origins in _origins for variant, origin in origins(there, now).items()}


def tell_ratings(ratings: Ratings) -> Ratings:
    """Register who knows what buyers think: `product ids -> {id: Rating}`, for structured data."""
    _ratings.append(ratings)
    return ratings


def rating_of(product_id: int) -> Rating | None:
    """Return what buyers gave a product; None where nobody did."""
    return next((found for ratings in _ratings if (found := ratings([product_id]).get(product_id))), None)


def filled(slot: str, place: Place) -> SafeString:
    """Return what the rooms show in a slot; empty where nobody does."""
    return format_html_join("", "{}", ((SafeString(filler(place)),) for _, _, filler in _fillers[slot]))


def are_noted() -> bool:
    """Tell whether anybody writes lines under products in lists."""
    return bool(_notes)


def notes_for(site: Site, product_ids: Iterable[int], now: datetime) -> dict[int, str]:
    """Return the lines under products in lists, by product."""
    ids = tuple(product_ids)
    return {product: note for notes in _notes for product, note in notes(site, ids, now).items()}


def supply_of(variant_ids: Iterable[int], now: datetime) -> dict[int, Supply]:
    """Return how each variant can be had; `ON_SALE` where nobody knows better."""
    ids = tuple(variant_ids)
    known = {variant: supply for supplies in _supplies for variant, supply in supplies(ids, now).items()}
    return {variant: known.get(variant, ON_SALE) for variant in ids}
