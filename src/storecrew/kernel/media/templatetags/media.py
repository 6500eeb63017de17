"""`{% picture asset sizes="(min-width: 50em) 25vw, 50vw" %}`: a picture in the formats and widths the browser may choose from."""

from typing import Any

from django import template
from django.utils.translation import get_language

from storecrew.kernel.media.images import candidate_widths, height_at
from storecrew.kernel.media.models import Asset
from storecrew.kernel.media.paths import DRAWING, address, fallback
from storecrew.kernel.media.sniff import SVG
from storecrew.kernel.media.types import Picture

register = template.Library()


@register.inclusion_tag("media/picture.html")
def picture(
    asset: "Asset | Picture | None",
    sizes: str = "100vw",
    alt: str | None = None,
    css: str = "",
    most: int = 1920,
    *,
    eager: bool = False,
) -> dict[str, Any]:
    """Return what the template needs.

    `sizes` says how wide the picture will stand (HTML, sizes attribute); `most` leaves out wider copies. `alt` None takes the picture's
    own text in the page's language, "" says that it only decorates. `eager` is for the one picture that is seen first: it is not
    loaded lazily and goes before others.
    """
    if asset is None:
        return {"shown": False}
    shown = asset.picture() if isinstance(asset, Asset) else asset
    words = shown.alt_in(get_language() or "en") if alt is None else alt
    common = {"shown": True, "alt": words, "css": css, "eager": eager, "width": shown.width, "height": shown.height}
    if shown.media_type == SVG:
        return {**common, "src": address(shown.key, DRAWING), "sources": ()}
    widths = [width for width in candidate_widths(shown.width) if width <= most] or [candidate_widths(shown.width)[0]]
    formats = ("webp",) if shown.animated else ("avif", "webp")
    sources = [
        {
            "type": f"image/{to}",
            "srcset": ", ".join(f"{address(shown.key, f'{width}.{to}')} {width}w" for width in widths),
        }
        for to in formats
    ]
    return {**common, "src": fallback_url(shown), "sources": sources, "sizes": sizes}


@register.filter
def fallback_url(asset: "Asset | Picture") -> str:
    """Return the address of the copy that every browser reads; a drawing itself. For other machines: `reads.raster_url`."""
    if asset.media_type == SVG:
        return address(asset.key, DRAWING)
    width, to = fallback(asset.width, has_alpha=asset.has_alpha)
    return address(asset.key, f"{width}.{to}")


@register.filter
def fallback_size(asset: "Asset | Picture") -> tuple[int, int]:
    """Return width and height of that copy."""
    if asset.media_type == SVG:
        return asset.width, asset.height
    width, _to = fallback(asset.width, has_alpha=asset.has_alpha)
    return width, height_at(width, asset.width, asset.height)
