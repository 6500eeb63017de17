"""Who may open the pages of delays, what they may do on them, and which delay an address means."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.delays.models import Delay
from storecrew.shop.delays.seats import DECIDERS, MINDERS, READERS, RULERS

reader = permitted("delays.delays", READERS)
"""Lets in whoever may read delays. What they may change is decided by the actions."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {
        "may_decide": bool(seats & DECIDERS),
        "may_mind": bool(seats & MINDERS),
        "may_rule": bool(seats & RULERS),
    }


def delay_at(delay_id: int) -> Delay:
    """Return a delay; raises Missing."""
    row = Delay.objects.select_related("order", "supplier", "site__warehouse").filter(pk=delay_id).first()
    if row is None:
        raise Missing(_("There is no such delay."))
    return row


def numbers_of(text: str, *, most: int = 100) -> tuple[int, ...]:
    """Return numbers as an address names them: 3,7,12."""
    return tuple(dict.fromkeys(int(part) for part in text.split(",") if part.isdecimal() and len(part) < 16))[:most]
