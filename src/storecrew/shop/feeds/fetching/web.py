"""Ask an address for its file: with a password or a header, and only if it has changed (RFC 9110, "Conditional Requests")."""

import base64
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from storecrew.kernel.outgoing import client
from storecrew.kernel.outgoing.guard import aim
from storecrew.kernel.outgoing.types import BadAddress, ForbiddenAddress, OutgoingError, Policy, Response
from storecrew.shop.feeds.fetching.base import Fetched, NotFetched, Unchanged, secret_of, trusted
from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.opening import MAX_BYTES, SHELF

POLICY: Final = Policy(max_bytes=MAX_BYTES, timeout_s=900.0)


def check_address(url: str) -> str:
    """Return what is wrong with an address, empty when it can be asked; a name that is not known today may be tomorrow."""
    try:
        aim(url, trusted=_policy().trusted)
    except (BadAddress, ForbiddenAddress) as error:
        return error.message
    except OutgoingError:
        return ""
    return ""


def fetch(row: Source, now: datetime) -> Iterator[Fetched | Unchanged]:
    """Yield the file at the address, or that it is as before. Raises NotFetched."""
    SHELF.folder.mkdir(parents=True, exist_ok=True)
    coming = SHELF.folder / f"{uuid.uuid4().hex}.part"
    try:
        with coming.open("wb") as into:
            answer = client.get(row.url, policy=_policy(), headers=headers_of(row), into=into)
        etag, modified = answer.headers.get("etag", "")[:300], answer.headers.get("last-modified", "")[:60]
        written_at = _moment(modified or row.last_modified, now)
        if answer.status == 304:
            yield Unchanged(written_at, etag, modified)
            return
        _check(answer)
        kept = SHELF.adopt(coming)
        yield Fetched(kept.digest, kept.size, _name(answer.url), _moment(modified, now), etag, modified)
    except OutgoingError as error:
        raise NotFetched("unreachable", why=error.message) from error
    finally:
        coming.unlink(missing_ok=True)


def headers_of(row: Source) -> dict[str, str]:
    """Return what is sent along: who we are, and which version is here already. Raises NotFetched."""
    headers = {"Accept": "*/*"}
    if row.etag:
        headers["If-None-Match"] = row.etag
    if row.last_modified:
        headers["If-Modified-Since"] = row.last_modified
    if not row.secret:
        return headers
    secret = secret_of(row)
    if row.user:
        told = base64.b64encode(f"{row.user}:{secret}".encode()).decode()
        return {**headers, "Authorization": f"Basic {told}"}
    name, colon, value = secret.partition(":")
    return {**headers, name.strip(): value.strip()} if colon else {**headers, "Authorization": f"Bearer {secret}"}


def _policy() -> Policy:
    return replace(POLICY, trusted=POLICY.trusted | trusted())


def _check(answer: Response) -> None:
    if answer.status in {401, 403}:
        raise NotFetched("not_allowed", status=answer.status)
    if answer.status == 404:
        raise NotFetched("not_found")
    if answer.status != 200:
        raise NotFetched("answered", status=answer.status)


def _moment(text: str, now: datetime) -> datetime | None:
    """Return when a file was written; a time that lies ahead is no time."""
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(at, now)


def _name(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path.rpartition("/")[2])[:255] or parts.hostname or "feed"
