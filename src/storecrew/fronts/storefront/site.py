"""The storefront in one language: what all its pages share. Made once and kept until design, menus or store change."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import Http404

from storecrew.fronts.storefront import design as designs
from storecrew.fronts.storefront.addresses import Addresses
from storecrew.fronts.storefront.languages import prefix_of, tag_of
from storecrew.fronts.storefront.looks import DEFAULT, LOOKS, Look
from storecrew.fronts.storefront.models import Design
from storecrew.fronts.storefront.types import Frame, Texts, say
from storecrew.kernel.store import reads as stores
from storecrew.kernel.store.types import Profile


class NotEstablished(Exception):
    """There is no store yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """What every page of one language knows. Equal inputs give the same object, so that it can be a key of what was made for it."""

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
    around: "dict[str, tuple[bool, int, Any]]" = field(default_factory=dict)
    """What `frame.around` rendered for this site, by menu entry."""

    @property
    def name(self) -> str:
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
        return self.say(self.frame.tagline)

    def say(self, texts: Texts) -> str:
        """Return a text of the store in this site's language."""
        return say(texts, self.language, self.default)

    def absolute(self, path: str) -> str:
        """Return the full address of a path; full addresses stay as they are."""
        return path if "://" in path else self.origin + path

    def in_look(self, look: Look) -> "Site":
        """Return the same site in another look, with nothing of the store's own laid over it."""
        return replace(self, look=look, tokens={}, around={})


def addresses_in(language: str, profile: Profile) -> Addresses:
    """Return the addresses of one of the store's languages."""
    return Addresses("" if language == profile.languages[0] else f"/{prefix_of(language)}")


def site_at(prefix: str) -> Site:
    """Return the site whose addresses begin with `prefix` (empty: the store's first language).

    Raises NotEstablished before set-up, and Http404 for languages the store does not speak. The prefix of the first language is no address
    either: `/zh/` is a 404 where `/` is Chinese, so that no page has two addresses.
    """
    profile = stores.current()
    if profile is None:
        raise NotEstablished
    language = (
        next((code for code in profile.languages[1:] if prefix_of(code) == prefix), "")
        if prefix
        else profile.languages[0]
    )
    if not language:
        raise Http404("the store does not speak this language")
    return site_of(language, profile)


def site_of(language: str, profile: Profile) -> Site:
    """Return the site in one of the store's languages."""
    design = designs.current()
    return _made(language, profile, design.stamp, settings.ENVIRONMENT.origin, _Once(design))


class _Once:
    """Carries a row past the cache's key: the stamp already says which row it is."""

    def __init__(self, design: Design) -> None:
        self.design = design

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once)


@lru_cache(maxsize=32)
def _made(language: str, profile: Profile, stamp: str, origin: str, once: _Once) -> Site:
    frame = Frame.model_validate(once.design.frame)
    return Site(
        profile=profile,
        language=language,
        currency=frame.currencies.get(language, profile.currency),
        look=LOOKS.get(once.design.look, LOOKS[DEFAULT]),
        tokens=once.design.tokens,
        frame=frame,
        to=addresses_in(language, profile),
        origin=origin,
        stamp=stamp,
    )
