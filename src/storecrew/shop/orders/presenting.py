"""Put an order's page together: everything that is shown of it, in a bounded number of questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import links
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.addresses.types import Address
from storecrew.shop.addresses.types import lines as address_lines
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.orders import page, words
from storecrew.shop.orders.models import Charge, Discount, Hold, Line, Note, Order, Tax
from storecrew.shop.orders.reads.assembly import discount_views, tax_shares
from storecrew.shop.orders.reads.lists import orders_before
from storecrew.shop.orders.ruler import ruler_of
from storecrew.shop.orders.story import beats_of
from storecrew.shop.orders.thumbs import thumbs_of
from storecrew.shop.orders.tokens import token_of
from storecrew.shop.orders.verdict import verdict_on
from storecrew.shop.payments.reads import payments_of
from storecrew.shop.payments.types import PaymentView


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as the page shows it. `marks` are what became of its pieces."""

    line: Line
    face: Face | None
    thumb: str
    options: str
    unit: Money
    total: Money
    marks: tuple[tuple[str, Tone], ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of the sums."""

    label: Text
    amount: Money
    end: bool = False


def context_of(actor: Actor, order: Order, now: datetime, *, may_see_cost: bool) -> dict[str, Any]:
    """Return all that the page of a placed order shows."""
    lines = list(Line.objects.filter(order=order))
    charges = list(Charge.objects.filter(order=order))
    taxes = list(Tax.objects.filter(order=order))
    discounts = list(Discount.objects.filter(order=order))
    hold = Hold.objects.filter(order=order, ended_at=None).first()
    payments = payments_of(order.subject)
    coming, past = beats_of(actor, order, now)
    panels = page.panels_of(actor, order.pk, now)
    return {
        "order": order,
        "tags": words.tags_of(order),
        "channel": words.channel(order.channel),
        "verdict": verdict_on(order, hold, now),
        "hold": hold,
        "to_give_back": order.money(order.to_give_back_minor),
        "ruler": ruler_of(order, page.expected_of(order.pk, now), now),
        "risks": words.risk_sentences(order.risks),
        "lines": rows_of(order, lines, now),
        "sums": sums_of(order, charges, discounts, taxes),
        "margin": margin_of(order, lines, payments) if may_see_cost else None,
        "payments": payments,
        "coming": coming,
        "past": past,
        "panels": [one for one in panels if not one.wide],
        "wide_panels": [one for one in panels if one.wide],
        "notes": named(Note.objects.filter(order=order).order_by("-pk")[:20]),
        "order_tags": [row.tag.name for row in order.tags.select_related("tag")],
        "buyer": buyer_of(order),
        "buyer_url": page.address_for_buyer(token_of(order)),
        "ship_lines": _lines(order.ship_to),
        "bill_lines": _lines(order.bill_to) if order.bill_to else (),
    }


def rows_of(order: Order, lines: Sequence[Line], now: datetime) -> list[LineRow]:
    """Return lines with their pictures."""
    faces = catalogue.faces([line.variant_id for line in lines], get_language() or "en", now=now)
    thumbs = thumbs_of(faces)
    return [
        LineRow(
            line=line,
            face=faces.get(line.variant_id or 0),
            thumb=thumbs.get(line.variant_id or 0, ""),
            options=", ".join(one["value"] for one in line.options),
            unit=order.money(line.unit_minor),
            total=order.money(line.gross_minor),
            marks=tuple(_marks(line)),
        )
        for line in lines
    ]


def _marks(line: Line) -> list[tuple[str, Tone]]:
    found = []
    if line.cancelled:
        found.append((_("%(n)d cancelled") % {"n": line.cancelled}, Tone.NEUTRAL))
    if line.shipped:
        tone = Tone.GOOD if not line.open else Tone.HALF
        found.append((_("%(n)d shipped") % {"n": line.shipped}, tone))
    if line.returned:
        found.append((_("%(n)d came back") % {"n": line.returned}, Tone.WARN))
    return found


def sums_of(
    order: Order, charges: Sequence[Charge], discounts: Sequence[Discount], taxes: Sequence[Tax]
) -> dict[str, Any]:
    """Return the sums that the buyer sees, and what is still to be paid."""
    rows = [Sum(pgettext("orders", "Goods"), order.money(order.subtotal_minor))]
    for off in discount_views(order, discounts):
        name = off.code or (_("agreed") if off.name == "staff" else off.name)
        rows.append(Sum(_("Discount: %(name)s") % {"name": name}, -off.amount))
    for charge in charges:
        if charge.amount_minor or order.total_minor:
            rows.append(Sum(charge.name or _("Shipping"), order.money(charge.amount_minor)))
    shares = [tax for tax in tax_shares(order, taxes) if tax.amount]
    if not order.inclusive:
        rows += [Sum(f"{tax.name} {tax.rate.normalize():f}%", tax.amount) for tax in shares]
    rows.append(Sum(_("Total"), order.total, end=True))
    inside = [(f"{tax.name} {tax.rate.normalize():f}%", tax.amount) for tax in shares] if order.inclusive else []
    if order.credited_minor:
        rows.append(Sum(_("Waived"), -order.money(order.credited_minor)))
    if order.captured_minor:
        rows.append(Sum(_("Paid"), -order.money(order.captured_minor)))
    if order.refunded_minor:
        rows.append(Sum(_("Gone back"), order.money(order.refunded_minor)))
    label = _("To be paid") if order.balance_minor >= 0 else _("Paid too much")
    if order.balance_minor or order.captured_minor:
        rows.append(Sum(label, order.money(abs(order.balance_minor)), end=True))
    return {"rows": rows, "inside": inside}


def margin_of(order: Order, lines: Sequence[Line], payments: Sequence[PaymentView]) -> dict[str, Any] | None:
    """Return what is left of an order after goods and fees; None where a cost is not known or in another currency."""
    net = order.total_minor - order.tax_minor
    cost = 0
    for line in lines:
        if line.wanted and (line.cost_minor is None or line.cost_currency != order.currency):
            return None
        cost += (line.cost_minor or 0) * line.wanted
    fees = [fee for view in payments for fee in view.fees if fee.currency == order.currency]
    fee = sum(one.minor for one in fees)
    if not net:
        return None
    left = net - cost - fee
    rows = [Sum(_("Takings without tax"), order.money(net)), Sum(_("What the goods cost"), -order.money(cost))]
    if fee:
        rows.append(Sum(_("Fees"), -order.money(fee)))
    rows.append(Sum(_("Left so far"), order.money(left), end=True))
    return {"rows": rows, "share": left / net}


def buyer_of(order: Order) -> dict[str, Any]:
    """Return who the buyer is, with their page and how many orders they placed."""
    link = links.link(f"customer:{order.customer_id}") if order.customer_id else None
    return {
        "name": order.name or (link.name if link else "") or order.email or order.phone,
        "url": link.url if link else "",
        "orders": orders_before(order.customer_id, order.email),
    }


def named(notes: Any) -> list[dict[str, Any]]:
    """Return notes with the names of who wrote them."""
    rows = list(notes)
    names = links.link_many(note.by for note in rows)
    return [{"text": note.text, "at": note.at, "by": names[note.by].name} for note in rows]


def _lines(address: dict[str, str] | None) -> tuple[str, ...]:
    if not address:
        return ()
    return tuple(address_lines(Address.model_validate(address), get_language() or "en"))
