"""The store's terms and its privacy notice, as they read today: what buyers agree to when they order."""

from dataclasses import dataclass

from storecrew.fronts.storefront import reads as storefront
from storecrew.fronts.storefront.site import Site

SLUGS = ("terms", "privacy")
"""Pages of the store by their addresses, where it has written them."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What can be read in full, by title and path; the texts; and which day's words these are, kept with the order."""

    pages: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    version: str


def terms_of(site: Site) -> Terms:
    """Return the terms in the language of the page; two queries. Nothing to read where the store has written none."""
    pages, texts, newest = [], [], ""
    for slug in SLUGS:
        page = storefront.shown_page(slug)
        words = page.texts.get(site.language) if page else None
        if page is not None and words is not None:
            pages.append((words.title, site.to.page(slug)))
            texts.append(words.body)
            newest = max(newest, page.changed_at.date().isoformat())
    return Terms(tuple(pages), tuple(texts), f"{site.language} {newest}".strip())
