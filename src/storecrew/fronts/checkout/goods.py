"""What is bought, as bag, checkout and order show it: pictures, names, prices, parcels."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from storecrew.fronts.storefront import pictures
from storecrew.fronts.storefront.pictures import picture_html
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.money.types import Money
from storecrew.shop.carts.types import CartView
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.pricing.types import Problem, Quote, QuoteLine, QuotePackage

SIZES = "(min-width:60em) 7rem, 5.5rem"
CHOICES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is shown. `choices`: quantities to choose from, the present one among them."""

    line: QuoteLine
    href: str
    options: str
    picture: SafeString
    choices: tuple[int, ...]
    problems: tuple[Problem, ...]

    @property
    def most(self) -> int | None:
        """Return how many can be had, where fewer can than are wanted."""
        return next((problem.most for problem in self.problems if problem.most), None)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What travels together."""

    number: int
    package: QuotePackage
    rows: tuple[Row, ...]
    parts: tuple[tuple[str, int], ...] = ()
    """Of lines that travel in several parcels: how many are in this one."""
    contents: str = ""
    """What is in it, in a few words."""


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A price that changed; `by` is how much, always positive."""

    title: str
    by: Money
    cheaper: bool


def rows_of(site: Site, quote: Quote) -> tuple[Row, ...]:
    """Return the lines of a quote with pictures, two queries at most."""
    shots = catalogue.shots((line.picture_id for line in quote.lines), site.language)
    pictures.load(shot.asset_id for shot in shots.values())
    wrong: dict[str, list[Problem]] = {}
    for problem in quote.problems:
        wrong.setdefault(problem.line, []).append(problem)
    return tuple(
        Row(
            line=line,
            href=site.to.product(line.slug, line.variant_id) if line.slug else "",
            options=_joined(option.value for option in line.options),
            picture=picture_html(shots.get(line.picture_id or 0), sizes=SIZES, decorative=True, most=400),
            choices=tuple(sorted({*CHOICES, line.quantity})),
            problems=tuple(wrong.get(line.key, ())),
        )
        for line in quote.lines
    )


def packages_of(quote: Quote, rows: Iterable[Row]) -> tuple[Parcel, ...]:
    """Return the parcels of a quote with their lines; of a line that is torn apart the others say how many they have."""
    by_key = {row.line.key: row for row in rows}
    shown: set[str] = set()
    found = []
    for number, package in enumerate(quote.packages, 1):
        here = [packed for packed in package.lines if packed.key in by_key]
        whole = tuple(by_key[packed.key] for packed in here if packed.key not in shown)
        parts = tuple(
            (by_key[packed.key].line.title, packed.quantity)
            for packed in here
            if packed.quantity < by_key[packed.key].line.quantity
        )
        contents = _joined(
            by_key[packed.key].line.title + (f" × {packed.quantity}" if packed.quantity > 1 else "") for packed in here
        )
        shown |= {packed.key for packed in here}
        found.append(Parcel(number, package, whole, parts, contents))
    return tuple(found)


def moved_lines(cart: CartView) -> tuple[MovedLine, ...]:
    """Return the prices that changed since the shopper saw them."""
    titles = {line.variant_id: line.title for line in cart.quote.lines} if cart.quote else {}
    return tuple(
        MovedLine(titles.get(one.variant_id, ""), abs(one.now - one.was), one.now < one.was) for one in cart.moved
    )


def _joined(values: Iterable[str]) -> str:
    return ", ".join(values)
