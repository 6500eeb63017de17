"""The open form of a carrier API: three small JSON calls that a carrier's own API, or a program between, answers.

POST {address}/labels              Idempotency-Key: reference; LabelRequest as JSON → 201 or 200 {tracking_number, document_url, cost}
GET  {address}/labels/{reference}  the same answer, or 404
GET  {address}/tracking?numbers=…  {"parcels": {number: [{state, at, text, where, id}]}}

All with `Authorization: Bearer <key>`. 4xx other than 408, 425 and 429 means never; 429 and 503 honour Retry-After.
docs/fulfilment.md shows it with examples.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storecrew.kernel.events.outward import Doubtful
from storecrew.kernel.money.types import Money
from storecrew.kernel.outgoing.open_form import OpenForm
from storecrew.shop.fulfilment.models import GONE
from storecrew.shop.fulfilment.services.protocol import Connection, LabelMade, LabelRequest, Spoken


class Bridge:
    """A carrier behind the open form."""

    def __init__(self, connection: Connection) -> None:
        self._at = OpenForm(connection.address, connection.key, connection.trusted)

    def label(self, request: LabelRequest) -> LabelMade:
        """Ask for a label; the reference makes asking twice harmless."""
        return _label(self._at.hand_over("labels", request.reference, request.to_json()))

    def find(self, reference: str) -> LabelMade | None:
        """Return what became of a request whose answer was lost."""
        found = self._at.find("labels", reference)
        return None if found is None else _label(found)

    def words(self, numbers: Sequence[str]) -> Mapping[str, Sequence[Spoken]]:
        """Return the events of these numbers; what cannot be read of them is left out."""
        found = self._at.rows("tracking", "parcels", numbers)
        return {number: [one for row in rows if (one := _spoken(row))] for number, rows in found.items()}


def _label(found: Mapping[str, Any]) -> LabelMade:
    number, url, cost = found.get("tracking_number"), found.get("document_url") or "", found.get("cost")
    if not isinstance(number, str) or not number.strip():
        raise Doubtful("the answer names no tracking number")
    money = None
    if isinstance(cost, dict) and isinstance(cost.get("minor"), int) and isinstance(cost.get("currency"), str):
        money = Money(cost["minor"], cost["currency"])
    safe = url if isinstance(url, str) and url.startswith("https://") else ""
    return LabelMade(number.strip()[:60], safe[:500], money)


def _spoken(row: object) -> Spoken | None:
    if not isinstance(row, dict) or row.get("state") not in {state.value for state in GONE}:
        return None
    try:
        at = datetime.fromisoformat(str(row.get("at")))
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    text, where, key = (str(row.get(name) or "") for name in ("text", "where", "id"))
    return Spoken(str(row["state"]), at, text[:300], where[:120], key[:80])
