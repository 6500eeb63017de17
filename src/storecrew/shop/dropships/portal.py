"""Where a supplier answers without an account: a front that serves such pages says under which address.

@portal.link
def opens(supplier_id, contact_id, what): return "https://…"      # what: dropship:3
"""

from collections.abc import Callable

type Opens = Callable[[int, int | None, str], str]

_opens: list[Opens] = []


def link(function: Opens) -> Opens:
    """Name the one function that knows the absolute address for a supplier, one of their people, and an object."""
    _opens[:] = [function]
    return function


def address_for(supplier_id: int, contact_id: int | None, what: str) -> str:
    """Return where somebody at a supplier answers; empty while no front serves it."""
    return _opens[0](supplier_id, contact_id, what) if _opens else ""
