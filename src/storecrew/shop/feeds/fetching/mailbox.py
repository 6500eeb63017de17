"""A mailbox by IMAP (RFC 3501) over TLS, asked in bounded pieces: what a server says too much ends the connection."""

import base64
import contextlib
import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import BinaryIO, Final, Self

from storecrew.shop.feeds.fetching.base import NotFetched

PIECE: Final = 1 << 20
"""Bytes of a mail that are asked for at once."""
WAIT_S: Final = 60.0
"""For one answer; for all of them there is a deadline."""
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as the mailbox lists it."""

    uid: int
    size: int
    came_at: datetime
    header: bytes


class Mailbox:
    """An open folder of a mailbox. Errors of the network, and what a server refuses, are NotFetched."""

    def __init__(self, address: str, host: str, port: int, *, deadline_s: float) -> None:
        """Connect to the network address that was checked; the certificate has to be the host's."""
        with _told(None):
            self._line = _Line(address, host, port)
        # a socket's time limit starts anew with each byte; only a clock of its own ends a server that drips
        self._alarm = threading.Timer(deadline_s, self._line.hang_up)
        self._alarm.daemon = True
        self._alarm.start()
        self._marks = True
        self.validity = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._alarm.cancel()
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            self._line.shutdown()

    def sign_in(self, user: str, password: str) -> None:
        """Sign in. Raises NotFetched."""
        try:
            with _told(self._line):
                self._line.login(user, password)
        except NotFetched as error:
            raise NotFetched("login_refused") if error.code == "mailbox_refused" else error from error
        except UnicodeEncodeError as error:
            raise NotFetched("login_refused") from error
        if (
            "ID" in self._line.capabilities
        ):  # NetEase opens no folder to a program that has not given its name (RFC 2971)
            with contextlib.suppress(imaplib.IMAP4.error), _told(self._line):
                self._line.xatom("ID", '("name" "Storecrew" "version" "1")')

    def open(self, folder: str) -> None:
        """Open a folder. Raises NotFetched."""
        try:
            with _told(self._line):
                try:
                    said, _data = self._line.select(_quoted(folder))
                except imaplib.IMAP4.readonly:
                    self._marks = False
                    said, _data = self._line.select(_quoted(folder), readonly=True)
        except NotFetched as error:
            raise NotFetched("no_mail_folder", folder=folder) if error.code == "mailbox_refused" else error from error
        if said != "OK":
            raise NotFetched("no_mail_folder", folder=folder)
        _name, validity = self._line.response("UIDVALIDITY")
        self.validity = int(validity[0]) if validity and validity[0] else 0

    def after(self, uid: int) -> list[int]:
        """Return the mails behind a number, the oldest first."""
        return [
            one for one in self._search(f"UID {uid + 1}:*") if one > uid
        ]  # `9:*` names the last one below 9 as well

    def since(self, day: datetime) -> list[int]:
        """Return the mails that came on a day or later, the oldest first."""
        return self._search(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}")

    def look(self, uid: int) -> Letter | None:
        """Return a mail as it is listed, without its content; None when it is gone."""
        for said, content in self._fetch(uid, "(RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER])"):
            size = _SIZE.search(said)
            came = imaplib.Internaldate2tuple(said)
            if size and came:
                at = datetime(*came[:6]).astimezone(UTC)  # the library answers in this machine's time
                return Letter(uid, int(size[1]), at, content)
        return None

    def read(self, letter: Letter, into: BinaryIO) -> None:
        """Write a whole mail, piece by piece. It stays unread."""
        done = 0
        while done < letter.size:
            pieces = [content for _said, content in self._fetch(letter.uid, f"(BODY.PEEK[]<{done}.{PIECE}>)")]
            if not pieces or not pieces[0]:
                break  # a server may count otherwise than it sends
            into.write(pieces[0])
            done += len(pieces[0])

    def mark_taken(self, uid: int) -> None:
        """Mark a mail as read, where the folder can be written to: people see by it what was taken."""
        if self._marks:
            with contextlib.suppress(NotFetched), _told(self._line):
                self._line.uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Seen)")

    def _search(self, what: str) -> list[int]:
        with _told(self._line):
            said, data = self._line.uid("SEARCH", what)
        if said != "OK":
            raise NotFetched("mailbox_refused")
        return sorted({int(one) for line in data if line for one in line.split() if one.isdigit()})

    def _fetch(self, uid: int, what: str) -> Iterator[tuple[bytes, bytes]]:
        with _told(self._line):
            said, data = self._line.uid("FETCH", str(uid), what)
        if said != "OK":
            raise NotFetched("mailbox_refused")
        # what stands behind a literal belongs to the same answer
        for place, part in enumerate(data):
            if isinstance(part, tuple):
                tail = data[place + 1] if place + 1 < len(data) and isinstance(data[place + 1], bytes) else b""
                yield part[0] + tail, part[1]


class _Line(imaplib.IMAP4_SSL):
    """The protocol on a connection to an address that was checked, in answers of bounded size."""

    def __init__(self, address: str, host: str, port: int) -> None:
        self._address = address
        self.late = False
        super().__init__(host, port, ssl_context=_trust(), timeout=WAIT_S)

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        plain = socket.create_connection((self._address, self.port), timeout)
        try:
            sealed: ssl.SSLSocket = self.ssl_context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
        return sealed

    def read(self, size: int) -> bytes:
        if size > 2 * PIECE:
            raise self.abort("more than was asked for")
        return super().read(size)

    def hang_up(self) -> None:
        """Wake whoever waits for the server: its time is over."""
        self.late = True
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextlib.contextmanager
def _told(line: _Line | None) -> Iterator[None]:
    """Turn what the library raises into a word for people."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise NotFetched("no_trust") from error
    except TimeoutError as error:
        raise NotFetched("too_slow") from error
    except imaplib.IMAP4.readonly:
        raise
    except (imaplib.IMAP4.abort, OSError, EOFError) as error:
        if line is not None and line.late:
            raise NotFetched("too_slow") from error
        raise NotFetched("broke_off", what=type(error).__name__) from error
    except imaplib.IMAP4.error as error:
        raise NotFetched("mailbox_refused") from error


def _quoted(folder: str) -> str:
    """Return a folder's name as IMAP writes it: modified UTF-7 (RFC 3501, 5.1.3), between quotation marks."""
    out, wide = "", ""
    for char in folder + "\0":  # the mark at the end writes down what is left
        plain = " " <= char <= "~" or char == "\0"
        if not plain:
            wide += char
            continue
        if wide:
            told = base64.b64encode(wide.encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
            out, wide = f"{out}&{told}-", ""
        out += {"&": "&-", '"': '\\"', "\\": "\\\\", "\0": ""}.get(char, char)
    return f'"{out}"'
