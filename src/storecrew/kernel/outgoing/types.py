"""What a guarded request is told, answers, and how it can fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Policy:
    """How far a request may go."""

    max_bytes: int = 10 * 1024 * 1024
    """Size of the answer after decompression."""
    timeout_s: float = 15.0
    """For the whole exchange, redirects included."""
    redirects: int = 4
    types: frozenset[str] = frozenset()
    """Media types that are taken, e.g. `image/png` or `image/*`; empty takes any."""
    trusted: frozenset[str] = frozenset()
    """`host:port` pairs that may be internal addresses; for tests and for what an administrator configured."""


@dataclass(frozen=True, slots=True)
class Response:
    """The answer of the last server asked."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    url: str
    """Where the answer came from, after redirects."""

    @property
    def media_type(self) -> str:
        """Return the declared media type in lower case without parameters; empty when none was declared."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(eq=False)
class OutgoingError(Exception):
    """A request that was not made or not finished. The message is for people, `code` for programs."""

    message: str
    sent: bool = field(default=False, kw_only=True)
    """True when the other side may have received the request: whether it acted on it is then unknown."""
    code = "failed"

    def __str__(self) -> str:
        return self.message


class BadAddress(OutgoingError):
    """The text is no address that can be asked."""

    code = "bad_address"


class ForbiddenAddress(OutgoingError):
    """The address leads into this machine or its private network."""

    code = "forbidden_address"


class Unreachable(OutgoingError):
    """No connection, a broken one, or a certificate that does not hold."""

    code = "unreachable"


class TooSlow(OutgoingError):
    """The time for the whole exchange ran out."""

    code = "too_slow"


class TooLarge(OutgoingError):
    """The answer is larger than it may be."""

    code = "too_large"


class WrongType(OutgoingError):
    """The answer is of a type that was not asked for."""

    code = "wrong_type"


class TooManyRedirects(OutgoingError):
    """The address leads on and on."""

    code = "too_many_redirects"


def too_large(policy: Policy) -> TooLarge:
    """Return the error for an answer over the limit."""
    megabytes = max(1, policy.max_bytes // (1024 * 1024))
    return TooLarge(
        _("The file is larger than %(n)d MB, which is the most that is taken.") % {"n": megabytes}, sent=True
    )
