"""The parts of the home page as HTML."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString
from pydantic import TypeAdapter, ValidationError

from storecrew.fronts.storefront import shelf
from storecrew.fronts.storefront.cards import cards_html
from storecrew.fronts.storefront.models import Section
from storecrew.fronts.storefront.pictures import asset_html, opening_html, picture_html
from storecrew.fronts.storefront.site import Site
from storecrew.fronts.storefront.types import Facts, Goods, Hero, Roll, SectionContent, Story, Tiles

_CONTENT: TypeAdapter[Any] = TypeAdapter(SectionContent)
TILE_SIZES = "(min-width:60em) 15vw, (min-width:44em) 31vw, 46vw"
WIDE_SIZES = "(min-width:60em) 57vw, 100vw"


def content_of(section: Section) -> Any:
    """Return the typed content of a section, None for one that this version of the house no longer understands."""
    try:
        return _CONTENT.validate_python(section.content)
    except ValidationError:
        return None


def render(site: Site, part: Any, now: datetime, anchor: str) -> SafeString:
    """Return a part of the home page; empty when there is nothing to show, e.g. goods of an empty collection."""
    context = _RENDERERS[part.kind](site, part, now) if part is not None else None
    if context is None:
        return SafeString("")
    context |= {"site": site, "part": part, "anchor": anchor}
    return SafeString(get_template(f"storefront/sections/{part.kind}.html").render(context).strip())


def _hero(site: Site, part: Hero, now: datetime) -> dict[str, Any] | None:
    art = part.tall or part.wide
    return {
        "picture": opening_html(
            part.wide.asset_id if part.wide else None,
            part.tall.asset_id if part.tall else None,
            alt=site.say(art.alt) if art else "",
        ),
        "lines": site.say(part.heading).split("\n"),
        "text": site.say(part.text),
        "button": site.say(part.button),
        "href": part.target if part.target.startswith("#") else site.to.of(part.target),
    }


def _facts(site: Site, part: Facts, now: datetime) -> dict[str, Any] | None:
    return {}


def _goods(site: Site, part: Goods, now: datetime) -> dict[str, Any] | None:
    cards = shelf.cards(site, part.source, part.count)
    if not cards:
        return None
    return {
        "cards": cards_html(site, cards, now, key=(part.source, part.count)),
        "more": site.say(part.more),
        "href": site.to.of(part.source),
    }


def _tiles(site: Site, part: Tiles, now: datetime) -> dict[str, Any] | None:
    tiles = [
        {
            "name": branch.name,
            "line": branch.line,
            "href": site.to.category(branch.path),
            "picture": picture_html(shot, sizes=TILE_SIZES, decorative=True),
        }
        for branch, shot in shelf.faces(site)
    ]
    return {"tiles": tiles} if tiles else None


def _story(site: Site, part: Story, now: datetime) -> dict[str, Any] | None:
    picture = (
        asset_html(part.picture.asset_id, alt=site.say(part.picture.alt), sizes=WIDE_SIZES) if part.picture else ""
    )
    return {"picture": picture, "link": site.say(part.link)}


def _roll(site: Site, part: Roll, now: datetime) -> dict[str, Any] | None:
    return {}


type _Renderer = Callable[[Site, Any, datetime], dict[str, Any] | None]
_RENDERERS: dict[str, _Renderer] = {
    "hero": _hero,
    "facts": _facts,
    "goods": _goods,
    "tiles": _tiles,
    "story": _story,
    "roll": _roll,
}
