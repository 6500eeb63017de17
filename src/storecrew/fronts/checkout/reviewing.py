"""Reviews on product pages, and in what machines read of them."""

from dataclasses import dataclass

from storecrew.fronts.checkout.parts import part
from storecrew.fronts.storefront import slots
from storecrew.shop.reviews import reads
from storecrew.shop.reviews.types import Tallied

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the histogram; `width` of 100."""

    stars: int
    times: int
    width: int


@slots.fill("product.after", order=50)
def reviews(place: slots.Place) -> str:
    """Show what buyers say, with how many said it; nothing while nobody did."""
    if place.product is None:
        return ""
    tally = reads.tallies([place.product.product_id]).get(place.product.product_id)
    if tally is None:
        return ""
    limit = 50 if place.request.GET.get("reviews") == "all" else SHOWN
    query = reads.OfProduct(product_id=place.product.product_id, limit=limit)
    page = reads.of_product(place.request.actor, query, now=place.now)  # type: ignore[attr-defined]  # set by middleware
    return part("reviews", tally=tally, bars=bars_of(tally), page=page, site=place.site, more=page.cursor is not None)


@slots.tell_ratings
def ratings(product_ids: "slots.Ids") -> dict[int, slots.Rating]:
    """Tell structured data how products are rated."""
    return {
        number: slots.Rating(count=tally.count, mean=tally.mean or 0.0)
        for number, tally in reads.tallies(product_ids).items()
    }


def bars_of(tally: Tallied) -> tuple[Bar, ...]:
    """Return the rows of the histogram, the best stars first."""
    return tuple(Bar(stars, times, round(100 * times / tally.count)) for stars, times in tally.rows)
