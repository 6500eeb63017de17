"""What asking a source brings."""

from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Final

from django.conf import settings

from storecrew.kernel import secrets
from storecrew.kernel.outgoing.guard import reach
from storecrew.kernel.outgoing.types import BadAddress, ForbiddenAddress, OutgoingError
from storecrew.shop.feeds.models import Source

TABLES: Final = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "json", "xml", "gz")
"""Ends of the names of files that are taken where no pattern was chosen."""
PASSED_OVER: Final = (".part", ".tmp", ".crdownload", ".filepart", ".swp")
"""Ends of names that programs give to files that are still coming in."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that lies on the shelf now. `written_at`: when the supplier wrote it, None where nobody says."""

    digest: str
    size: int
    name: str
    written_at: datetime | None = None
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The supplier says that nothing has changed since the last time."""

    written_at: datetime | None = None
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """Something came that holds nothing to take; `code` says why, empty: it is none of our business."""

    etag: str
    last_modified: str = ""
    code: str = ""
    params: dict[str, str | int] = field(default_factory=dict)


class NotFetched(Exception):
    """It could not be asked; `code` names a sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def trusted() -> frozenset[str]:
    """Return the `host:port` pairs inside the own network that an administrator allowed to be asked."""
    return frozenset(settings.FEEDS_TRUSTED)


def check_server(host: str, port: int | None, *, usual: int) -> str:
    """Return what is wrong with a server, empty when it can be asked; `usual`: the port of its protocol."""
    try:
        reach(host, port or usual, frozenset({usual}), trusted=trusted())
    except (BadAddress, ForbiddenAddress) as error:
        return error.message
    except OutgoingError:
        return ""
    return ""


def secret_of(row: Source) -> str:
    """Return a source's password, key or token; empty where it has none. Raises NotFetched."""
    try:
        return secrets.decrypt(row.secret) if row.secret else ""
    except secrets.Unreadable as error:
        raise NotFetched("secret_lost") from error


def is_wanted(name: str, pattern: str) -> bool:
    """Tell whether a file of this name is taken: by the pattern (`库存*.xlsx`), else when it may be a table."""
    folded = name.casefold()
    if folded.endswith(PASSED_OVER) or folded.startswith("."):
        return False
    return fnmatchcase(folded, pattern.casefold()) if pattern else folded.rpartition(".")[2] in TABLES
