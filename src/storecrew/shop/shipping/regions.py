"""Regions as addresses keep them."""

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.shop.addresses.types import country_name, regions

LANGUAGES = ("en", "zh-hans")


def region_key(country: str, text: str) -> str:
    """Return the key that addresses keep for a region as somebody wrote it: its key, or its name in either language.

    Countries whose regions nobody listed keep what was written. Raises InvalidInput.
    """
    written = " ".join(text.split())
    if not written:
        return ""
    folded = written.casefold()
    places = [place for language in LANGUAGES for place in regions(country, (), language)]
    for place in places:
        if folded in {place.value.casefold(), place.name.casefold()}:
            return place.value
    begun = {place.value for place in places if place.value.startswith(written) or place.name.startswith(written)}
    if len(begun) == 1:
        return begun.pop()
    if places:
        words = _("“%(text)s” is no region of %(country)s that we know.")
        raise InvalidInput({"areas": words % {"text": written, "country": country_name(country)}})
    return written
