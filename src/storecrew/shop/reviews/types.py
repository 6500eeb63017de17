"""What other rooms and fronts may hold of reviews. All frozen."""

from datetime import datetime

from storecrew.kernel.actions.types import Output


class Tallied(Output):
    """How many shown reviews gave how many stars. `mean` is None without any."""

    product_id: int
    one: int = 0
    two: int = 0
    three: int = 0
    four: int = 0
    five: int = 0

    @property
    def count(self) -> int:
        """Return how many there are."""
        return self.one + self.two + self.three + self.four + self.five

    @property
    def mean(self) -> float | None:
        """Return the mean of the stars, None where nobody gave any."""
        stars = self.one + 2 * self.two + 3 * self.three + 4 * self.four + 5 * self.five
        return stars / self.count if self.count else None

    @property
    def rows(self) -> tuple[tuple[int, int], ...]:
        """Return stars and how often they were given, the best first."""
        return ((5, self.five), (4, self.four), (3, self.three), (2, self.two), (1, self.one))


class ReviewView(Output):
    """A review as everybody sees it; `name` is empty for a buyer who gave none."""

    review_id: int
    product_id: int
    name: str
    language: str
    stars: int
    title: str
    text: str
    options: str
    written_at: datetime
    changed_at: datetime | None
    answer: str
    answered_at: datetime | None


class Own(Output):
    """A line of an order that can be reviewed, and what its buyer said of it so far (None: nothing)."""

    line_id: int
    product_id: int
    title: str
    options: str
    review: ReviewView | None
    state: str
