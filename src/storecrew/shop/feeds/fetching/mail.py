"""Take files out of mails: those of senders who are allowed to, each once, the oldest first.

How far a mailbox was read stands in the source's `etag`: UIDVALIDITY, UID, and how many of that mail's files were taken (empty:
all of them); in `last_modified` when that mail came, for a mailbox that numbers its mails anew.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from storecrew.kernel.outgoing.guard import reach
from storecrew.kernel.outgoing.types import OutgoingError
from storecrew.shop.feeds.fetching import letters
from storecrew.shop.feeds.fetching.base import Fetched, NotFetched, Passed, is_wanted, secret_of, trusted
from storecrew.shop.feeds.fetching.mailbox import Letter, Mailbox
from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.opening import SHELF

PORT: Final = 993
TIMEOUT_S: Final = 900.0
LOOK_BACK: Final = timedelta(days=14)
"""At first, the newest mail of this time that brings a file is taken; what came before it is old."""
AT_ONCE: Final = 500
"""Mails that are looked at before the mailbox is left; the others have their turn the next time."""
MOST_BYTES: Final = 64 * 1024 * 1024
"""Of a mail: it is taken apart in memory. Servers accept half of it."""
MOST_FILES: Final = 20


def check_senders(senders: str) -> str:
    """Return what is wrong with a list of senders."""
    listed = senders.split()
    if not listed:
        return _("Say whose mails are opened.")
    odd = next((one for one in listed if one.count("@") != 1 or one.endswith("@")), "")
    return _("“%(text)s” is neither an address nor an @domain.") % {"text": odd[:80]} if odd else ""


def fetch(row: Source, now: datetime) -> Iterator[Fetched | Passed]:
    """Yield the files of mails that came since the last time, and say of mails that bring none. Raises NotFetched."""
    port = row.port or PORT
    try:
        address = reach(row.host, port, frozenset({PORT}), trusted=trusted())
    except OutgoingError as error:
        raise NotFetched("unreachable", why=error.message) from error
    with Mailbox(address, row.host, port, deadline_s=TIMEOUT_S) as box:
        box.sign_in(row.user, secret_of(row))
        box.open(row.path or "INBOX")
        yield from _take(row, box, now)


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a mailbox was read."""

    validity: int
    uid: int
    files: int | None = None
    """How many files of that mail were taken; None: all."""

    @property
    def mark(self) -> str:
        return f"{self.validity}:{self.uid}:{'' if self.files is None else self.files}"


def _place_of(mark: str) -> _Place | None:
    parts = mark.split(":")
    if len(parts) != 3 or not all(part.isdigit() for part in parts[:2]):
        return None
    return _Place(int(parts[0]), int(parts[1]), int(parts[2]) if parts[2].isdigit() else None)


def _take(row: Source, box: Mailbox, now: datetime) -> Iterator[Fetched | Passed]:
    place = _place_of(row.etag)
    last = datetime.fromisoformat(row.last_modified) if row.last_modified else None
    if place is None:
        yield from _first(row, box, now)
        return
    if place.validity == box.validity:
        uids = box.after(place.uid - (place.files is not None))
        since = None
    else:  # the mailbox numbers its mails anew: what came later than the last one is new
        uids, since = box.since((last or now - LOOK_BACK) - timedelta(days=1)), last
        place = _Place(box.validity, 0)
    left: Passed | None = None
    for uid in uids[:AT_ONCE]:
        letter = box.look(uid)
        if letter is None or (since is not None and letter.came_at <= since):
            continue
        if not letters.is_allowed(letters.sender_of(letters.head_of(letter.header)), row.senders):
            left = _behind(box, letter)
            continue
        left = None
        yield from _open(row, box, letter, now, skip=place.files or 0 if uid == place.uid else 0)
    if left is not None:
        yield left


def _first(row: Source, box: Mailbox, now: datetime) -> Iterator[Fetched | Passed]:
    """Take the newest mail that brings a file; without one, what is there now is looked behind."""
    newest: Letter | None = None
    told: Passed | None = None
    for uid in reversed(box.since(now - LOOK_BACK)[-AT_ONCE:]):
        letter = box.look(uid)
        if letter is None:
            continue
        newest = newest or letter
        if not letters.is_allowed(letters.sender_of(letters.head_of(letter.header)), row.senders):
            continue
        opened = _open(row, box, letter, now)
        found = next(opened)
        if isinstance(found, Fetched):
            yield found
            yield from opened
            return
        told = told or found
    if newest is not None:
        why, params = (told.code, told.params) if told else ("no_file_yet", {"days": LOOK_BACK.days})
        yield _behind(box, newest, why, **params)


def _open(row: Source, box: Mailbox, letter: Letter, now: datetime, *, skip: int = 0) -> Iterator[Fetched | Passed]:
    """Yield the files of a mail but for those that were taken before; the mail counts as read when all of them are."""
    if letter.size > MOST_BYTES:
        subject = letters.subject_of(letters.head_of(letter.header))
        yield _behind(box, letter, "mail_too_big", subject=subject, most=MOST_BYTES >> 20)
        return
    with tempfile.TemporaryFile() as content:
        box.read(letter, content)
        content.seek(0)
        mail = letters.mail_of(content)
    sender, subject = letters.sender_of(mail), letters.subject_of(mail)
    if row.vouched_by and not letters.is_vouched(mail, sender, row.vouched_by):
        yield _behind(box, letter, "not_vouched", sender=sender, subject=subject)
        return
    files = [(name, part) for name, part in letters.files_of(mail) if is_wanted(name, row.pattern)]
    if not files:
        yield _behind(box, letter, "no_file_in_mail", sender=sender, subject=subject)
        return
    files = files[:MOST_FILES]
    for count, (name, part) in enumerate(files, start=1):
        if count <= skip:
            continue
        kept = SHELF.keep([letters.content_of(part)])
        place = _Place(box.validity, letter.uid, count if count < len(files) else None)
        came = min(letter.came_at, now)
        yield Fetched(kept.digest, kept.size, name[:255], came, place.mark, letter.came_at.astimezone(UTC).isoformat())
    box.mark_taken(letter.uid)


def _behind(box: Mailbox, letter: Letter, code: str = "", **params: str | int) -> Passed:
    mark = _Place(box.validity, letter.uid).mark
    return Passed(mark, letter.came_at.astimezone(UTC).isoformat(), code, params)
