"""What a trial measured."""

from datetime import datetime

from pydantic import Field

from storecrew.kernel.actions.types import Input, Output


class Outcome(Input):
    """A trial of the last piece: so many shoppers at once, so many pieces, so many rounds.

    `sold` orders in all, `expected` = stock × rounds; `refused` got a clean answer before payment; `broken` got anything
    else (no answer, or a server error). `stuck` pieces were neither sold nor free afterwards. Milliseconds are of the whole
    way of one shopper from the bag to the answer.
    """

    shoppers: int = Field(ge=1, le=1000)
    stock: int = Field(ge=0, le=10_000)
    rounds: int = Field(ge=1, le=1000)
    database: str
    processes: int
    killed: int = 0
    sold: int
    expected: int
    refused: int
    broken: int
    stuck: int
    oversold: int
    median_ms: float
    slowest_ms: float
    took_s: float

    @property
    def fine(self) -> bool:
        """Tell whether it came out as it must. Shoppers whose process was killed under them may be left without an answer."""
        exact = self.oversold == 0 and self.stuck == 0
        return exact and (self.killed > 0 or (self.broken == 0 and self.sold == self.expected))


class TrialView(Output):
    """A trial that was recorded."""

    at: datetime
    outcome: Outcome
    fine: bool
