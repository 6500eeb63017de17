"""Words to begin a greeting with: in the reader's language, two of each so that colleagues do not get the same."""

from collections.abc import Mapping
from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.team.suppliers.festivals import Occasion

TEXTS: Final[Mapping[str, tuple[Promise, Promise]]] = {
    Occasion.SPRING_FESTIVAL: (
        _(
            "%(name)s, a happy Spring Festival to you and yours. Thank you for everything you got ready in time this year."
        ),
        _("%(name)s, all the best for the new year from all of us. May the kilns and the order book both stay full."),
    ),
    Occasion.LANTERN: (
        _("%(name)s, a happy Lantern Festival. Good to have you back at work with us."),
        _("%(name)s, a bright Lantern Festival to you all. We are looking forward to this year."),
    ),
    Occasion.DRAGON_BOAT: (
        _("%(name)s, health and peace to you for the Dragon Boat Festival."),
        _("%(name)s, a peaceful Dragon Boat Festival to you and your family. Take a rest these days."),
    ),
    Occasion.MID_AUTUMN: (
        _("%(name)s, a happy Mid-Autumn Festival. May you all sit together under the full moon."),
        _("%(name)s, a full moon and a full house for Mid-Autumn. Thank you for the months behind us."),
    ),
    Occasion.NEW_YEAR: (
        _("%(name)s, a happy New Year. Thank you for the one we had together."),
        _("%(name)s, a good start into the new year. May it be an easier one for both of us."),
    ),
    Occasion.CHRISTMAS: (
        _("%(name)s, merry Christmas, and quiet days with your family."),
        _("%(name)s, merry Christmas from all of us. Thank you for this year."),
    ),
    Occasion.BIRTHDAY: (
        _("%(name)s, happy birthday. Health, luck, and a good year ahead."),
        _("%(name)s, all the best for your birthday from all of us."),
    ),
}


def draft(occasion: Occasion, *, name: str, language: str, turn: int) -> str:
    """Return a first draft. `turn` chooses one of the two, e.g. by the contact's number and the year."""
    with translation.override(language):
        return str(TEXTS[occasion][turn % 2]) % {"name": name}
