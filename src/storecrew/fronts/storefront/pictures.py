"""Pictures on storefront pages: which asset, in which sizes, described or only decorating."""

from collections.abc import Iterable
from typing import Final

from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from storecrew.kernel.media import reads
from storecrew.kernel.media.templatetags.media import fallback_url, picture
from storecrew.kernel.media.types import Picture
from storecrew.shop.catalogue.types import Shot

BLANK: Final = SafeString('<svg class="blank" viewBox="0 0 4 5" aria-hidden="true"></svg>')
"""Stands where a picture is still to come, so that nothing jumps when it does."""
KEPT: Final = 20_000

_known: dict[int, Picture] = {}
_drawn: dict[tuple[str, str, str, bool, int], SafeString] = {}
"""A picture's key names its content: what was drawn for it stays right."""


def load(asset_ids: Iterable[int | None]) -> None:
    """Make the pictures of a page known with one query at most; what an id shows never changes, so they stay known."""
    missing = {asset_id for asset_id in asset_ids if asset_id is not None and asset_id not in _known}
    if not missing:
        return
    if len(_known) > KEPT:
        _known.clear()
    _known.update(reads.pictures(missing))


def forget() -> None:
    """Know no picture any more."""
    _known.clear()


def picture_html(
    shot: Shot | None, *, sizes: str, eager: bool = False, decorative: bool = False, most: int = 1920
) -> SafeString:
    """Return a product's picture; a blank of the same shape while there is none. `decorative`: a name stands beside it."""
    if shot is None or shot.asset_id is None:
        return BLANK
    return asset_html(shot.asset_id, alt="" if decorative else shot.alt, sizes=sizes, eager=eager, most=most) or BLANK


def asset_html(asset_id: int, *, alt: str, sizes: str, eager: bool = False, most: int = 1920) -> SafeString:
    """Return a picture of the media; empty when it is gone."""
    found = _find(asset_id)
    if found is None:
        return SafeString("")
    key = (found.key, alt, sizes, eager, most)
    drawn = _drawn.get(key)
    if drawn is None:
        if len(_drawn) > KEPT:
            _drawn.clear()
        context = picture(found, sizes=sizes, alt=alt, most=most, eager=eager)
        drawn = _drawn[key] = SafeString(get_template("media/picture.html").render(context).strip())
    return drawn


def opening_html(wide_id: int | None, tall_id: int | None, *, alt: str) -> SafeString:
    """Return the large picture that opens a page: the tall one, and on wide screens the wide one where there are both."""
    found = [one for one in (_find(number) for number in (wide_id, tall_id) if number is not None) if one]
    if not found:
        return SafeString("")
    wide, first = found[0], found[-1]
    sources = [*(_sources(wide, "(min-width:60em)") if len(found) > 1 else ()), *_sources(first, "")]
    image = format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" fetchpriority="high" decoding="async">',
        fallback_url(first),
        first.width,
        first.height,
        alt,
    )
    return format_html(
        '<picture class="hero-pic">{}{}</picture>', format_html_join("", "{}", ((source,) for source in sources)), image
    )


def _sources(found: Picture, media: str) -> list[SafeString]:
    context = picture(found)
    size = format_html(' width="{}" height="{}"', found.width, found.height)
    condition = format_html(' media="{}"', media) if media else ""
    if not context["sources"]:  # a drawing: it is its own only copy, and the <img> has it already
        return [format_html('<source srcset="{}"{}{}>', fallback_url(found), condition, size)] if media else []
    return [
        format_html('<source type="{}" srcset="{}" sizes="100vw"{}{}>', one["type"], one["srcset"], condition, size)
        for one in context["sources"]
    ]


def picture_url(asset_id: int | None) -> str:
    """Return the path of a copy that every browser shows. Empty when the picture is gone."""
    found = _find(asset_id) if asset_id is not None else None
    return fallback_url(found) if found else ""


def machine_url(asset_id: int | None) -> str:
    """Return the path of a JPEG or PNG: feeds, Open Graph and structured data read no SVG. Empty when there is none."""
    found = _find(asset_id) if asset_id is not None else None
    return reads.raster_url(found) if found else ""


def _find(asset_id: int) -> Picture | None:
    load([asset_id])
    return _known.get(asset_id)
