"""What asking a source brings."""

from dataclasses import dataclass
from datetime import datetime


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


class NotFetched(Exception):
    """It could not be asked; `code` names a sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params
