"""Keep the tally of a product in line with its shown reviews; let reviews follow their writer, or be nobody's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

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


def forget(customer_ids: Sequence[int], now: datetime) -> int:
    """Take these customers' names off their reviews; what they said of the goods stays, and is nobody's."""
    return Review.objects.filter(customer__in=list(customer_ids)).update(name="", customer=None)


def give_over(gone: int, kept: int) -> Any:
    """Give one customer's reviews to another; returns which."""
    ids = list(Review.objects.filter(customer=gone).order_by("pk").values_list("pk", flat=True))
    Review.objects.filter(pk__in=ids).update(customer=kept)
    return ids or None


def give_back(moved: Any, gone: int, kept: int) -> None:
    """Give back what `give_over` moved."""
    Review.objects.filter(pk__in=moved, customer=kept).update(customer=gone)
