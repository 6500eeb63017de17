"""Decide whether an address may be asked, and to which network address exactly the connection goes.

The name is resolved once and the connection is made to the address that was checked (no second look-up, hence no DNS
rebinding). What is not plainly the public internet is refused: OWASP, Server-Side Request Forgery Prevention.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

from django.utils.translation import gettext as _

from storecrew.kernel.outgoing.types import BadAddress, ForbiddenAddress, Unreachable

type Resolver = Callable[[str, int], list[str]]
"""Turns a host name and port into network addresses; raises OSError."""

_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_PORTS: Final = {"http": 80, "https": 443}
_WEB: Final = frozenset(_PORTS.values())


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes."""

    scheme: str
    host: str
    """The name in ASCII, for the Host header and the certificate."""
    port: int
    path: str
    """Path and query."""
    address: str
    """The network address the connection is made to."""

    @property
    def origin(self) -> str:
        """Return scheme, host and port: what decides whether secrets may follow a redirect."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Return the Host header: the port is named unless it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def look_up(host: str, port: int) -> list[str]:
    """Ask the system's resolver."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def aim(url: str, *, trusted: frozenset[str] = frozenset(), resolve: Resolver = look_up) -> Target:
    """Return where a request to `url` goes. Raises BadAddress, ForbiddenAddress, Unreachable (the name is unknown)."""
    parts = _split(url)
    host, port = _host(parts.hostname or ""), parts.port or _PORTS[parts.scheme]
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~?[]')}" if parts.query else ""
    )
    address = _checked(host, port, _WEB, trusted=trusted, resolve=resolve)
    return Target(parts.scheme, host, port, path, address)


def reach(
    host: str, port: int, usual: frozenset[int], *, trusted: frozenset[str] = frozenset(), resolve: Resolver = look_up
) -> str:
    """Return the network address of a server that speaks something else than HTTP on one of its `usual` ports, or above 1023.

    Raises BadAddress, ForbiddenAddress, Unreachable (the name is unknown).
    """
    name = host.strip()
    if not name or len(name) > 253 or any(char in "/@?#\\\"'" or ord(char) < 33 for char in name):
        raise BadAddress(_("%(host)s is not a possible server name.") % {"host": name[:80]})
    return _checked(_host(name.strip("[]")), port, usual, trusted=trusted, resolve=resolve)


def _checked(host: str, port: int, usual: frozenset[int], *, trusted: frozenset[str], resolve: Resolver) -> str:
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise Unreachable(_("No server is known by the name %(host)s.") % {"host": host}) from error
    if not addresses:
        raise Unreachable(_("No server is known by the name %(host)s.") % {"host": host})
    if f"{host}:{port}" not in trusted:
        if port not in usual and port < 1024:
            raise ForbiddenAddress(
                _("Port %(port)d is not for web addresses.") % {"port": port}
                if usual == _WEB
                else _("Port %(port)d is for other services.") % {"port": port}
            )
        # one internal address among public ones is how rebinding begins: then none is asked
        if not all(is_public(address) for address in addresses):
            raise ForbiddenAddress(
                _("%(host)s is an internal address. Only public addresses are asked.") % {"host": host}
            )
    return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether a network address lies on the public internet; addresses that wrap another count as that one."""
    try:
        found = ip_address(address)
    except ValueError:  # a zone such as fe80::1%eth0 is never public either
        return False
    if isinstance(found, IPv6Address):
        inner = _embedded(found)
        if inner is not None:
            return is_public(str(inner))
        if found not in _GLOBAL_UNICAST:
            return False
    return found.is_global and not found.is_multicast


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that traffic to this one ends up at."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def _split(url: str) -> SplitResult:
    unreadable = BadAddress(
        _("“%(url)s” is not a web address. It begins with https:// or http://.") % {"url": url[:80]}
    )
    if len(url) > 4096 or any(ord(char) < 33 or ord(char) == 127 for char in url.strip()):
        raise unreadable
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise unreadable from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise unreadable
    if parts.username is not None or parts.password is not None:
        raise BadAddress(_("Leave user name and password out of the address."))
    return parts


def _host(name: str) -> str:
    host = name.rstrip(".")
    if "%" in host:
        raise ForbiddenAddress(_("%(host)s is an internal address. Only public addresses are asked.") % {"host": host})
    try:
        return host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadAddress(_("%(host)s is not a possible server name.") % {"host": host[:80]}) from error
