"""What a page says of itself to browsers and machines: title, canonical, alternates, robots, structured data."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from storecrew.fronts.storefront.addresses import Addresses
from storecrew.fronts.storefront.languages import self_name, tag_of
from storecrew.fronts.storefront.site import Site, addresses_in

_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language."""

    tag: str
    href: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A link to another language. `same` is False when it can only lead to that language's home."""

    tag: str
    name: str
    href: str
    currency: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page."""

    title: str
    description: str
    canonical: str
    """Absolute; empty where the page should not be found at all."""
    alternates: tuple[Alternate, ...] = ()
    switches: tuple[Switch, ...] = ()
    robots: str = ""
    image: str = ""
    kind: str = "website"
    before: str = ""
    after: str = ""
    data: tuple[SafeString, ...] = field(default=())
    here: str = ""
    """The link target (see `types.Target`) that menus mark as current."""


def other_languages(
    site: Site, address: Callable[[Addresses], str], languages: Iterable[str] | None = None
) -> tuple[tuple[Alternate, ...], tuple[Switch, ...]]:
    """Return the alternates and the language links of a page.

    `address` gives the page's path in a language's addresses; `languages`: those it exists in, None for all of the store's.
    Alternates name all languages including this one, and English (or the first language) for everybody else;
    a page in one language has none.
    """
    spoken = site.profile.languages
    existing = [code for code in spoken if languages is None or code in set(languages)]
    paths = {code: address(addresses_in(code, site.profile)) for code in existing}
    alternates: list[Alternate] = []
    if len(existing) > 1:
        alternates = [Alternate(tag_of(code), site.absolute(paths[code])) for code in existing]
        alternates.append(Alternate("x-default", site.absolute(paths["en" if "en" in paths else existing[0]])))
    switches = tuple(
        Switch(
            tag=tag_of(code),
            name=self_name(code),
            href=paths.get(code) or addresses_in(code, site.profile).home,
            currency=site.frame.currencies.get(code, site.profile.currency),
        )
        for code in spoken
        if code != site.language
    )
    return tuple(alternates), switches


def json_ld(data: dict[str, Any] | list[Any]) -> SafeString:
    """Return structured data for a script element: compact, and unable to end the element."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE))  # noqa: S308  escaped above
