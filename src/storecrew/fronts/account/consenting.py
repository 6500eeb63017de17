"""The words that somebody agrees to in the account, and the proof of which words they were."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storecrew.fronts.checkout.agreeing import terms_of
from storecrew.fronts.checkout.paying import letters_text
from storecrew.fronts.storefront.site import Site
from storecrew.shop.customers.types import Purpose

PLACE = "account"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside a box. `pages`: what can be read in full, by title and path. `version` and `digest` are the proof."""

    purpose: Purpose
    text: str
    pages: tuple[tuple[str, str], ...]
    version: str
    digest: str

    @property
    def proof(self) -> dict[str, str]:
        """Return what an action that notes the consent is told."""
        return {"text_version": self.version, "text_hash": self.digest, "place": PLACE}

    @property
    def wish(self) -> dict[str, str]:
        """Return a consent that begins to hold once the address is proved."""
        return {"purpose": self.purpose, **self.proof}


def terms(site: Site) -> Words:
    """Return what an account is opened on: the store's terms and its privacy notice, as they read today."""
    text = _("I agree to the terms of sale and to what the privacy notice says.")
    found = terms_of(site)
    return Words(Purpose.TERMS, text, found.pages, found.version, _digest(text, *found.texts))


def newsletter() -> Words:
    """Return what letters about new things are agreed to by; the same words as at the checkout."""
    text = letters_text()
    return Words(Purpose.NEWSLETTER, text, (), text[:80], _digest(text))


def text_messages() -> Words:
    """Return what text messages are agreed to by."""
    text = _("Tell me about offers by text message. I can end it here at any time.")
    return Words(Purpose.TEXTS, text, (), text[:80], _digest(text))


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
