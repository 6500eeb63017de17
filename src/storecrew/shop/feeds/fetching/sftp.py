"""Fetch a file by SFTP: one file, or the newest of a folder; only when it has changed, and only once it is whole.

The server is told nothing, not even the user name, before a person has said that its key is the supplier's.
"""

import asyncio
import hashlib
import posixpath
import stat
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from storecrew.kernel.outgoing.guard import reach
from storecrew.kernel.outgoing.types import OutgoingError
from storecrew.shop.feeds.fetching.base import Fetched, NotFetched, Unchanged, is_wanted, secret_of, trusted
from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.opening import MAX_BYTES, SHELF

if TYPE_CHECKING:
    import asyncssh

PORT: Final = 22
TIMEOUT_S: float = 900.0
"""For everything, from the first byte to the last."""
CONNECT_S: Final = 30
FRESH_S: Final = 120
"""A file that was written to so lately is looked at twice before it is fetched."""
PAUSE_S: float = 5.0
MOST_NAMES: Final = 20_000
"""Names of a folder that are looked at."""
_CHUNK: Final = 1 << 20
_RSA: Final = ["rsa-sha2-512", "rsa-sha2-256"]


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be fetched, of whom, and what was fetched last."""

    address: str
    port: int
    host_key: str
    user: str
    secret: str
    path: str
    pattern: str
    mark: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file on the server."""

    path: str
    size: int
    written: int

    @property
    def mark(self) -> str:
        """Return what tells one state of it from the next."""
        return f"{self.size}:{self.written}:{hashlib.sha256(self.path.encode(errors='replace')).hexdigest()[:16]}"

    @property
    def name(self) -> str:
        """Return what it is called."""
        return posixpath.basename(self.path)[:255] or "feed"


def check_secret(secret: str | None) -> str:
    """Return what is wrong with a private key; a password is never wrong."""
    if secret is None or not _is_key(secret):
        return ""
    import asyncssh  # noqa: PLC0415  loaded only where a source is asked this way

    try:
        asyncssh.import_private_key(secret)
    except asyncssh.KeyEncryptionError:
        return _("This key is locked with a passphrase. Use one without; it is kept encrypted here.")
    except asyncssh.KeyImportError:
        return _("This is no private key that can be read.")
    return ""


def fetch(row: Source, now: datetime) -> Iterator[Fetched | Unchanged]:
    """Yield the file, or that it is as before. Raises NotFetched."""
    port = row.port or PORT
    try:
        address = reach(row.host, port, frozenset({PORT}), trusted=trusted())
    except OutgoingError as error:
        raise NotFetched("unreachable", why=error.message) from error
    order = _Order(address, port, row.host_key, row.user, secret_of(row), row.path, row.pattern, row.etag)
    SHELF.folder.mkdir(parents=True, exist_ok=True)
    coming = SHELF.folder / f"{uuid.uuid4().hex}.part"
    try:
        seen = asyncio.run(_within_time(order, coming, now))
        written_at = min(datetime.fromtimestamp(seen.written, UTC), now) if seen.written else None
        if seen.mark == row.etag:
            yield Unchanged(written_at, seen.mark)
            return
        kept = SHELF.adopt(coming)
        yield Fetched(kept.digest, kept.size, seen.name, written_at, seen.mark)
    finally:
        coming.unlink(missing_ok=True)


async def _within_time(order: _Order, into: Path, now: datetime) -> _Seen:
    """Return what lies there; it is `into`, unless it is what was fetched last. Raises NotFetched."""
    import asyncssh  # noqa: PLC0415  loaded only where a source is asked this way

    loop = asyncio.get_running_loop()
    deadline = loop.time() + TIMEOUT_S
    try:
        async with asyncio.timeout_at(deadline):
            connection = await _connect(order)
        # closing a file or a session politely waits for the server as well: only hanging up ends one that drips
        alarm = loop.call_at(deadline, connection.abort)
        try:
            async with connection.start_sftp_client() as files:
                return await _fetch(files, order, into, now)
        finally:
            alarm.cancel()
            connection.abort()
    except TimeoutError as error:
        raise NotFetched("too_slow") from error
    except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath) as error:
        raise NotFetched("no_such_path", path=order.path[:200]) from error
    except asyncssh.SFTPPermissionDenied as error:
        raise NotFetched("path_closed", path=order.path[:200]) from error
    except asyncssh.PermissionDenied as error:
        raise NotFetched("login_refused") from error
    except (asyncssh.Error, OSError, EOFError) as error:
        if loop.time() >= deadline:
            raise NotFetched("too_slow") from error
        raise NotFetched("broke_off", what=type(error).__name__) from error


async def _connect(order: _Order) -> "asyncssh.SSHClientConnection":
    """Sign in at the server whose key is trusted. Raises NotFetched where it is another one, or none is trusted yet."""
    import asyncssh  # noqa: PLC0415  loaded only where a source is asked this way

    shown = ""

    class Client(asyncssh.SSHClient):
        def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
            nonlocal shown
            shown = f"{key.get_algorithm()} {key.get_fingerprint()}"
            return shown == order.host_key

    async def connect(algorithms: list[str] | None) -> asyncssh.SSHClientConnection:
        found, _client = await asyncssh.create_connection(
            Client,
            order.address,
            order.port,
            config=[],  # neither this machine's keys nor its settings have to do with it
            agent_path=None,
            known_hosts=([], [], []),
            server_host_key_algs=algorithms or (),
            username=order.user,
            password=None if _is_key(order.secret) else order.secret,
            client_keys=[asyncssh.import_private_key(order.secret)] if _is_key(order.secret) else None,
            gss_host=None,
            connect_timeout=CONNECT_S,
            login_timeout=CONNECT_S,
        )
        return found

    try:
        try:
            return await connect(_algorithms(order.host_key))
        except (asyncssh.KeyExchangeFailed, asyncssh.ConnectionLost, OSError):
            # a server that has no key of that kind any more says so, or just hangs up: then it has another one to show
            if not order.host_key or shown:
                raise
            return await connect(None)
    except asyncssh.HostKeyNotVerifiable as error:
        raise NotFetched("other_key" if order.host_key else "new_key", key=shown) from error
    except asyncssh.KeyImportError as error:
        raise NotFetched("login_refused") from error


def _algorithms(host_key: str) -> list[str] | None:
    """Return how the server proves the key that is trusted: a server with several shows that one then."""
    kind = host_key.partition(" ")[0]
    return (_RSA if kind == "ssh-rsa" else [kind]) if kind else None


def _is_key(secret: str) -> bool:
    return secret.lstrip().startswith("-----BEGIN")


async def _fetch(files: "asyncssh.SFTPClient", order: _Order, into: Path, now: datetime) -> _Seen:
    seen = await _newest(files, order)
    if seen.mark == order.mark:
        return seen
    if seen.size > MAX_BYTES:
        raise NotFetched("file_too_big", name=seen.name)
    if abs(now.timestamp() - seen.written) < FRESH_S:
        await _pause(PAUSE_S)
        await _check_still(files, seen)
    size = 0
    with into.open("wb") as out:
        async with files.open(seen.path, "rb") as file:
            while chunk := await file.read(_CHUNK, size):
                size += len(chunk)
                if size > seen.size:
                    break
                out.write(chunk)  # type: ignore[arg-type]  # opened for bytes
    await _check_still(files, seen)
    if size != seen.size:
        raise NotFetched("still_growing", name=seen.name)
    return seen


async def _pause(seconds: float) -> None:
    await asyncio.sleep(seconds)


async def _check_still(files: "asyncssh.SFTPClient", seen: _Seen) -> None:
    if (await _look(files, seen.path)) != seen:
        raise NotFetched("still_growing", name=seen.name)


async def _newest(files: "asyncssh.SFTPClient", order: _Order) -> _Seen:
    """Return the file, or the newest of the folder whose name is wanted; of two as new the last by name."""
    attributes = await files.stat(order.path)
    if not stat.S_ISDIR(attributes.permissions or 0):
        return _Seen(order.path, attributes.size or 0, int(attributes.mtime or 0))
    found: list[tuple[int, str]] = []
    looked_at = 0
    async for entry in files.scandir(order.path):
        looked_at += 1
        if looked_at > MOST_NAMES:
            raise NotFetched("folder_too_full", path=order.path[:200], most=MOST_NAMES)
        name, attributes = str(entry.filename), entry.attrs
        if stat.S_ISREG(attributes.permissions or stat.S_IFREG) and is_wanted(name, order.pattern):
            found.append((int(attributes.mtime or 0), name))
    if not found:
        raise NotFetched("nothing_wanted", path=order.path[:200])
    return await _look(files, posixpath.join(order.path, max(found)[1]))


async def _look(files: "asyncssh.SFTPClient", path: str) -> _Seen:
    attributes = await files.stat(path)
    return _Seen(path, attributes.size or 0, int(attributes.mtime or 0))
