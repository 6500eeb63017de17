"""How letters of the store look: its name, its colour, who stands at the foot. Whoever owns the look says so.

    @dress.worn
    def wear(language): return Dress(name="Lamphour", accent="#9a3f28", on_accent="#ffffff", …)

A kernel does not know what a storefront is; without one, letters carry the store's name in a sober blue.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from storecrew.kernel.store.reads import current


@dataclass(frozen=True, slots=True)
class Dress:
    """The look of letters in one language. Colours are `#rrggbb`; `home` is where the name leads."""

    name: str
    home: str
    accent: str = "#1f5fbf"
    on_accent: str = "#ffffff"
    email: str = ""
    hours: str = ""
    legal: str = ""


type Wear = Callable[[str], Dress | None]

_worn: list[Wear] = []


def worn(function: Wear) -> Wear:
    """Name the one function that knows how letters look in a language; None leaves it to the house."""
    _worn[:] = [function]
    return function


def dress_in(language: str) -> Dress:
    """Return how letters in this language look."""
    found = _worn[0](language) if _worn else None
    if found is not None:
        return found
    store = current()
    return Dress(name=store.name if store else "Storecrew", home=settings.ENVIRONMENT.origin + "/")
