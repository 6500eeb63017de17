"""An order as a programming interface sends it, read with care."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storecrew.shop.orders.transfer.draft import Said
from storecrew.shop.orders.transfer.reading import Reading, Unclear, text_of


@dataclass(slots=True)
class JsonOrder:
    """An order's object; what cannot be read is told and counts as not said. `line`: its number in the file."""

    order: dict[str, Any]
    line: int
    number: str
    currency: str
    reading: Reading
    said: list[Said] = field(default_factory=list, kw_only=True)

    def minor(self, of: Mapping[str, Any], name: str) -> int:
        """Return an amount in minor units; 0 where none stands."""
        text = text_of(of.get(name))
        try:
            return self.reading.minor(text, self.currency)
        except Unclear as error:
            self.tell(error.code, name, text)
            return 0

    def moment(self, of: Mapping[str, Any], name: str, *, offset: str = "") -> datetime | None:
        """Return a time, one without an offset being of `offset`, else of the file's zone; None where none stands."""
        text = text_of(of.get(name))
        if not text:
            return None
        try:
            return self.reading.moment(text if "+" in text or text.endswith("Z") else f"{text}{offset}")
        except Unclear as error:
            self.tell(error.code, name, text)
            return None

    def tell(self, code: str, column: str, value: str = "", **params: str | int) -> None:
        """Note something about a field."""
        self.said.append(
            Said(self.line, code, column, value[:120], number=self.number, params=params, currency=self.currency)
        )
