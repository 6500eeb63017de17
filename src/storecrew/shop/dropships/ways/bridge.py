"""The open form of a supplier's API: three small JSON calls that their program, or one between, answers.

POST {address}/dropships              Idempotency-Key: reference; the slip, `what` (new, changed, stop) → 200 or 201 {number}
GET  {address}/dropships/{reference}  the same answer, or 404
GET  {address}/dropships?numbers=…    {"dropships": {number: [{state, id, at, ships_on, carrier, tracking_number, lines, reason, note}]}}

All with `Authorization: Bearer <key>`. 4xx other than 408, 425 and 429 means never; 429 and 503 honour Retry-After.
docs/dropships.md shows it with examples.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from storecrew.kernel.outgoing.open_form import OpenForm
from storecrew.shop.dropships.ways.protocol import Connection, Spoken, Taken

WHAT = "dropships"
STATES = frozenset({"acknowledged", "packed", "shipped", "refused", "stopped"})


class Bridge:
    """A supplier behind the open form."""

    def __init__(self, connection: Connection) -> None:
        self._at = OpenForm(connection.address, connection.key, connection.trusted)

    def tell(self, reference: str, body: Mapping[str, Any]) -> Taken:
        """Hand it over; the reference makes asking twice harmless."""
        return _taken(self._at.hand_over(WHAT, reference, body))

    def find(self, reference: str) -> Taken | None:
        """Return what became of it where the answer was lost."""
        found = self._at.find(WHAT, reference)
        return None if found is None else _taken(found)

    def words(self, numbers: Sequence[str]) -> Mapping[str, Sequence[Spoken]]:
        """Return what they say; what cannot be read of it is left out."""
        found = self._at.rows(WHAT, WHAT, numbers)
        return {number: [one for row in rows if (one := _spoken(row))] for number, rows in found.items()}


def _taken(answer: Mapping[str, Any]) -> Taken:
    number = answer.get("number")
    return Taken(number.strip()[:80] if isinstance(number, str) else "")


def _spoken(row: object) -> Spoken | None:
    if not isinstance(row, dict) or row.get("state") not in STATES:
        return None
    key, number = row.get("id"), row.get("tracking_number")
    if not isinstance(key, str | int) or key == "":
        return None
    texts = {name: str(row.get(name) or "") for name in ("carrier", "reason", "note")}
    return Spoken(
        state=str(row["state"]),
        key=str(key)[:80],
        at=_moment(row.get("at")),
        ships_on=_day(row.get("ships_on")),
        carrier=texts["carrier"][:32],
        tracking_number=str(number or "")[:60],
        reason=texts["reason"],
        note=texts["note"][:300],
        lines=_pieces(row.get("lines")),
    )


def _pieces(rows: object) -> dict[int, int] | None:
    if not isinstance(rows, list):
        return None
    found = {}
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("line"), int) and isinstance(row.get("quantity"), int):
            found[row["line"]] = row["quantity"]
    return found or None


def _moment(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
