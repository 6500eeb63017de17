"""The open form of a carrier API: three small JSON calls that a carrier's own API, or a program between, answers.

POST {address}/labels              Idempotency-Key: reference; LabelRequest as JSON → 201 or 200 {tracking_number, document_url, cost}
GET  {address}/labels/{reference}  the same answer, or 404
GET  {address}/tracking?numbers=…  {"parcels": {number: [{state, at, text, where, id}]}}

All with `Authorization: Bearer <key>`. 4xx other than 408, 425 and 429 means never; 429 and 503 honour Retry-After.
docs/fulfilment.md shows it with examples.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from storecrew.kernel.events.outward import Doubtful, NotReceived, Rejected, StillUnknown
from storecrew.kernel.money.types import Money
from storecrew.kernel.outgoing.client import get, post
from storecrew.kernel.outgoing.types import BadAddress, ForbiddenAddress, OutgoingError, Policy, Response
from storecrew.shop.fulfilment.models import GONE
from storecrew.shop.fulfilment.services.protocol import Connection, LabelMade, LabelRequest, Spoken

LATER = frozenset({408, 425, 429, 503})
"""Answers that mean: certainly not done, ask again."""
TIMEOUT_S = 20.0
MOST_BYTES = 512 * 1024


class Bridge:
    """A carrier behind the open form."""

    def __init__(self, connection: Connection) -> None:
        self._at = connection

    def label(self, request: LabelRequest) -> LabelMade:
        """Ask for a label; the reference makes asking twice harmless."""
        body = json.dumps(request.to_json(), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": request.reference, **self._headers()}
        try:
            answer = post(f"{self._at.address}/labels", body, policy=self._policy(), headers=headers)
        except (BadAddress, ForbiddenAddress) as error:
            raise Rejected(error.message) from error
        except OutgoingError as error:
            if error.sent:
                raise Doubtful(error.message) from error
            raise NotReceived(error.message) from error
        if answer.status in {200, 201}:
            return _label(answer)
        if answer.status in LATER:
            raise NotReceived(f"HTTP {answer.status}", after_s=_wait_s(answer))
        if 400 <= answer.status < 500:
            raise Rejected(_said(answer))
        raise Doubtful(f"HTTP {answer.status}")

    def find(self, reference: str) -> LabelMade | None:
        """Return what became of a request whose answer was lost."""
        try:
            answer = get(
                f"{self._at.address}/labels/{quote(reference, safe='')}", policy=self._policy(), headers=self._headers()
            )
        except OutgoingError as error:
            raise StillUnknown(error.message) from error
        if answer.status == 404:
            return None
        if answer.status == 200:
            return _label(answer)
        raise StillUnknown(f"HTTP {answer.status}")

    def words(self, numbers: Sequence[str]) -> Mapping[str, Sequence[Spoken]]:
        """Return the events of these numbers; what cannot be read of them is left out."""
        asked = ",".join(quote(number, safe="") for number in numbers)
        answer = get(f"{self._at.address}/tracking?numbers={asked}", policy=self._policy(), headers=self._headers())
        if answer.status != 200:
            raise OutgoingError(f"HTTP {answer.status}", sent=True)
        found = _json(answer).get("parcels")
        if not isinstance(found, dict):
            return {}
        return {
            str(number): [one for row in rows if (one := _spoken(row))]
            for number, rows in found.items()
            if isinstance(rows, list)
        }

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._at.key}", "Accept": "application/json"}

    def _policy(self) -> Policy:
        return Policy(max_bytes=MOST_BYTES, timeout_s=TIMEOUT_S, redirects=0, trusted=self._at.trusted)


def _json(answer: Response) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError as error:
        raise Doubtful("the answer is no JSON") from error
    if not isinstance(found, dict):
        raise Doubtful("the answer is no JSON object")
    return found


def _label(answer: Response) -> LabelMade:
    found = _json(answer)
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


def _said(answer: Response) -> str:
    try:
        told = json.loads(answer.body).get("message")
    except (ValueError, AttributeError):
        told = None
    return f"HTTP {answer.status}: {told}"[:280] if isinstance(told, str) and told else f"HTTP {answer.status}"


def _wait_s(answer: Response) -> float | None:
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isdigit() else None
