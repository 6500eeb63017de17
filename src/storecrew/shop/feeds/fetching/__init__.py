"""Ways to ask a source for its file: one function a kind. Another way is one module more and a line here."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from storecrew.shop.feeds.fetching import folder, mail, sftp, storecrew, web
from storecrew.shop.feeds.fetching.base import Fetched, NotFetched, Passed, Unchanged
from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.types import Kind

type Way = Callable[[Source, datetime], Iterator[Fetched | Unchanged | Passed]]
"""Yields what is new, the oldest first, once it lies on the shelf; nothing when there is none. Raises NotFetched.

What was yielded is dealt with before the next one is asked for: only then may a way note that it was taken.
"""

WAYS: Final[Mapping[str, Way]] = {
    Kind.WEB: web.fetch,
    Kind.FOLDER: folder.fetch,
    Kind.SFTP: sftp.fetch,
    Kind.MAIL: mail.fetch,
    Kind.STORECREW: storecrew.fetch,
}

__all__ = ["WAYS", "Fetched", "NotFetched", "Passed", "Unchanged"]
