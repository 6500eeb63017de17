"""Where the letters of wishes lead: to pages of this store, in the reader's language."""

from storecrew.fronts.storefront.addresses import Addresses
from storecrew.fronts.storefront.site import addresses_in
from storecrew.fronts.wishing.addresses import Paths
from storecrew.kernel.store.reads import current
from storecrew.shop.wishes import pages


@pages.served
class Served:
    """Paths in a language; the store's first where it does not speak it."""

    def product(self, language: str, slug: str, variant_id: int) -> str:
        """Return the page of a product, with a variant chosen."""
        return _addresses(language).product(slug, variant_id)

    def stop(self, language: str, link: str) -> str:
        """Return the page that ends letters."""
        return Paths(_addresses(language)).stop(link)

    def wishes(self, language: str) -> str:
        """Return the page of one's own list."""
        return Paths(_addresses(language)).wishes


def _addresses(language: str) -> Addresses:
    store = current()
    if store is None:
        return Addresses("")
    return addresses_in(language if language in store.languages else store.languages[0], store)
