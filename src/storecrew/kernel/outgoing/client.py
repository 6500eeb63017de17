"""A small HTTP client that goes no further than its policy allows."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from functools import cache
from typing import BinaryIO, Final
from urllib.parse import urljoin

from django.utils.translation import gettext as _
from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from storecrew.kernel.outgoing.guard import Resolver, Target, aim, look_up
from storecrew.kernel.outgoing.types import (
    OutgoingError,
    Policy,
    Response,
    TooManyRedirects,
    TooSlow,
    Unreachable,
    WrongType,
    too_large,
)

AGENT: Final = "Storecrew/1"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 64 * 1024


def get(
    url: str,
    *,
    policy: Policy,
    headers: Mapping[str, str] | None = None,
    resolve: Resolver = look_up,
    into: BinaryIO | None = None,
) -> Response:
    """Fetch `url`, following redirects that pass the same guard. Any HTTP status is an answer. Raises OutgoingError.

    The body of a 200 goes `into` a file, if there is one, instead of into memory; after an error it may hold a part.
    """
    deadline = time.monotonic() + policy.timeout_s
    sent = dict(headers or {})
    origin = ""
    for _hop in range(policy.redirects + 1):
        target = aim(url, trusted=policy.trusted, resolve=resolve)
        if origin and target.origin != origin:
            sent = {}  # what was meant for the first server is not for the next one
        origin = target.origin
        answer = _exchange("GET", target, url, None, sent, policy, deadline, into)
        if answer.status not in _REDIRECTS or "location" not in answer.headers:
            return answer
        url = urljoin(url, answer.headers["location"])
    raise TooManyRedirects(_("The address leads on to others too often."), sent=True)


def post(
    url: str, body: bytes, *, policy: Policy, headers: Mapping[str, str] | None = None, resolve: Resolver = look_up
) -> Response:
    """Send `body` to `url` once; a redirect is an answer and is not followed. Raises OutgoingError; mind `sent`."""
    target = aim(url, trusted=policy.trusted, resolve=resolve)
    return _exchange("POST", target, url, body, dict(headers or {}), policy, time.monotonic() + policy.timeout_s)


def _exchange(
    method: str,
    target: Target,
    url: str,
    body: bytes | None,
    headers: dict[str, str],
    policy: Policy,
    deadline: float,
    into: BinaryIO | None = None,
) -> Response:
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise _too_slow(sent=True)
    connection = _connect(target, remaining)
    # socket timeouts start anew with each byte; only a clock of its own ends a server that drips
    line: list[socket.socket] = []
    alarm = threading.Timer(remaining, _hang_up, [connection, line])
    alarm.daemon = True
    alarm.start()
    handed_over = False
    try:
        connection.connect()
        if connection.sock is not None:
            line.append(connection.sock)  # the connection lets go of it when the answer has no length
        handed_over = True
        fields = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Host": target.authority, **headers}
        connection.request(method, target.path, body=body, headers=fields, preload_content=False)
        response = connection.getresponse()
        answer = _read(response, url, policy, into)
        if time.monotonic() >= deadline:  # hung up on: what was read so far may look like the whole
            raise _too_slow(sent=True)
        return answer
    except OutgoingError:
        raise
    except (HTTPError, OSError, ssl.SSLError, ValueError) as error:
        if time.monotonic() >= deadline:
            raise _too_slow(sent=handed_over) from error
        raise Unreachable(
            _("%(host)s could not be reached: %(why)s") % {"host": target.host, "why": _reason(error)}, sent=handed_over
        ) from error
    finally:
        alarm.cancel()
        connection.close()


def _connect(target: Target, timeout: float) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(target.address, target.port, timeout=timeout)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=timeout,
        ssl_context=_trust(),
        server_hostname=target.host,
        assert_hostname=target.host,
    )


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _read(response: HTTPResponse, url: str, policy: Policy, into: BinaryIO | None) -> Response:
    headers = {name.lower(): value for name, value in response.headers.items()}
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > policy.max_bytes:
        raise too_large(policy)
    answer = Response(response.status, headers, b"", url)
    if response.status == 200 and policy.types and not _is_taken(answer.media_type, policy.types):
        kind = answer.media_type or _("nothing")
        raise WrongType(_("The address answers with %(kind)s, which is not taken here.") % {"kind": kind}, sent=True)
    body, size = bytearray(), 0
    while chunk := response.read(_CHUNK, decode_content=True):
        size += len(chunk)
        if size > policy.max_bytes:  # counted after decompression, chunk by chunk
            raise too_large(policy)
        if into is not None and response.status == 200:
            into.write(chunk)
        else:
            body += chunk
    return Response(response.status, headers, bytes(body), url)


def _is_taken(media_type: str, types: frozenset[str]) -> bool:
    return media_type in types or f"{media_type.partition('/')[0]}/*" in types


def _hang_up(connection: HTTPConnection, line: list[socket.socket]) -> None:
    """Wake the thread that waits for the other side: its read ends, and the deadline is seen to have passed."""
    for sock in line or ([connection.sock] if connection.sock else []):
        with contextlib.suppress(OSError):  # it was closed in the meantime: nobody waits
            sock.shutdown(socket.SHUT_RDWR)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
        return _("its certificate does not hold")
    if "refused" in str(error).lower():
        return _("it refuses connections")
    if "timed out" in str(error).lower():
        return _("it does not answer")
    return _("the connection broke")


def _too_slow(*, sent: bool) -> TooSlow:
    return TooSlow(_("The other side took too long to answer."), sent=sent)
