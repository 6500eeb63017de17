"""What the pages of one delay, and of offers to many, show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.types import Text
from storecrew.shop.delays.choosing import Terms, choices_of, most_given, usual_terms
from storecrew.shop.delays.models import Delay, rulebook
from storecrew.shop.delays.reasons import sentence
from storecrew.shop.delays.tables import tone_of, url_of
from storecrew.shop.delays.types import Choice, Code
from storecrew.shop.delays.wording import OFFER_TONES, TONES, WORDS, short_window
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView


@dataclass(frozen=True, slots=True)
class Shown:
    """A choice with its word, as whoever sends it reads it."""

    choice: Choice
    word: Text
    detail: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What one order would be offered. `trouble`: why nothing can be."""

    row: Delay
    order: OrderView | None
    choices: tuple[Shown, ...]
    most: Money
    trouble: str


def preview_of(row: Delay, terms: Terms | None, kinds: tuple[str, ...], now: datetime) -> Preview:
    """Return what would be offered for a delay now; `terms` None: by the owner's rules."""
    order = orders.find(row.order_id)
    trouble = ""
    if not row.live:
        trouble = _("This delay is over.")
    elif order is None or not order.email:
        trouble = _("This buyer has no e-mail address. Call them.")
    found = choices_of(row, order, terms or usual_terms(row, rulebook(), kinds), now) if order and row.live else ()
    if not trouble and not found:
        trouble = _("Nothing can be offered here: nothing of it is waited for.")
    return Preview(row, order, shown(found), Money(most_given(found), row.currency), trouble)


def shown(choices: tuple[Choice, ...]) -> tuple[Shown, ...]:
    """Return choices with their words."""
    return tuple(Shown(one, WORDS[one.code], _detail(one)) for one in choices)


def _detail(one: Choice) -> str:
    if one.code == Code.SUBSTITUTE:
        return one.instead
    if one.code in {Code.SPLIT, Code.DROP}:
        return ", ".join(one.lines)
    if one.code == Code.CANCEL:
        return ""
    return short_window(one.first, one.last)


def context_of(row: Delay, now: datetime) -> dict[str, Any]:
    """Return what the page of a delay shows."""
    offers = []
    for made in row.offers.order_by("-pk"):
        answer = Choice.model_validate(made.answer) if made.answer else None
        asked = shown(tuple(Choice.model_validate(one) for one in made.choices))
        word = WORDS[made.choice] if made.choice else ""
        offers.append((made, OFFER_TONES[made.state], asked, word, answer))
    waiting = next((made for made, *_rest in offers if made.state == "sent"), None)
    return {
        "row": row,
        "tone": TONES[row.state],
        "chance_tone": tone_of(row.chance),
        "whys": [sentence(why) for why in row.whys],
        "expected": short_window(row.expected_first, row.expected_last),
        "preview": preview_of(row, None, tuple(Code), now) if row.live else None,
        "offers": offers,
        "waiting": waiting,
        "url": url_of(row),
        "spent": Money(row.spent_minor or 0, row.currency),
        "site_url": reverse("delays:site", args=[row.site_id]) if row.site_id else "",
    }
