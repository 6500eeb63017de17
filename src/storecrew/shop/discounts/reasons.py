"""Why a code takes nothing off, in a sentence for the buyer. The codes of the reasons are public."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.formats import day

UNKNOWN, TWICE, NOT_YET, ENDED, USED_UP, USED_BY_YOU = "unknown", "twice", "not_yet", "ended", "used_up", "used_by_you"
CURRENCY, MIN_AMOUNT, MIN_QUANTITY, NO_GOODS = "currency", "min_amount", "min_quantity", "no_goods"
NOT_FIRST, NOT_FOR_YOU, COUNTRY = "not_first_order", "not_for_you", "country"
SHIPPING_LATER, NOT_TOGETHER, NOTHING_LEFT = "shipping_later", "not_together", "nothing_left"


def unknown() -> str:
    """Return the same sentence for what never existed and what was misread: nobody learns which codes exist."""
    return _("There is no such code. Check how it is spelled.")


def twice() -> str:
    """Return the sentence for a second code of a coupon that is in the basket already."""
    return _("This offer is in the basket already.")


def not_yet(starts_at: datetime) -> str:
    """Return the sentence for a coupon that has not begun."""
    return _("This code holds from %(day)s.") % {"day": day(starts_at)}


def ended() -> str:
    """Return the sentence for a coupon that is over."""
    return _("This code has ended.")


def used_up() -> str:
    """Return the sentence for a coupon whose last use is gone."""
    return _("This code has been used up.")


def used_by_you() -> str:
    """Return the sentence for a buyer who has used it as often as one may."""
    return _("You have used this code as often as one may.")


def currency(code: str) -> str:
    """Return the sentence for a coupon that has no amount in the basket's currency."""
    return _("This code does not hold for prices in %(currency)s.") % {"currency": code}


def min_amount(least: Money, there: Money, *, narrow: bool) -> str:
    """Return the sentence for a basket that is too small, saying how much is missing."""
    values = {"least": format_money(least), "missing": format_money(least - there)}
    if narrow:
        return _("It takes goods of this offer for %(least)s; %(missing)s are still missing.") % values
    return _("It takes goods for %(least)s; %(missing)s are still missing.") % values


def min_quantity(missing: int) -> str:
    """Return the sentence for a basket with too few pieces."""
    return ngettext(
        "It takes %(n)d more piece of the goods this offer is about.",
        "It takes %(n)d more pieces of the goods this offer is about.",
        missing,
    ) % {"n": missing}


def no_goods() -> str:
    """Return the sentence for a basket without anything the coupon is about."""
    return _("Nothing in the basket belongs to this offer.")


def not_first() -> str:
    """Return the sentence for who has ordered before."""
    return _("This code is for the first order only.")


def not_for_you() -> str:
    """Return the sentence for who is not among those the coupon was made for."""
    return _("This code was made for certain customers. Sign in if you are one of them.")


def country() -> str:
    """Return the sentence for a destination the coupon does not hold for."""
    return _("This code does not hold for the place it is sent to.")


def shipping_later() -> str:
    """Return the sentence while nobody knows what shipping costs."""
    return _("It takes the shipping off as soon as the address is known.")


def not_together(title: str) -> str:
    """Return the sentence for what cannot go together with something that saves more."""
    return _("It cannot go together with “%(title)s”, which saves more.") % {"title": title}


def nothing_left() -> str:
    """Return the sentence for a coupon that finds nothing to take off any more."""
    return _("There is nothing left that it could take off.")
