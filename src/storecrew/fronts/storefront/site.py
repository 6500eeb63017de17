"""The storefront in one language: what all its pages share. Made once and kept until anything in the house changes."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.http import Http404

from storecrew.fronts.storefront import design as designs
from storecrew.fronts.storefront.addresses import Addresses
from storecrew.fronts.storefront.languages import prefix_of, tag_of
from storecrew.fronts.storefront.looks import DEFAULT, LOOKS, Look
from storecrew.fronts.storefront.types import Frame, Texts, say
from storecrew.kernel.audit import reads as audit
from storecrew.kernel.store import reads as stores
from storecrew.kernel.store.types import Profile

KEPT = 5000
"""Things kept for one site: lists, products, rendered cards. With more, the oldest go."""
LASTS_S = 30
"""Seconds that a site is kept at most: what changes by the clock alone (a sale that ends) shows no later."""
_UNKNOWN: Any = object()


class NotEstablished(Exception):
    """There is no store yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """What every page of one language knows, and what was made for its pages so far."""

    profile: Profile
    language: str
    currency: str
    look: Look
    tokens: dict[str, str]
    frame: Frame
    to: Addresses
    origin: str
    stamp: str
    """Of the design; changes with every action of this room."""
    state: str
    """Of the whole house when this site was made (`audit.reads.state`); empty when nothing was ever done."""
    minute: int
    around: dict[str, Any] = field(default_factory=dict)
    """What `frame.around` rendered for this site, by menu entry."""
    kept: dict[Any, Any] = field(default_factory=dict)
    """See `keep`."""

    @property
    def name(self) -> str:
        """What the store is called in this language."""
        return self.say(self.frame.name) or self.profile.name

    @property
    def second_name(self) -> str:
        """What readers of the other language know the store by, empty where that is the same."""
        return next((name for name in self.frame.name.values() if name != self.name), "")

    @property
    def names(self) -> frozenset[str]:
        """Everything the store is called."""
        return frozenset((self.profile.name, *self.frame.name.values()))

    @property
    def default(self) -> str:
        """The store's first language, whose pages have no prefix."""
        return self.profile.languages[0]

    @property
    def lang(self) -> str:
        """The `lang` of its pages."""
        return tag_of(self.language)

    @property
    def tagline(self) -> str:
        """The store in one line."""
        return self.say(self.frame.tagline)

    def say(self, texts: Texts) -> str:
        """Return a text of the store in this site's language."""
        return say(texts, self.language, self.default)

    def absolute(self, path: str) -> str:
        """Return the full address of a path; full addresses stay as they are."""
        return path if "://" in path else self.origin + path

    def keep[T](self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gives, made once for this site. Where the house has no state to keep it under, made anew."""
        if not self.state:
            return make()
        found: T = self.kept.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = make()
            while len(self.kept) >= KEPT:
                self.kept.pop(next(iter(self.kept)), None)
            self.kept[key] = found
        return found

    def in_look(self, look: Look) -> "Site":
        """Return the same site in another look, with nothing of the store's own laid over it."""
        return replace(self, look=look, tokens={}, around={}, kept={})


def addresses_in(language: str, profile: Profile) -> Addresses:
    """Return the addresses of one of the store's languages."""
    return Addresses("" if language == profile.languages[0] else f"/{prefix_of(language)}")


def site_at(prefix: str) -> Site:
    """Return the site whose addresses begin with `prefix` (empty: the store's first language).

    Raises NotEstablished before set-up, and Http404 for languages the store does not speak. The prefix of the first language
    is no address either: `/zh/` is a 404 where `/` is Chinese, so that no page has two addresses.
    """
    state = audit.state()
    minute = int(time.monotonic()) // LASTS_S
    kept = _sites.get(prefix)
    if kept is not None and state and (kept.state, kept.minute) == (state, minute):
        return kept
    profile = stores.current()
    if profile is None:
        raise NotEstablished
    spoken = profile.languages
    language = next((code for code in spoken[1:] if prefix_of(code) == prefix), "") if prefix else spoken[0]
    if not language:
        raise Http404("the store does not speak this language")
    made = _site(language, profile, state, minute)
    _sites[prefix] = made
    return made


_sites: dict[str, Site] = {}


def _site(language: str, profile: Profile, state: str, minute: int) -> Site:
    design = designs.current()
    frame = Frame.model_validate(design.frame)
    return Site(
        profile=profile,
        language=language,
        currency=frame.currencies.get(language, profile.currency),
        look=LOOKS.get(design.look, LOOKS[DEFAULT]),
        tokens=design.tokens,
        frame=frame,
        to=addresses_in(language, profile),
        origin=settings.ENVIRONMENT.origin,
        stamp=design.stamp,
        state=state,
        minute=minute,
    )


def forget() -> None:
    """Keep no site any more."""
    _sites.clear()
