"""Where letters of this room lead: the front that serves products and lists says so, once.

@pages.served
class Served:
    def product(self, language, slug, variant_id): return f"/p/{slug}/?variant={variant_id}"
    def stop(self, language, link): return f"/wishes/stop/{link}/"
    def wishes(self, language): return "/wishes/"
"""

from typing import Protocol

from django.conf import settings


class Served(Protocol):
    """Paths in a language."""

    def product(self, language: str, slug: str, variant_id: int) -> str:
        """Return the page of a product, with a variant chosen."""

    def stop(self, language: str, link: str) -> str:
        """Return the page that ends letters."""

    def wishes(self, language: str) -> str:
        """Return the page of one's own list."""


_served: list[Served] = []


def served[S: Served](made: type[S]) -> type[S]:
    """Name the one front that serves these pages."""
    _served[:] = [made()]
    return made


def product(language: str, slug: str, variant_id: int) -> str:
    """Return the full address of a product; empty while no front serves it."""
    return settings.ENVIRONMENT.origin + _served[0].product(language, slug, variant_id) if _served else ""


def stop(language: str, link: str) -> str:
    """Return the full address that ends letters."""
    return settings.ENVIRONMENT.origin + _served[0].stop(language, link) if _served else ""


def wishes(language: str) -> str:
    """Return the full address of one's own list."""
    return settings.ENVIRONMENT.origin + _served[0].wishes(language) if _served else ""
