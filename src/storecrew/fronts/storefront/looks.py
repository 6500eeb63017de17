"""The finished looks, and what a store may change of them."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Look:
    """A finished look: a stylesheet over `base.css`."""

    code: str
    name: Promise | str
    about: Promise | str
    stylesheet: str
    canvas: str
    """Ground colour; an accent has to be readable on it."""
    scheme: str
    """`light` or `dark`, for the browser's own parts."""


LOOKS: Final = {
    look.code: look
    for look in (
        Look(
            "quiet",
            _("Quiet"),
            _("Warm paper, serif headings, square corners, pictures from edge to edge."),
            "storefront/look-quiet.css",
            "#f8f4ec",
            "light",
        ),
        Look(
            "market",
            _("Market"),
            _("White ground, heavy type, blocks of colour, round corners, prices you can read from the street."),
            "storefront/look-market.css",
            "#fffefb",
            "light",
        ),
        Look(
            "night",
            _("Night"),
            _("A dark room, hairlines, even figures: the goods are the light."),
            "storefront/look-night.css",
            "#121419",
            "dark",
        ),
    )
}
DEFAULT: Final = "quiet"
SMALLEST_CONTRAST: Final = 4.5
"""WCAG 2.2, success criterion 1.4.3: ordinary text against its ground."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours `#rrggbb` (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Return black or white, whichever reads better on `colour`."""
    return max(("#ffffff", "#111111"), key=lambda ink: contrast(ink, colour))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def overrides(tokens: dict[str, str]) -> str:
    """Return the stylesheet that lays a store's own tokens over its look; empty without any."""
    if not tokens:
        return ""
    rules = []
    if accent := tokens.get("accent"):
        rules.append(f"--accent:{accent};--brand:{accent};--button:{accent};--button-hover:{accent}")
        rules.append(f"--on-accent:{ink_on(accent)};--on-button:{ink_on(accent)}")
    if corners := tokens.get("corners"):
        small, picture, button = {
            "square": ("0", "0", "0"),
            "soft": (".375rem", ".5rem", ".375rem"),
            "round": (".75rem", "1.25rem", "2rem"),
        }[corners]
        rules.append(f"--radius:{small};--radius-pic:{picture};--radius-button:{button}")
    return "@layer look{:root{" + ";".join(rules) + "}}"
