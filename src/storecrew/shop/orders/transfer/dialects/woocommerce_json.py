"""WooCommerce's REST order (v3), as webhooks and the orders list send it.

Fields: WooCommerce REST API documentation, "Order properties". Line amounts come without tax whatever the shop shows;
where its prices include tax (`prices_include_tax`), they are put together again so that rows say what buyers saw.
Statuses: WooCommerce documentation, "Managing orders: order statuses".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from storecrew.kernel.pages.types import Text
from storecrew.shop.orders.transfer.dialects.base import left_out
from storecrew.shop.orders.transfer.dialects.json_order import JsonOrder
from storecrew.shop.orders.transfer.draft import (
    ChargeDraft,
    LevyDraft,
    LineDraft,
    OffDraft,
    OrderDraft,
    PersonDraft,
    Went,
    balanced,
    cancelled,
    priced,
    take_off,
)
from storecrew.shop.orders.transfer.reading import (
    NEVER_PAID_AFTER,
    Reading,
    Unclear,
    currency_of,
    json_count,
    objects,
    text_of,
)

OVER: Final = frozenset({"cancelled", "failed", "trash"})
NOT_YET: Final = frozenset({"checkout-draft", "auto-draft"})
NOTED_AT_MOST: Final = 10


class WooCommerceJson:
    """An order of WooCommerce's programming interface."""

    name = "woocommerce"
    label: Text = "WooCommerce"

    def recognises(self, order: dict[str, Any]) -> bool:
        """Tell whether the object is an order of WooCommerce."""
        return "line_items" in order and "billing" in order and "total" in order

    def file_minor(self, order: dict[str, Any], reading: Reading) -> tuple[str, Decimal]:
        """Return what total says."""
        try:
            currency = currency_of(text_of(order.get("currency")), reading.currency)
            return currency, Decimal(reading.minor(text_of(order.get("total")), currency))
        except Unclear:
            return reading.currency, Decimal(0)

    def draft(self, order: dict[str, Any], line: int, reading: Reading) -> OrderDraft:
        """Return the order. Raises LeftOut, Unclear."""
        outside_id = text_of(order.get("id"))
        number = text_of(order.get("number")) or outside_id
        currency = currency_of(text_of(order.get("currency")), reading.currency)
        json = _Json(order, line, number, currency, reading, inclusive=order.get("prices_include_tax") is True)
        if not outside_id:
            raise left_out("no_number", line=line)
        total = json.minor(order, "total")
        effect = Decimal(total)
        if total < 0:
            raise left_out("negative_total", line=line, number=number, currency=currency, effect=effect)
        if text_of(order.get("status")) in NOT_YET:
            raise left_out("not_placed", line=line, number=number, currency=currency, effect=effect)
        lines = tuple(_lines(json))
        if not lines:
            raise left_out("no_lines", line=line, number=number, currency=currency, effect=effect)
        placed_at = json.time("date_created")
        if placed_at is None:
            raise left_out("no_time", line=line, number=number, currency=currency, effect=effect)
        draft = OrderDraft(
            line=line,
            number=number,
            outside_id=outside_id,
            placed_at=placed_at,
            updated_at=json.time("date_modified"),
            currency=currency,
            inclusive=json.inclusive,
            total_minor=total,
            person=_person(order),
            ship_to=_address(order.get("shipping")) or _address(order.get("billing")),
            bill_to=_address(order.get("billing")),
            lines=lines,
            charges=tuple(_charges(json)),
            method=text_of(order.get("payment_method_title")) or text_of(order.get("payment_method")),
            note=text_of(order.get("customer_note")),
            staff_note=_noted(order),
        )
        for item in objects(order.get("fee_lines")):
            minor = json.row(item, "total")
            if minor < 0:
                draft = take_off(draft, OffDraft(text_of(item.get("name")) or "Fee", -minor))
        draft = _with_money(draft, json)
        return balanced(replace(draft, said=(*json.said, *draft.said)))


@dataclass(slots=True)
class _Json(JsonOrder):
    inclusive: bool

    def row(self, of: Mapping[str, Any], name: str) -> int:
        """Return an amount of a row as the shop shows prices: with its tax where they include it."""
        return self.minor(of, name) + (self.minor(of, f"{name}_tax") if self.inclusive else 0)

    def time(self, name: str, of: Mapping[str, Any] | None = None) -> datetime | None:
        """Return a time: `<name>_gmt` where it is given, else the site's own clock."""
        of = self.order if of is None else of
        return self.moment(of, f"{name}_gmt", offset="+00:00") or self.moment(of, name)


def _lines(json: _Json) -> list[LineDraft]:
    codes = [text_of(one.get("code")) for one in objects(json.order.get("coupon_lines"))]
    code = codes[0] if len(codes) == 1 else ""
    found = []
    for place, item in enumerate(objects(json.order.get("line_items")), 1):
        try:
            quantity = json_count(item.get("quantity"))
        except Unclear:
            quantity = 0
        if quantity < 1:
            json.tell("no_pieces", "quantity", text_of(item.get("quantity")))
            continue
        gross = max(0, json.row(item, "subtotal" if item.get("subtotal") is not None else "total"))
        net = max(0, json.row(item, "total"))
        gross = max(gross, net)
        unit, offs = priced(gross, quantity)
        if gross > net:
            offs = (*offs, OffDraft(", ".join(filter(None, codes)) or "Discount", gross - net, code))
        options = tuple(
            (
                text_of(one.get("display_key") or one.get("key"))[:60],
                text_of(one.get("display_value") or one.get("value"))[:200],
            )
            for one in objects(item.get("meta_data"))
            if not text_of(one.get("key")).startswith("_") and text_of(one.get("display_value") or one.get("value"))
        )
        found.append(
            LineDraft(
                line=json.line,
                key=f"o{text_of(item.get('id')) or place}"[:60],
                title=text_of(item.get("name")) or text_of(item.get("sku")),
                quantity=quantity,
                unit_minor=unit,
                sku=text_of(item.get("sku")),
                options=options,
                offs=offs,
                levies=_levies(json, item),
            )
        )
    return found


def _charges(json: _Json) -> list[ChargeDraft]:
    found = [
        ChargeDraft(
            "shipping",
            text_of(item.get("method_title")) or "Shipping",
            max(0, json.row(item, "total")),
            levies=_levies(json, item),
        )
        for item in objects(json.order.get("shipping_lines"))
    ]
    for item in objects(json.order.get("fee_lines")):
        minor = json.row(item, "total")
        if minor >= 0:
            found.append(ChargeDraft("fee", text_of(item.get("name")) or "Fee", minor, levies=_levies(json, item)))
    return found


def _levies(json: _Json, item: Mapping[str, Any]) -> tuple[LevyDraft, ...]:
    """Return the taxes of a row by rate; one without a name where the row only has their sum."""
    rates = {text_of(one.get("rate_id")): one for one in objects(json.order.get("tax_lines"))}
    whole = json.minor(item, "total_tax")
    parts = [(text_of(one.get("id")), json.minor(one, "total")) for one in objects(item.get("taxes"))]
    parts = [(rate_id, minor) for rate_id, minor in parts if minor > 0]
    if sum(minor for _id, minor in parts) != whole:
        parts = [("", whole)] if whole > 0 else []
    return tuple(
        LevyDraft(
            text_of(rates.get(rate_id, {}).get("label")) or "Tax",
            _rate(rates.get(rate_id, {}).get("rate_percent")),
            minor,
        )
        for rate_id, minor in parts
    )


def _with_money(draft: OrderDraft, json: _Json) -> OrderDraft:
    """Say what was paid, given back and sent, as far as the status tells."""
    order, status = json.order, text_of(json.order.get("status"))
    paid_at, done_at = json.time("date_paid"), json.time("date_completed")
    refunded = sum(abs(json.minor(one, "total")) for one in objects(order.get("refunds")))
    by_hand = text_of(order.get("payment_method")) == "cod"
    captured = draft.total_minor if paid_at or status in {"completed", "refunded"} else 0
    if status == "processing" and not by_hand:
        captured = draft.total_minor
    if status == "refunded" and not refunded:
        refunded = captured
    if refunded > captured:
        json.tell("refunded_beyond_paid", "refunds", "", refunded=refunded)
        captured = refunded
    sent = status == "completed" or (status == "refunded" and done_at is not None)
    modified = json.time("date_modified") or draft.placed_at
    at = max(done_at or modified, draft.placed_at)
    pieces = {line.key: line.quantity for line in draft.lines if line.requires_shipping}
    draft = replace(
        draft,
        captured_minor=captured,
        refunded_minor=refunded,
        paid_at=paid_at or (draft.placed_at if captured else None),
        refunded_at=modified if refunded else None,
        shipped=(Went("outside:sent", at, pieces),) if sent and pieces else (),
        ships_unpaid=by_hand,
    )
    if status in OVER or (status == "refunded" and not sent):
        return cancelled(draft, max(modified, draft.placed_at), "elsewhere")
    unpaid = status in {"pending", "on-hold"} and not captured and bool(draft.total_minor)
    if unpaid and json.reading.now - draft.placed_at > NEVER_PAID_AFTER:
        json.tell("never_paid", "status", status)
        return cancelled(draft, draft.placed_at, "unpaid")
    return draft


def _person(order: dict[str, Any]) -> PersonDraft:
    bill = order.get("billing")
    bill = bill if isinstance(bill, dict) else {}
    ship = order.get("shipping")
    ship = ship if isinstance(ship, dict) else {}
    number = text_of(order.get("customer_id"))
    return PersonDraft(
        outside_id="" if number == "0" else number,
        email=text_of(bill.get("email")),
        phone=text_of(bill.get("phone")),
        name=_name(bill) or _name(ship),
        country=text_of(ship.get("country")) or text_of(bill.get("country")),
    )


def _address(value: Any) -> dict[str, str] | None:
    if not isinstance(value, dict) or not any(text_of(one) for one in value.values()):
        return None
    return {
        "name": _name(value),
        "company": text_of(value.get("company")),
        "line1": text_of(value.get("address_1")),
        "line2": text_of(value.get("address_2")),
        "city": text_of(value.get("city")),
        "region": text_of(value.get("state")),
        "country": text_of(value.get("country")),
        "postal_code": text_of(value.get("postcode")),
        "phone": text_of(value.get("phone")),
    }


def _name(of: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (text_of(of.get("first_name")), text_of(of.get("last_name")))))


def _noted(order: dict[str, Any]) -> str:
    """Return what plugins noted for people to read; keys that begin with _ are the system's own."""
    words = [
        f"{text_of(one.get('key'))}: {text_of(one.get('value'))[:200]}"
        for one in objects(order.get("meta_data"))
        if text_of(one.get("key")) and not text_of(one.get("key")).startswith("_") and text_of(one.get("value"))
    ]
    return "\n".join(words[:NOTED_AT_MOST])


def _rate(value: Any) -> Decimal:
    try:
        return min(max(Decimal(text_of(value) or "0"), Decimal(0)), Decimal(9999)).quantize(Decimal("0.0001"))
    except ArithmeticError:
        return Decimal(0)
