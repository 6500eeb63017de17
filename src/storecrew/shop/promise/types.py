"""What other rooms hold of promises. All frozen."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, model_validator

from storecrew.kernel.actions.types import Input, Output

type Days = Annotated[int, Field(ge=0, le=365)]
type Span = tuple[Days, Days]
"""Least and most working days."""


class Way(Input):
    """How something is sent, and what is said of it in working days: until it leaves, and on the road."""

    method_id: int | None = None
    carrier: Annotated[str, Field(max_length=40)] = ""
    handling: Span = (0, 1)
    transit: Span = (1, 3)

    @model_validator(mode="after")
    def _ordered(self) -> "Way":
        if self.handling[0] > self.handling[1] or self.transit[0] > self.transit[1]:
            raise ValueError("the least days are more than the most")
        return self


class Ask(Input):
    """By when does this arrive? `key` is the asker's own name and comes back. `source`: `warehouse:<id>`, or not settled."""

    key: Annotated[str, Field(max_length=80)] = ""
    way: Way
    source: Annotated[str, Field(max_length=60)] = ""
    country: Annotated[str, Field(min_length=2, max_length=2)]
    region: Annotated[str, Field(max_length=80)] = ""


class Window(Output):
    """First and last day on which it arrives. `ship_by`: when it has to have left for that.

    `chance`: of a hundred such parcels, how many have come by the last day; None, and `parcels` 0: nothing but the carrier's
    words is known. `grounds` is all that this rests on; `reads.recompute` makes the same window of it again.
    """

    first: date
    last: date
    ship_by: datetime | None = None
    chance: int | None = None
    parcels: int = 0
    grounds: dict[str, Any] = Field(default_factory=dict)
