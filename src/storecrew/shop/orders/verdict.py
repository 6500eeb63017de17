"""What is the matter with an order, and what to do next: one sentence for its page, one step."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import formats
from storecrew.kernel.pages.types import Tone
from storecrew.shop.orders import words
from storecrew.shop.orders.models import SAFE_TO_SHIP, Fulfilment, Hold, Order, State


@dataclass(frozen=True, slots=True)
class Verdict:
    """`title` says how it stands, `text` why and what follows; `step` names the next step: release, refund, wait, ship."""

    tone: Tone
    title: str
    text: str = ""
    step: str = ""


def verdict_on(order: Order, hold: Hold | None, now: datetime) -> Verdict:
    """Return the one thing that matters most about an order now."""
    if order.to_give_back_minor:
        return _owed_back(order)
    if order.state == State.CANCELLED:
        return _cancelled(order)
    if hold is not None:
        why = words.hold_reason(hold.reason)
        return Verdict(Tone.WARN, _("On hold: %(reason)s") % {"reason": why}, _held_text(hold), "release")
    if order.disputed_minor:
        money = format_money(order.money(order.disputed_minor))
        title = _("The buyer's bank takes %(money)s back") % {"money": money}
        return Verdict(Tone.BAD, title, _("Answer it with proof of delivery before the bank decides."), "dispute")
    if order.state == State.CLOSED:
        return Verdict(Tone.GOOD, _("Sent and paid"), _("Nothing is left to do."))
    if order.balance_minor > 0 and not order.ships_unpaid and order.payment not in SAFE_TO_SHIP:
        return _unpaid(order, now)
    if order.fulfilment == Fulfilment.DONE:
        money = format_money(order.money(order.balance_minor))
        return Verdict(Tone.WARN, _("Sent; %(money)s are still to come") % {"money": money}, "", "pay")
    return _to_ship(order, now)


def _owed_back(order: Order) -> Verdict:
    money = format_money(order.money(order.to_give_back_minor))
    title = _("%(money)s too much came in") % {"money": money}
    if order.state == State.CANCELLED:
        title = _("Cancelled, and %(money)s still have to go back") % {"money": money}
    return Verdict(Tone.BAD, title, _("Nobody has set it on its way back yet."), "refund")


def _cancelled(order: Order) -> Verdict:
    why = words.cancel_reason(order.cancel_reason)
    title = _("Cancelled: %(reason)s") % {"reason": why} if why else _("Cancelled")
    if order.refunding_minor:
        money = format_money(order.money(order.refunding_minor))
        return Verdict(Tone.NEUTRAL, title, _("%(money)s are on their way back.") % {"money": money})
    return Verdict(Tone.NEUTRAL, title, _("Stock and coupons were given back."))


def _held_text(hold: Hold) -> str:
    if hold.note:
        return hold.note
    return _("Nobody picks or ships it until somebody releases it.")


def _unpaid(order: Order, now: datetime) -> Verdict:
    money = format_money(order.money(order.balance_minor))
    title = _("Waits for %(money)s") % {"money": money}
    if order.pay_by is None:
        return Verdict(Tone.WARN, title, _("It waits as long as it takes; its stock is kept for it."), "pay")
    until = f"{formats.day(order.pay_by)} {formats.clock(order.pay_by)}"
    if order.captured_minor:
        return Verdict(Tone.WARN, title, _("A part has come in, so that it is not cancelled by itself."), "pay")
    text = _("Unpaid by %(until)s it is cancelled by itself and gives its stock back.") % {"until": until}
    return Verdict(Tone.WARN if order.pay_by > now else Tone.BAD, title, text, "pay")


def _to_ship(order: Order, now: datetime) -> Verdict:
    money = format_money(order.money(order.total_minor))
    part = order.fulfilment == Fulfilment.PART
    if order.promised_until and order.promised_until < timezone.localdate(now):
        title = _("Late: promised for %(day)s at the latest") % {"day": formats.day(order.promised_until)}
        text = _("%(money)s and a good word are at stake. Ship it now, or write to the buyer first.") % {"money": money}
        return Verdict(Tone.BAD, title, text, "ship")
    if order.ship_by and order.ship_by < now:
        title = _("Should have left %(ago)s") % {"ago": formats.ago(order.ship_by, now)}
        text = _("The promise still holds if it leaves today and the carrier is quick.")
        return Verdict(Tone.BAD, title, text, "ship")
    if order.ship_by:
        until = f"{formats.day(order.ship_by)} {formats.clock(order.ship_by)}"
        title = _("The rest leaves by %(until)s") if part else _("Leaves by %(until)s")
        return Verdict(Tone.NEUTRAL, title % {"until": until}, _promise(order), "ship")
    return Verdict(Tone.NEUTRAL, _("Ready to leave"), _promise(order), "ship")


def _promise(order: Order) -> str:
    if order.promised_from and order.promised_until:
        days = formats.days(order.promised_from, order.promised_until)
        return _("Promised for %(days)s.") % {"days": days}
    return _("No day was promised to the buyer.")
