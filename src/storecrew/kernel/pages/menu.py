"""The sidebar's entries. Rooms register theirs while apps load."""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse

from storecrew.kernel.actions.types import ANYONE, OWNER
from storecrew.kernel.pages.types import MenuItem

_items: dict[str, MenuItem] = {}


def register(item: MenuItem) -> None:
    """Add an entry; raises ValueError when its address is taken by another one."""
    if _items.get(item.url_name, item) != item:
        raise ValueError(f"menu entry {item.url_name} is registered twice")
    _items[item.url_name] = item


def of_seat(seat: str) -> list[MenuItem]:
    """Return the entries of a seat, in order."""
    return _sorted(item for item in _items.values() if seat in item.seats)


def of_house(*, owner: bool) -> list[MenuItem]:
    """Return what everybody sees, and what the owner sees besides."""
    wanted = {ANYONE, OWNER} if owner else {ANYONE}
    return _sorted(item for item in _items.values() if wanted & set(item.seats))


def address(item: MenuItem) -> str:
    """Return the entry's address; empty while its room is not mounted."""
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""


def _sorted(items: Iterable[MenuItem]) -> list[MenuItem]:
    return sorted(items, key=lambda item: (item.order, item.url_name))
