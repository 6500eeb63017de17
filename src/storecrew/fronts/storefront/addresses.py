"""Addresses of the storefront in one language. Strings instead of `reverse`: a category page has sixty of them."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from storecrew.fronts.storefront.types import PLACES


@dataclass(frozen=True, slots=True)
class Addresses:
    """Paths below the site's origin. `base` is empty for the store's first language, else `/en`."""

    base: str

    @property
    def home(self) -> str:
        """Return the home page's address."""
        return f"{self.base}/"

    @property
    def search(self) -> str:
        """Return the search page's address."""
        return f"{self.base}/search/"

    def category(self, slug: str) -> str:
        """Return a category's address; its path may have several steps."""
        return f"{self.base}/c/{quote(slug)}/"

    def collection(self, slug: str) -> str:
        """Return a collection's address."""
        return f"{self.base}/collections/{quote(slug)}/"

    def product(self, slug: str, variant: int | None = None) -> str:
        """Return the product's address; with a variant's id the one that preselects it."""
        return f"{self.base}/p/{quote(slug)}/" + (f"?variant={variant}" if variant else "")

    def page(self, slug: str) -> str:
        """Return the address of a text of the store."""
        return f"{self.base}/pages/{quote(slug)}/"

    def of(self, target: str) -> str:
        """Return where a link's target leads (see `types.Target`); home for an empty one."""
        place, _, slug = target.partition(":")
        if place in PLACES:
            found = getattr(self, place)
            return str(found(slug)) if slug else str(found)
        return target or self.home


def with_query(path: str, pairs: list[tuple[str, str]]) -> str:
    """Return `path` with a query string; without one when there is nothing to say."""
    return f"{path}?{urlencode(pairs)}" if pairs else path
