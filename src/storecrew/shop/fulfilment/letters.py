"""What buyers are written about their parcels: that one left, that it is late (before they ask), that it arrived."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.kernel.mail.composing import Button, Facts, Heading, Part, Rows, Sheet, Words
from storecrew.shop.fulfilment.events import ParcelDelivered, ParcelEvent, ParcelLate, ParcelShipped
from storecrew.shop.orders.letters.kinds import Occasion, kind
from storecrew.shop.orders.letters.parts import day, row_of, small, to_order, whereto, why
from storecrew.shop.orders.letters.telling import tell
from storecrew.shop.orders.types import OrderView
from storecrew.shop.shipping import carriers


@on(ParcelShipped, name="fulfilment.write_sent")
def write_sent(event: ParcelShipped, meta: Meta) -> None:
    """Write that a parcel has left."""
    facts = {
        "parcel": event.parcel,
        "carrier": event.carrier,
        "number": event.tracking_number,
        "url": event.tracking_url,
        "lines": {str(line_id): pieces for line_id, pieces in event.lines.items()},
        "until": event.promised_until.isoformat() if event.promised_until else "",
    }
    _tell("sent", event, meta, facts)


@on(ParcelDelivered, name="fulfilment.write_delivered")
def write_delivered(event: ParcelDelivered, meta: Meta) -> None:
    """Write that a parcel has arrived."""
    _tell("delivered", event, meta, {"parcel": event.parcel})


@on(ParcelLate, name="fulfilment.write_late")
def write_late(event: ParcelLate, meta: Meta) -> None:
    """Write that a parcel is late, before its buyer has to ask."""
    _tell("late", event, meta, {"parcel": event.parcel, "until": event.promised_until.isoformat()})


def _tell(code: str, event: ParcelEvent, meta: Meta, facts: Mapping[str, Any]) -> None:
    key = str(event.parcel_id)
    tell(code, event.order_id, key=key, facts=facts, cause=meta.cause, happened_at=meta.at, now=meta.now)


def sent(occasion: Occasion) -> Sheet:
    """Compose: what is in the parcel, who carries it, by when it arrives."""
    order, facts = occasion.order, occasion.facts
    pieces = {int(line_id): quantity for line_id, quantity in facts.get("lines", {}).items()}
    inside = tuple(row_of(one, pieces[one.line_id], priced=False) for one in order.lines if one.line_id in pieces)
    carrier = carriers.name_of(str(facts.get("carrier", "")), get_language() or "en") if facts.get("carrier") else ""
    rows = [(_("Carrier"), carrier), (_("Tracking number"), str(facts.get("number", "")))]
    if facts.get("until"):
        rows.append((_("Arrives by"), day(date.fromisoformat(str(facts["until"])))))
    parts: list[Part] = [
        Words(_("Hello,\nparcel %(parcel)s has just left.") % {"parcel": facts.get("parcel", "")}),
        Facts(tuple(row for row in rows if row[1])),
        *to_order(occasion, _("See where it is")),
    ]
    if facts.get("url"):
        parts.append(Button(_("Track it with the carrier"), str(facts["url"]), plain=True))
    if inside:
        parts += [Heading(_("In this parcel")), Rows(inside)]
    if sum(pieces.values()) < sum(one.quantity - one.cancelled for one in order.lines if one.requires_shipping):
        parts.append(small(_("Whatever is not in it comes in a parcel of its own; the page of your order says when.")))
    title = _("On its way: order %(number)s") % {"number": order.number}
    return Sheet(
        title=title, parts=tuple(parts), preview=" · ".join(value for _label, value in rows if value), why=why(order)
    )


def delivered(occasion: Occasion) -> Sheet:
    """Compose: it is there; what to do if it is not, or not right."""
    order = occasion.order
    parts = (
        Words(_("Hello,\nthe carrier says that parcel %(parcel)s is with you.") % occasion.facts),
        Words(_("Not there, or something is broken? Answer this letter, with a picture if you can.")),
        *to_order(occasion, _("Say how you like it")),
    )
    return Sheet(title=_("Delivered: order %(number)s") % {"number": order.number}, parts=parts, why=why(order))


def late(occasion: Occasion) -> Sheet:
    """Compose: it is late, we know it, and what we do about it."""
    order, facts = occasion.order, occasion.facts
    said = _("We promised parcel %(parcel)s by %(day)s, and it has not arrived. We are sorry.")
    words = said % {"parcel": facts.get("parcel", ""), "day": day(date.fromisoformat(str(facts["until"])))}
    parts = (
        Words(words, tone="strong"),
        Words(_("It is on our list now. The page of your order always says what we know and what we expect.")),
        *to_order(occasion, _("See where it is")),
        Words(_("You do not want to wait any longer? Answer this letter, and we find a way together.")),
        *whereto(order),
    )
    return Sheet(title=_("Late: order %(number)s") % {"number": order.number}, parts=parts, why=why(order))


def _example(order: OrderView, now: datetime) -> Mapping[str, Any]:
    return {
        "parcel": f"{order.number}-1",
        "carrier": "sf",
        "number": "SF1316582044876",
        "url": carriers.tracking_url("sf", "SF1316582044876"),
        "lines": {str(line.line_id): line.quantity for line in order.lines},
        "until": (order.promised_until or now.date()).isoformat(),
    }


kind(
    "sent",
    label=gettext_lazy("On its way"),
    when=gettext_lazy("When a parcel leaves, each parcel once."),
    compose=sent,
    example=_example,
    order=50,
)
kind(
    "late",
    label=pgettext_lazy("letter", "Late"),
    when=gettext_lazy("When the last promised day is over and a parcel has not arrived: we say it first."),
    compose=late,
    example=_example,
    order=60,
)
kind(
    "delivered",
    label=pgettext_lazy("letter", "Delivered"),
    when=gettext_lazy("When the carrier says that a parcel has arrived. Off unless you turn it on."),
    compose=delivered,
    example=_example,
    order=70,
    on=False,
)
