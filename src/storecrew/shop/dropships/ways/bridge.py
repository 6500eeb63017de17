"""The open form of a supplier's API: three small JSON calls that their program, or one between, answers.

POST {address}/dropships              Idempotency-Key: reference; the slip, `what` (new, changed, stop) → 200 or 201 {number}
GET  {address}/dropships/{reference}  the same answer, or 404
GET  {address}/dropships?numbers=…    {"dropships": {number: [{state, id, at, ships_on, carrier, tracking_number, lines, reason, note}]}}

All with `Authorization: Bearer <key>`. 4xx other than 408, 425 and 429 means never; 429 and 503 honour Retry-After.
docs/dropships.md shows it with examples.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from storecrew.kernel.events.outward import Doubtful, NotReceived, Rejected, StillUnknown
from storecrew.kernel.outgoing.client import get, post
from storecrew.kernel.outgoing.types import BadAddress, ForbiddenAddress, OutgoingError, Policy, Response
from storecrew.shop.dropships.ways.protocol import Connection, Spoken, Taken

LATER = frozenset({408, 425, 429, 503})
"""Answers that mean: certainly not done, ask again."""
STATES = frozenset({"acknowledged", "packed", "shipped", "refused", "stopped"})
TIMEOUT_S = 20.0
MOST_BYTES = 1024 * 1024


class Bridge:
    """A supplier behind the open form."""

    def __init__(self, connection: Connection) -> None:
        self._at = connection

    def tell(self, reference: str, body: Mapping[str, Any]) -> Taken:
        """Hand it over; the reference makes asking twice harmless."""
        sent = json.dumps({"reference": reference, **body}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": reference, **self._headers()}
        try:
            answer = post(f"{self._at.address}/dropships", sent, policy=self._policy(), headers=headers)
        except (BadAddress, ForbiddenAddress) as error:
            raise Rejected(error.message) from error
        except OutgoingError as error:
            if error.sent:
                raise Doubtful(error.message) from error
            raise NotReceived(error.message) from error
        if answer.status in {200, 201}:
            return _taken(answer)
        if answer.status in LATER:
            raise NotReceived(f"HTTP {answer.status}", after_s=_wait_s(answer))
        if 400 <= answer.status < 500:
            raise Rejected(_said(answer))
        raise Doubtful(f"HTTP {answer.status}")

    def find(self, reference: str) -> Taken | None:
        """Return what became of it where the answer was lost."""
        url = f"{self._at.address}/dropships/{quote(reference, safe='')}"
        try:
            answer = get(url, policy=self._policy(), headers=self._headers())
        except OutgoingError as error:
            raise StillUnknown(error.message) from error
        if answer.status == 404:
            return None
        if answer.status == 200:
            return _taken(answer)
        raise StillUnknown(f"HTTP {answer.status}")

    def words(self, numbers: Sequence[str]) -> Mapping[str, Sequence[Spoken]]:
        """Return what they say; what cannot be read of it is left out."""
        asked = ",".join(quote(number, safe="") for number in numbers)
        answer = get(f"{self._at.address}/dropships?numbers={asked}", policy=self._policy(), headers=self._headers())
        if answer.status != 200:
            raise OutgoingError(f"HTTP {answer.status}", sent=True)
        found = _json(answer).get("dropships")
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


def _taken(answer: Response) -> Taken:
    number = _json(answer).get("number")
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


def _said(answer: Response) -> str:
    try:
        told = json.loads(answer.body).get("message")
    except (ValueError, AttributeError):
        told = None
    return f"HTTP {answer.status}: {told}"[:280] if isinstance(told, str) and told else f"HTTP {answer.status}"


def _wait_s(answer: Response) -> float | None:
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isdigit() else None
