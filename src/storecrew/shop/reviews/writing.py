"""Keep the tally of a product in line with its shown reviews, in the transaction of the change."""

from django.db.models import Count

from storecrew.shop.reviews.models import STARS, Review, State, Tally

COLUMNS = dict(zip(STARS, ("one", "two", "three", "four", "five"), strict=True))


def retally(product_id: int) -> None:
    """Count a product's shown reviews anew: a handful of rows by an index, and never off by one."""
    counted = counts_of(product_id)
    Tally.objects.update_or_create(
        product_id=product_id, defaults={column: counted.get(stars, 0) for stars, column in COLUMNS.items()}
    )


def counts_of(product_id: int) -> dict[int, int]:
    """Return how many shown reviews give how many stars."""
    shown = Review.objects.filter(product=product_id, state=State.SHOWN).order_by()
    return dict(shown.values("stars").annotate(n=Count("pk")).values_list("stars", "n"))
