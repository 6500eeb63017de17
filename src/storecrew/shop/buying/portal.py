"""Where a supplier answers without an account: the front that shows such pages registers how one is reached.

@portal.link
def url(supplier_id: int, contact_id: int | None, what: str) -> str: ...    what: `purchase:3`
"""

from collections.abc import Callable

type Linker = Callable[[int, int | None, str], str]

_linker: list[Linker] = []


def link(function: Linker) -> Linker:
    """Register the one function that makes absolute addresses of suppliers' pages."""
    if _linker and _linker[0] is not function:
        raise ValueError("suppliers' pages are registered twice")
    _linker[:] = [function]
    return function


def url_of(supplier_id: int, contact_id: int | None, what: str) -> str:
    """Return where a supplier answers; empty as long as no front offers it."""
    return _linker[0](supplier_id, contact_id, what) if _linker else ""
