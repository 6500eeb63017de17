"""Products in lists as HTML, rendered once for each site and what is known of the product."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from storecrew.fronts.storefront import slots
from storecrew.fronts.storefront.languages import tag_of
from storecrew.fronts.storefront.pictures import picture_html
from storecrew.fronts.storefront.site import Site
from storecrew.shop.catalogue.types import Card

EAGER = 4
"""Pictures of a list that are above the fold of a phone or desk: loaded at once, the others when they come near."""
SIZES = "(min-width:84rem) 20rem, (min-width:60em) 24vw, (min-width:44em) 31vw, 46vw"
MOST_DOTS = 8


def cards_html(
    site: Site, cards: Sequence[Card], now: datetime, *, key: Hashable, eager: int = 0, marked: bool = True
) -> SafeString:
    """Return the list items of some products. The first `eager` pictures load at once; `marked` ones carry what rooms add.

    `key` names the question that the cards answer: with nobody writing notes under them, they are put together once.
    """
    if not slots.are_noted():
        return site.keep(("cards", key, eager), lambda: _joined(site, cards, {}, eager, marked=marked))
    return _joined(site, cards, slots.notes_for(site, [card.product_id for card in cards], now), eager, marked=marked)


def _joined(site: Site, cards: Sequence[Card], notes: Mapping[int, str], eager: int, *, marked: bool) -> SafeString:
    parts = (
        _card(site, card, notes.get(card.product_id, ""), eager=at < eager, marked=marked)
        for at, card in enumerate(cards)
    )
    return SafeString("".join(parts))


def _card(site: Site, card: Card, note: str, *, eager: bool, marked: bool) -> str:
    key = (card, note, eager, marked)
    return site.keep_rendered(key, lambda: _render(site, card, note, eager=eager, marked=marked))


def _render(site: Site, card: Card, note: str, *, eager: bool, marked: bool) -> str:
    colours = [value for value in card.swatches if value.swatch][:MOST_DOTS]
    html = get_template("storefront/parts/card.html").render(
        {
            "site": site,
            "card": card,
            "href": site.to.product(card.slug),
            "title": card.title,
            "lang": tag_of(card.language),
            "picture": picture_html(card.picture, sizes=SIZES, eager=eager, decorative=True),
            "note": SafeString(note),
            "marks": slots.marks_on(site, card) if marked else "",
            "dots": [(8 + 18 * at, value.swatch) for at, value in enumerate(colours)] if len(colours) > 1 else (),
            "dots_width": 18 * len(colours),
            "dots_label": ngettext("%(n)d colour", "%(n)d colours", len(colours)) % {"n": len(colours)},
        }
    )
    return html.strip()
