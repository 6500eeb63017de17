"""What the page of a return shows: the one thing to do next, its lines with pictures, the money, what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import formats
from storecrew.kernel.pages.types import Tone
from storecrew.kernel.store.reads import current
from storecrew.shop.addresses import types as addresses
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.fulfilment.labels import code128
from storecrew.shop.orders import reads as orders
from storecrew.shop.returns import judging, offering
from storecrew.shop.returns.models import Photo, RefundState, Return, State
from storecrew.shop.returns.reads.assembly import views_of
from storecrew.shop.returns.reckoning import Terms
from storecrew.shop.returns.ruling import current_policy
from storecrew.shop.returns.story import beats_of
from storecrew.shop.returns.types import ReturnView, Sum
from storecrew.shop.returns.wording import REFUND_TONES, TONES


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it stands in a sentence, why, and the next step: approve, receive, refund, wait, none."""

    tone: Tone
    title: str
    text: str = ""
    step: str = ""


def context_of(actor: Actor, row: Return, now: datetime) -> dict[str, Any]:
    """Return what the page of a return needs."""
    view = views_of([row], now)[0]
    lines = list(row.lines.order_by("pk"))
    order = orders.find(row.order_id)
    money = None
    if order is not None and row.state in {
        State.REQUESTED,
        State.APPROVED,
        State.ON_THE_WAY,
        State.PART_RECEIVED,
        State.RECEIVED,
    }:
        due = offering.pieces_due(row, lines)
        pieces = due if any(due.values()) else {line.pk: line.quantity - line.missing - line.refunded for line in lines}
        money = offering.sum_of(row, order, lines, pieces, current_policy(), Terms())
    faces = catalogue.faces((line.variant_id for line in view.lines), get_language() or "en", now=now)
    habit = judging.habit_of(row.customer_id, but=row.pk) if row.customer_id else (0, 0)
    return {
        "view": view,
        "row": row,
        "order": order,
        "verdict": verdict_on(view, row, money, now),
        "tone": TONES[row.state],
        "lines": [(line, faces.get(line.variant_id or 0)) for line in view.lines],
        "money": money,
        "refunds": [(one, REFUND_TONES[one.state], RefundState(one.state).label) for one in view.refunds],
        "photos": [photo.asset for photo in Photo.objects.filter(ret=row).select_related("asset")],
        "back": habit[0],
        "bought": habit[1],
        "beats": beats_of(row),
        "subject": row.subject,
    }


def verdict_on(view: ReturnView, row: Return, money: Sum | None, now: datetime) -> Verdict:
    """Return the one thing that matters most about a return now."""
    sum_ = format_money(money.total) if money else ""
    due = _("%(money)s are due.") % {"money": sum_}
    match row.state:
        case State.REQUESTED:
            pieces = sum(line.quantity for line in view.lines)
            title = ngettext("%(n)d piece is to come back: decide", "%(n)d pieces are to come back: decide", pieces)
            comes_to = _("Granted as the policy says, it comes to %(money)s.") % {"money": sum_}
            return Verdict(Tone.WARN, title % {"n": pieces}, comes_to, "approve")
        case State.APPROVED if row.nothing_back:
            return Verdict(Tone.WARN, _("Nothing comes back: make it good"), due, "refund")
        case State.APPROVED | State.ON_THE_WAY:
            return _awaited(row, now)
        case State.PART_RECEIVED:
            here = _("%(money)s are due for what is here.") % {"money": sum_}
            return Verdict(Tone.WARN, _("A part is here, the rest is awaited"), here, "receive")
        case State.RECEIVED:
            return Verdict(Tone.WARN, _("It is here: make it good"), due, "refund")
        case State.SETTLED:
            closes = _("It closes by itself once they have arrived.")
            return Verdict(Tone.HALF, _("Made good; the money or the goods are on their way"), closes)
        case State.DECLINED:
            why = f"{row.get_decline_reason_display()}. {row.decline_words}".strip()
            return Verdict(Tone.NEUTRAL, _("Declined"), why)
        case State.CANCELLED:
            return Verdict(Tone.NEUTRAL, _("Called off"), _("Its pieces can be asked for again."))
    return Verdict(Tone.GOOD, _("Done"))


def _awaited(row: Return, now: datetime) -> Verdict:
    day = formats.day(row.send_by) if row.send_by else ""
    if row.state == State.ON_THE_WAY:
        return Verdict(Tone.HALF, _("On its way to us"), row.tracking_number or _("Without a number."), "receive")
    if row.send_by and row.send_by < now.date():
        return Verdict(
            Tone.WARN,
            _("It should have been sent by %(day)s") % {"day": day},
            _("Ask the buyer, or call it off."),
            "receive",
        )
    return Verdict(Tone.HALF, _("The buyer has until %(day)s to send it") % {"day": day}, "", "receive")


def slip_of(row: Return, now: datetime) -> dict[str, Any]:
    """Return what the slip in the parcel shows; the language of the buyer is active."""
    view = views_of([row], now, language=row.language)[0]
    place = row.warehouse
    address = addresses.Address.model_validate(place.address) if place is not None and place.address else None
    store = current()
    return {
        "view": view,
        "store": store,
        "address": addresses.lines(address, row.language, home=store.country if store else "") if address else (),
        "barcode": code128.svg(row.number),
        "instructions": current_policy().instructions.get(row.language, ""),
    }
