"""What a storefront is made of, as inputs, as rows and as other rooms may hold it."""

import re
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from storecrew.kernel.actions.types import Input

Line = Annotated[str, Field(max_length=300)]
Prose = Annotated[str, Field(max_length=20_000)]
type Texts = dict[Annotated[str, Field(max_length=12)], Line]
"""One line of text by language code. A missing language falls back to the store's first, then to any there is."""

PLACES = ("home", "search", "category", "collection", "product", "page")
_TARGET = re.compile(r"(home|search|(category|collection|product|page):[\w-]+|https?://\S+|mailto:\S+@\S+)")


def _target(value: str) -> str:
    if value and not _TARGET.fullmatch(value):
        raise ValueError(_("Point to home, search, category:…, collection:…, product:…, page:… or a full address."))
    return value


Target = Annotated[str, Field(max_length=500), AfterValidator(_target)]
"""Where a link leads: `home`, `search`, `category:tea`, `collection:gifts`, `product:clock-off-mug`, `page:delivery`, or an address."""


def say(texts: Texts, language: str, default: str = "") -> str:
    """Return the text in `language`, else in the language `default`, else in whichever there is."""
    return texts.get(language) or texts.get(default) or next((text for text in texts.values() if text), "")


class Link(Input):
    """A link in a menu."""

    label: Texts
    target: Target


class LinkGroup(Input):
    """Links under a heading; the heading may be empty."""

    heading: Texts = {}
    links: Annotated[tuple[Link, ...], Field(max_length=20)] = ()


class Shipping(Input):
    """What delivery to a country costs and how long it takes, as the store says it to search engines and in feeds."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    rate_minor: Annotated[int, Field(ge=0)]
    free_from_minor: Annotated[int, Field(ge=0)] | None = None
    """Orders of this amount and more travel free; None means never."""
    handling_days: tuple[int, int]
    transit_days: tuple[int, int]


class Frame(Input):
    """The words around every page, and what the store promises everywhere alike."""

    name: Texts = {}
    """What the store is called in each language; its own name where none is given."""
    tagline: Texts = {}
    notice: Texts = {}
    """One line above everything; empty shows no line."""
    about: Texts = {}
    """For search engines: what this store is, in one or two sentences."""
    mark_id: int | None = None
    """The store's mark, square, by its id in the media; None: the first letter of its name."""
    email: Annotated[str, Field(max_length=254, pattern=r"^$|^[^@\s]+@[^@\s]+$")] = ""
    hours: Texts = {}
    company: Texts = {}
    address: Texts = {}
    small_print: Texts = {}
    currencies: dict[Annotated[str, Field(max_length=12)], Annotated[str, Field(pattern="^[A-Z]{3}$")]] = {}
    """The currency prices are shown in, by language; the store's own where none is named."""
    return_days: Annotated[int, Field(ge=0, le=365)] | None = None
    """Days to send goods back at the store's cost; None means nothing is promised."""
    shipping: Annotated[tuple[Shipping, ...], Field(max_length=50)] = ()
    search_hints: dict[Annotated[str, Field(max_length=12)], Annotated[tuple[Line, ...], Field(max_length=12)]] = {}
    """Words the search page suggests, by language."""


class Picture(Input):
    """A picture of the store's media by its id; `alt` empty where it only decorates."""

    asset_id: int
    alt: Texts = {}


class Hero(Input):
    """The first thing on the home page."""

    kind: Literal["hero"] = "hero"
    heading: Texts
    text: Texts = {}
    button: Texts = {}
    target: Target = ""
    wide: Picture | None = None
    tall: Picture | None = None
    """For upright screens; the wide one stands in where there is none."""


class Fact(Input):
    """A title and what there is to say about it."""

    title: Texts
    text: Texts = {}


class Facts(Input):
    """Two or three short promises side by side."""

    kind: Literal["facts"] = "facts"
    facts: Annotated[tuple[Fact, ...], Field(min_length=1, max_length=3)]


class Goods(Input):
    """A row of products out of a collection or category."""

    kind: Literal["goods"] = "goods"
    heading: Texts
    source: Target
    count: Annotated[int, Field(ge=2, le=12)] = 8
    more: Texts = {}
    """Words of the link to all of them; empty shows none."""


class Tiles(Input):
    """The store's top categories as pictures."""

    kind: Literal["tiles"] = "tiles"
    heading: Texts


class Story(Input):
    """A picture with a few sentences."""

    kind: Literal["story"] = "story"
    heading: Texts
    text: Texts
    picture: Picture | None = None
    link: Texts = {}
    target: Target = ""
    flip: bool = False
    """Words left, picture right."""


class Roll(Input):
    """A short list of names and what they stand for: makers, places, materials."""

    kind: Literal["roll"] = "roll"
    heading: Texts
    note: Texts = {}
    rows: Annotated[tuple[Fact, ...], Field(min_length=1, max_length=12)]


SectionContent = Annotated[Hero | Facts | Goods | Tiles | Story | Roll, Field(discriminator="kind")]


class PageText(Input):
    """A page in one language. `body`: paragraphs, `## headings`, `- lists`, `> quotes`, `**bold**`, `[links](…)`."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    description: Annotated[str, Field(max_length=200)] = ""
    body: Prose = ""
