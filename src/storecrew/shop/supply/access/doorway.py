"""Under which address a link opens: the front that serves suppliers says so, this room only knows tokens.

@doorway.served
def address(token, what): return f"{origin}/portal/{token}/"
"""

from collections.abc import Callable

type Address = Callable[[str, str], str]
"""`(token, what)` → absolute address; `what` is a subject such as `dropship:3`, empty for the first page."""

_served: list[Address] = []


def served(function: Address) -> Address:
    """Name the one function that knows the addresses of suppliers' pages."""
    _served[:] = [function]
    return function


def address_of(token: str, what: str = "") -> str:
    """Return the address at which a token opens `what`; empty while no front serves it, or without a token."""
    return _served[0](token, what) if _served and token else ""
