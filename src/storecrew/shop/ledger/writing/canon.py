"""The form of an entry that is hashed. It must never change: hashes of years ago rest on it (`VERSION` would)."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Side:
    """A line as it is hashed."""

    account: str
    currency: str
    debit_minor: int
    credit_minor: int
    note: str


@dataclass(frozen=True, slots=True)
class Content:
    """An entry as it is hashed."""

    number: int
    on: date
    text: str
    source: str
    key: str
    reverses: int | None
    posted_at: datetime
    posted_by: str
    sides: Sequence[Side]


def link(content: Content, previous_hash: str) -> str:
    """Return the hash of an entry: SHA-256 over its canonical JSON, in which the hash before it stands."""
    told = [
        VERSION,
        content.number,
        content.on.isoformat(),
        content.text,
        content.source,
        content.key,
        content.reverses,
        content.posted_at.astimezone(UTC).isoformat(timespec="microseconds"),
        content.posted_by,
        [[side.account, side.currency, side.debit_minor, side.credit_minor, side.note] for side in content.sides],
        previous_hash,
    ]
    return _sha256(told)


def seal(month: date, hashes: Iterable[str], previous_digest: str) -> str:
    """Return the digest of a month: SHA-256 over the hashes of its entries in order, and the digest of the seal before."""
    return _sha256([VERSION, month.isoformat(), list(hashes), previous_digest])


def _sha256(told: object) -> str:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
