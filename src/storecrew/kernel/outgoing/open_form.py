"""JSON calls to a program that answers in the house's open form, as outward acts need them: every ending has its name.

POST {address}/{what}              Authorization: Bearer <key>   Idempotency-Key: reference → 200 or 201 with an object
GET  {address}/{what}/{reference}  the same answer, or 404
GET  {address}/{what}?numbers=…    {name: {number: [row, …]}}

4xx other than 408, 425 and 429 means never; 429 and 503 honour Retry-After.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from storecrew.kernel.events.outward import Doubtful, NotReceived, Rejected, StillUnknown
from storecrew.kernel.outgoing.client import get, post
from storecrew.kernel.outgoing.types import BadAddress, ForbiddenAddress, OutgoingError, Policy, Response

LATER = frozenset({408, 425, 429, 503})
"""Answers that mean: certainly not done, ask again."""
TIMEOUT_S = 20.0
MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Somebody's program. `address` without a slash at its end; `trusted`: `host:port` pairs inside the own network."""

    address: str
    key: str
    trusted: frozenset[str] = frozenset()

    def hand_over(self, what: str, reference: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is answered. The reference makes asking twice harmless.

        Raises Rejected (never), NotReceived (certainly not done), Doubtful (nobody knows).
        """
        sent = json.dumps({"reference": reference, **body}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": reference, **self._headers()}
        try:
            answer = post(f"{self.address}/{what}", sent, policy=self._policy(), headers=headers)
        except (BadAddress, ForbiddenAddress) as error:
            raise Rejected(error.message) from error
        except OutgoingError as error:
            if error.sent:
                raise Doubtful(error.message) from error
            raise NotReceived(error.message) from error
        if answer.status in {200, 201}:
            return _json(answer)
        if answer.status in LATER:
            raise NotReceived(f"HTTP {answer.status}", after_s=_wait_s(answer))
        if 400 <= answer.status < 500:
            raise Rejected(_said(answer))
        raise Doubtful(f"HTTP {answer.status}")

    def find(self, what: str, reference: str) -> dict[str, Any] | None:
        """Return what became of something whose answer was lost; None: it never came. Raises StillUnknown, Doubtful."""
        try:
            answer = get(
                f"{self.address}/{what}/{quote(reference, safe='')}", policy=self._policy(), headers=self._headers()
            )
        except OutgoingError as error:
            raise StillUnknown(error.message) from error
        if answer.status == 404:
            return None
        if answer.status == 200:
            return _json(answer)
        raise StillUnknown(f"HTTP {answer.status}")

    def rows(self, what: str, name: str, numbers: Sequence[str]) -> dict[str, list[Any]]:
        """Return what is said of numbers, row by row; what has another shape is left out. Raises OutgoingError."""
        asked = ",".join(quote(number, safe="") for number in numbers)
        answer = get(f"{self.address}/{what}?numbers={asked}", policy=self._policy(), headers=self._headers())
        if answer.status != 200:
            raise OutgoingError(f"HTTP {answer.status}", sent=True)
        found = _json(answer).get(name)
        if not isinstance(found, dict):
            return {}
        return {str(number): rows for number, rows in found.items() if isinstance(rows, list)}

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", "Accept": "application/json"}

    def _policy(self) -> Policy:
        return Policy(max_bytes=MOST_BYTES, timeout_s=TIMEOUT_S, redirects=0, trusted=self.trusted)


def _json(answer: Response) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError as error:
        raise Doubtful("the answer is no JSON") from error
    if not isinstance(found, dict):
        raise Doubtful("the answer is no JSON object")
    return found


def _said(answer: Response) -> str:
    try:
        told = json.loads(answer.body).get("message")
    except (ValueError, AttributeError):
        told = None
    return f"HTTP {answer.status}: {told}"[:280] if isinstance(told, str) and told else f"HTTP {answer.status}"


def _wait_s(answer: Response) -> float | None:
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isdigit() else None
