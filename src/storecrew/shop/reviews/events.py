"""Facts about reviews. Subjects are `review:<id>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event


class ReviewEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "reviews"
    history: ClassVar[bool] = True
    review_id: int
    product_id: int


class ReviewWritten(ReviewEvent):
    """A buyer has said something; it may still wait for somebody to look at it."""

    order_id: int
    stars: int


class ReviewPublished(ReviewEvent):
    """It is to be seen now."""

    stars: int


class ReviewHidden(ReviewEvent):
    """The store keeps it from being seen, for one of the reasons it gives in public."""

    reason: str


class ReviewAnswered(ReviewEvent):
    """The store has answered below it."""
