"""How the store's letters look: its name in their language, its colour, and who stands at the foot."""

from typing import Final

from django.http import Http404

from storecrew.fronts.storefront.languages import prefix_of
from storecrew.fronts.storefront.looks import SMALLEST_CONTRAST, contrast, ink_on
from storecrew.fronts.storefront.site import NotEstablished, Site, site_at
from storecrew.kernel.mail import dress
from storecrew.kernel.mail.dress import Dress
from storecrew.kernel.store.reads import current

PAPER: Final = "#ffffff"
ACCENTS: Final = {"quiet": "#9a3f28", "market": "#c2341b", "night": "#8a5a12"}
"""Each look's accent on white paper; the night's own is made for dark ground."""


@dress.worn
def wear(language: str) -> Dress | None:
    """Return how letters in a language look; None before there is a store."""
    site = _site(language)
    if site is None:
        return None
    accent = site.tokens.get("accent", "")
    if not accent or contrast(accent, PAPER) < SMALLEST_CONTRAST:
        accent = ACCENTS.get(site.look.code, ACCENTS["quiet"])
    frame = site.frame
    return Dress(
        name=site.name,
        home=site.absolute(site.to.home),
        accent=accent,
        on_accent=ink_on(accent),
        email=frame.email,
        hours=site.say(frame.hours),
        legal="\n".join(line for line in (site.say(frame.company), site.say(frame.address)) if line),
    )


def _site(language: str) -> Site | None:
    store = current()
    if store is None:
        return None
    spoken = language if language in store.languages else store.languages[0]
    try:
        return site_at("" if spoken == store.languages[0] else prefix_of(spoken))
    except (NotEstablished, Http404):
        return None
