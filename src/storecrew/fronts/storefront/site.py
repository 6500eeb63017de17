"""The storefront in one language: what all its pages share. Made once and kept until anything in the house changes."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.http import Http404

from storecrew.fronts.storefront import design as designs
from storecrew.fronts.storefront import watch
from storecrew.fronts.storefront.addresses import Addresses
from storecrew.fronts.storefront.languages import prefix_of, tag_of
from storecrew.fronts.storefront.looks import DEFAULT, LOOKS, Look
from storecrew.fronts.storefront.types import Frame, Texts, say
from storecrew.kernel.store import reads as stores
from storecrew.kernel.store.types import Profile

KEPT = 5000
"""Things of a kind kept for one site. With more, the oldest go."""
LASTS_S = 60.0
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
    """Of what the storefront shows, when this site was made (`watch`); empty when nothing was ever done."""
    until: float
    """When it is made anew at the latest, on the process's own clock."""
    around: dict[str, Any] = field(default_factory=dict)
    """What `frame.around` rendered for this site, by menu entry."""
    answers: dict[Any, Any] = field(default_factory=dict)
    """What was asked, worth as long as nothing changes."""
    rendered: dict[Any, Any] = field(default_factory=dict)
    """What was rendered of values, worth as long as look, words and language stay."""

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
        """Return the answer that `make` gives, asked once while nothing changes."""
        return _kept(self.answers, key, make) if self.state else make()

    def keep_rendered[T](self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` renders of the values in `key` alone: it outlives changes of other things."""
        return _kept(self.rendered, key, make) if self.state else make()

    def in_look(self, look: Look) -> "Site":
        """Return the same site in another look, with nothing of the store's own laid over it."""
        return replace(self, look=look, tokens={}, around={}, answers={}, rendered={})


def addresses_in(language: str, profile: Profile) -> Addresses:
    """Return the addresses of one of the store's languages."""
    return Addresses("" if language == profile.languages[0] else f"/{prefix_of(language)}")


def site_at(prefix: str) -> Site:
    """Return the site whose addresses begin with `prefix` (empty: the store's first language).

    Raises NotEstablished before set-up, and Http404 for languages the store does not speak. The prefix of the first language
    is no address either: `/zh/` is a 404 where `/` is Chinese, so that no page has two addresses.
    """
    state, now = watch.state(), time.monotonic()
    before = _sites.get(prefix)
    if before is not None and state and before.state == state and now < before.until:
        return before
    profile = stores.current()
    if profile is None:
        raise NotEstablished
    spoken = profile.languages
    language = next((code for code in spoken[1:] if prefix_of(code) == prefix), "") if prefix else spoken[0]
    if not language:
        raise Http404("the store does not speak this language")
    made = _site(language, profile, state, now + LASTS_S)
    if before is not None and (before.stamp, before.profile, before.language) == (made.stamp, profile, language):
        made = replace(made, rendered=before.rendered)
    _sites[prefix] = made
    return made


_sites: dict[str, Site] = {}


def _site(language: str, profile: Profile, state: str, until: float) -> Site:
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
        until=until,
    )


def _kept[T](kept: dict[Any, Any], key: Hashable, make: Callable[[], T]) -> T:
    found: T = kept.get(key, _UNKNOWN)
    if found is _UNKNOWN:
        found = make()
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = found
    return found


def forget() -> None:
    """Keep no site any more."""
    _sites.clear()
    watch.forget()
