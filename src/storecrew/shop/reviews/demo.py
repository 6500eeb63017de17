"""Many reviews of the past at once. Nothing is announced; tallies follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storecrew.shop.reviews.flags import flags_of
from storecrew.shop.reviews.models import Review, State
from storecrew.shop.reviews.writing import retally

BATCH = 500


@dataclass(frozen=True, slots=True)
class PastReview:
    """What a buyer said of a line. What has something odd in its words waits to be looked at, as it would have."""

    order_id: int
    line_id: int
    product_id: int
    variant_id: int
    customer_id: int | None
    name: str
    language: str
    stars: int
    text: str
    options: str
    at: datetime
    answer: str = ""
    answered_at: datetime | None = None


def write_many(pasts: Sequence[PastReview], *, by: str) -> int:
    """Write reviews and count stars; returns how many."""
    rows = [_review(past, by) for past in pasts]
    Review.objects.bulk_create(rows, batch_size=BATCH)
    for product_id in sorted({row.product_id for row in rows}):
        retally(product_id)
    return len(rows)


def _review(past: PastReview, by: str) -> Review:
    flags = flags_of(past.text)
    return Review(
        product_id=past.product_id,
        variant_id=past.variant_id,
        order_id=past.order_id,
        line_id=past.line_id,
        customer_id=past.customer_id,
        name=past.name,
        language=past.language,
        stars=past.stars,
        text=past.text,
        options=past.options[:255],
        state=State.WAITING if flags else State.SHOWN,
        flags=flags,
        written_at=past.at,
        answer=past.answer,
        answered_at=past.answered_at,
        answered_by=by if past.answer else "",
    )
