"""How an order stands, in plain words: what has been paid, where it is, when it comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.shop.fulfilment.types import ParcelView
from storecrew.shop.orders.types import OrderView

ARRIVED, CAME_BACK, TROUBLE = "delivered", "returned", "exception"
HERE = ("packed", "label_made")


@dataclass(frozen=True, slots=True)
class Standing:
    """`word` in short with its `tone` (good, warn, bad or nothing); `more`: what else is known, empty for nothing."""

    word: str
    tone: str
    more: str
    to_pay: bool = False


def standing(order: OrderView, parcels: Sequence[ParcelView]) -> Standing:
    """Return how an order stands for its buyer."""
    gone = [one for one in parcels if one.state not in HERE]
    if order.state == "cancelled":
        back = _("What you paid has been given back.") if order.refunded.minor else ""
        return Standing(pgettext("order", "Cancelled"), "", back)
    if order.balance.minor > 0 and not order.ships_unpaid and not order.captured.minor and not order.authorised.minor:
        until = _("Kept for you until %(day)s.") % {"day": _moment(order)} if order.pay_by else ""
        return Standing(_("Not paid yet"), "warn", until, to_pay=True)
    if any(one.state in (CAME_BACK, TROUBLE) for one in gone):
        return Standing(_("Held up on its way"), "bad", _how(gone))
    if gone and all(one.state == ARRIVED for one in gone) and order.fulfilment == "done":
        days = [one.delivered_at for one in gone if one.delivered_at]
        return Standing(pgettext("order", "Delivered"), "good", _day(max(days).date()) if days else "")
    if order.payment == "refunded":
        return Standing(pgettext("order", "Paid back"), "", "")
    if gone and order.fulfilment == "done":
        return Standing(pgettext("order", "On its way"), "good", _how(gone))
    if gone:
        return Standing(_("Part of it is on its way"), "good", _how(gone))
    if order.fulfilment == "done":
        return Standing(pgettext("order", "Sent"), "good", "")
    return Standing(_("Being packed"), "", _expected(order))


def _how(parcels: Sequence[ParcelView]) -> str:
    """Return with whom the last parcel that has not arrived travels, under which number, and what was last heard."""
    on_the_way = [one for one in parcels if one.state != ARRIVED] or list(parcels)
    last = on_the_way[-1]
    said = " ".join(filter(None, (last.carrier_name, last.tracking_number)))
    return " · ".join(filter(None, (said, str(last.word) if last.events or last.state in (CAME_BACK, TROUBLE) else "")))


def _expected(order: OrderView) -> str:
    if order.promised_from is None or order.promised_until is None:
        return ""
    if order.promised_from == order.promised_until:
        return _("Arrives %(day)s.") % {"day": _day(order.promised_from)}
    return _("Arrives %(first)s to %(last)s.") % {
        "first": _day(order.promised_from),
        "last": _day(order.promised_until),
    }


def _moment(order: OrderView) -> str:
    return date_format(order.pay_by, "SHORT_DATETIME_FORMAT") if order.pay_by else ""


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
