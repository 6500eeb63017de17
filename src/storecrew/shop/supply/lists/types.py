"""What passes between reading a list and writing it."""

from typing import Annotated, Any

from pydantic import Field

from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.supply.lists.models import How

TO_LOOK_AT = "open"


class ListRow(Input):
    """One row of a list and what it was found to be. `sure`: the first candidate is it, nobody needs to look."""

    line: int
    key: Annotated[str, Field(max_length=120)]
    sku: str
    title: str
    barcode: str
    values: dict[str, Any]
    how: How
    candidates: tuple[tuple[int, float], ...]
    sure: bool


class RowDone(Output):
    """What became of a row: new, changed, same, or open: somebody has to look."""

    line: int
    became: str
    offer_id: int | None = None
    confidence: float = 0.0
