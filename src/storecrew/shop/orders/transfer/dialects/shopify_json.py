"""Shopify's Admin REST order, as webhooks and the orders list send it.

Fields: shopify.dev, "REST Admin API reference: Order". Amounts are in the shop's currency (`currency`); what the buyer saw
in another one (`presentment_currency`) is told, and not reckoned with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    spread_levy,
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

IN_FULL: Final = frozenset({"paid", "partially_refunded", "refunded"})
DEAD: Final = frozenset({"voided", "expired"})
NOT_SENT: Final = frozenset({"cancelled", "error", "failure"})


class ShopifyJson:
    """An order of Shopify's programming interface."""

    name = "shopify"
    label: Text = "Shopify"

    def recognises(self, order: dict[str, Any]) -> bool:
        """Tell whether the object is an order of Shopify."""
        return "line_items" in order and "financial_status" in order

    def file_minor(self, order: dict[str, Any], reading: Reading) -> tuple[str, Decimal]:
        """Return what total_price says."""
        try:
            currency = currency_of(text_of(order.get("currency")), reading.currency)
            return currency, Decimal(reading.minor(text_of(order.get("total_price")), currency))
        except Unclear:
            return reading.currency, Decimal(0)

    def draft(self, order: dict[str, Any], line: int, reading: Reading) -> OrderDraft:
        """Return the order. Raises LeftOut, Unclear."""
        number = text_of(order.get("name")) or text_of(order.get("order_number"))
        json = _Json(order, line, number, currency_of(text_of(order.get("currency")), reading.currency), reading)
        outside_id = text_of(order.get("id"))
        if not outside_id and not number:
            raise left_out("no_number", line=line)
        total = json.minor(order, "total_price")
        if total < 0:
            raise left_out("negative_total", line=line, number=number, currency=json.currency, effect=Decimal(total))
        lines = tuple(_lines(json))
        if not lines:
            raise left_out("no_lines", line=line, number=number, currency=json.currency, effect=Decimal(total))
        placed_at = json.moment(order, "processed_at") or json.moment(order, "created_at")
        if placed_at is None:
            raise left_out("no_time", line=line, number=number, currency=json.currency, effect=Decimal(total))
        draft = OrderDraft(
            line=line,
            number=number or outside_id,
            outside_id=outside_id,
            placed_at=placed_at,
            updated_at=json.moment(order, "updated_at"),
            currency=json.currency,
            inclusive=order.get("taxes_included") is True,
            total_minor=total,
            person=_person(order),
            ship_to=_address(order.get("shipping_address")),
            bill_to=_address(order.get("billing_address")),
            lines=lines,
            charges=tuple(_charges(json)),
            method=", ".join(text_of(name) for name in order.get("payment_gateway_names") or () if text_of(name))
            or text_of(order.get("gateway")),
            tags=tuple(word.strip() for word in text_of(order.get("tags")).split(",") if word.strip()),
            note=text_of(order.get("note")),
            staff_note="\n".join(
                f"{text_of(one.get('name'))}: {text_of(one.get('value'))}"
                for one in objects(order.get("note_attributes"))
            ),
        )
        draft = _with_taxes(_with_discounts(draft, json), json)
        draft = _with_money(_with_moves(draft, json), json)
        return balanced(replace(draft, said=(*json.said, *draft.said)))


@dataclass(slots=True)
class _Json(JsonOrder):
    def count(self, of: Mapping[str, Any], name: str) -> int:
        try:
            return json_count(of.get(name))
        except Unclear as error:
            self.tell(error.code, name, text_of(of.get(name)))
            return 0


def _lines(json: _Json) -> list[LineDraft]:
    applications = objects(json.order.get("discount_applications"))
    found = []
    for place, item in enumerate(objects(json.order.get("line_items")), 1):
        quantity = json.count(item, "quantity")
        if quantity < 1:
            json.tell("no_pieces", "quantity", text_of(item.get("quantity")))
            continue
        variant = text_of(item.get("variant_title"))
        options = tuple(
            (text_of(one.get("name"))[:60], text_of(one.get("value"))[:200]) for one in objects(item.get("properties"))
        )
        line = LineDraft(
            line=json.line,
            key=f"o{text_of(item.get('id')) or place}"[:60],
            title=text_of(item.get("title")) or text_of(item.get("name")) or text_of(item.get("sku")),
            quantity=quantity,
            unit_minor=max(0, json.minor(item, "price")),
            sku=text_of(item.get("sku")),
            options=((("", variant),) if variant and variant != "Default Title" else ()) + options,
            weight_g=json.count(item, "grams") or None,
            requires_shipping=item.get("requires_shipping") is not False,
        )
        offs = _offs(json, item, applications)
        room = line.net_minor
        kept = []
        for off in offs:
            minor = min(off.minor, room)
            room -= minor
            if minor > 0:
                kept.append(replace(off, minor=minor))
        found.append(replace(line, offs=tuple(kept), levies=_levies(json, item)))
    return found


def _charges(json: _Json) -> list[ChargeDraft]:
    found = []
    for item in objects(json.order.get("shipping_lines")):
        title, price = text_of(item.get("title")) or "Shipping", max(0, json.minor(item, "price"))
        off = price - min(price, max(0, json.minor(item, "discounted_price"))) if item.get("discounted_price") else 0
        offs = (OffDraft("Shipping discount", off),) if off else ()
        found.append(ChargeDraft("shipping", title, price, offs, _levies(json, item)))
    for name, title in (("total_tip_received", "Tip"), ("total_duties", "Duties")):
        if (minor := json.minor(json.order, name)) > 0:
            found.append(ChargeDraft("fee", title, minor))
    return found


def _offs(json: _Json, item: Mapping[str, Any], applications: list[dict[str, Any]]) -> list[OffDraft]:
    offs = []
    for one in objects(item.get("discount_allocations")):
        place = one.get("discount_application_index")
        named = applications[place] if isinstance(place, int) and 0 <= place < len(applications) else {}
        code = text_of(named.get("code"))
        offs.append(OffDraft(text_of(named.get("title")) or code or "Discount", json.minor(one, "amount"), code))
    return offs


def _levies(json: _Json, item: Mapping[str, Any]) -> tuple[LevyDraft, ...]:
    return tuple(
        LevyDraft(text_of(one.get("title")) or "Tax", _percent(one.get("rate")), minor)
        for one in objects(item.get("tax_lines"))
        if (minor := json.minor(one, "price")) > 0
    )


def _with_discounts(draft: OrderDraft, json: _Json) -> OrderDraft:
    """Take off what the order says in all and no line tells of: older orders only have a sum."""
    off = json.minor(json.order, "total_discounts")
    rows: list[LineDraft | ChargeDraft] = [*draft.lines, *draft.charges]
    rest = off - sum(part.minor for row in rows for part in row.offs)
    if rest <= 0:
        return draft
    codes = [text_of(one.get("code")) for one in objects(json.order.get("discount_codes"))]
    code = codes[0] if len(codes) == 1 else ""
    return take_off(draft, OffDraft(", ".join(filter(None, codes)) or "Discount", rest, code))


def _with_taxes(draft: OrderDraft, json: _Json) -> OrderDraft:
    """Spread the taxes of the order over its lines where the lines themselves say nothing."""
    if any(row.levies for row in draft.lines) or any(row.levies for row in draft.charges):
        return draft
    for one in objects(json.order.get("tax_lines")):
        minor = json.minor(one, "price")
        levy = LevyDraft(text_of(one.get("title")) or "Tax", _percent(one.get("rate")), minor)
        if minor > 0 and any(line.net_minor > 0 for line in draft.lines):
            draft = replace(draft, lines=spread_levy(draft.lines, levy))
    return draft


def _with_moves(draft: OrderDraft, json: _Json) -> OrderDraft:
    """Say what left, what came back, and what was taken off the order before it left."""
    known = {line.key: line.quantity for line in draft.lines}
    room = dict(known)
    shipped = []
    for parcel in objects(json.order.get("fulfillments")):
        if text_of(parcel.get("status")) in NOT_SENT:
            continue
        pieces = _pieces(json, parcel.get("line_items"), "id", room)
        if pieces:
            at = max(json.moment(parcel, "created_at") or draft.placed_at, draft.placed_at)
            shipped.append(Went(f"outside:{text_of(parcel.get('id'))}"[:60], at, pieces))
    sent = {key: known[key] - left for key, left in room.items()}
    returned, removed = [], dict[str, int]()
    for refund in objects(json.order.get("refunds")):
        back: dict[str, int] = {}
        for item in objects(refund.get("refund_line_items")):
            key, count = f"o{text_of(item.get('line_item_id'))}", json.count(item, "quantity")
            if text_of(item.get("restock_type")) != "cancel" and sent.get(key, 0) > 0:
                back[key] = back.get(key, 0) + min(count, sent[key])
                sent[key] -= min(count, sent[key])
            elif room.get(key, 0) > 0:
                removed[key] = removed.get(key, 0) + min(count, room[key])
                room[key] -= min(count, room[key])
        if back:
            at = json.moment(refund, "created_at") or draft.placed_at
            returned.append(Went(f"outside:r{text_of(refund.get('id'))}"[:60], max(at, draft.placed_at), back))
    return replace(draft, shipped=tuple(shipped), returned=tuple(returned), removed=removed)


def _pieces(json: _Json, items: Any, name: str, room: dict[str, int]) -> dict[str, int]:
    pieces: dict[str, int] = {}
    for item in objects(items):
        key = f"o{text_of(item.get(name))}"
        count = min(json.count(item, "quantity"), room.get(key, 0))
        if count > 0:
            pieces[key] = pieces.get(key, 0) + count
            room[key] -= count
    return pieces


def _with_money(draft: OrderDraft, json: _Json) -> OrderDraft:
    """Say what was paid and given back, and whether the order was called off."""
    order, status = json.order, text_of(json.order.get("financial_status"))
    captured = draft.total_minor if status in IN_FULL else 0
    moves = [one for one in objects(order.get("transactions")) if text_of(one.get("status")) in {"success", ""}]
    taken = [one for one in moves if text_of(one.get("kind")) in {"sale", "capture"}]
    if taken:
        captured = sum(json.minor(one, "amount") for one in taken)
    elif status == "partially_paid":
        captured = max(0, draft.total_minor - json.minor(order, "total_outstanding"))
    elif status == "authorized":
        json.tell("authorised_only", "financial_status", status)
    refunds = [
        (json.moment(one, "created_at") or json.moment(refund, "created_at"), json.minor(one, "amount"))
        for refund in objects(order.get("refunds"))
        for one in objects(refund.get("transactions"))
        if text_of(one.get("kind")) == "refund" and text_of(one.get("status")) in {"success", ""}
    ]
    refunded = sum(minor for _at, minor in refunds)
    if status == "refunded" and not refunded:
        refunded = captured
    if refunded > captured:
        json.tell("refunded_beyond_paid", "refunds", "", refunded=refunded)
        captured = refunded
    times = [json.moment(one, "processed_at") or json.moment(one, "created_at") for one in taken]
    paid_at = next((at for at in times if at), draft.placed_at if captured else None)
    cancelled_at = json.moment(order, "cancelled_at")
    draft = replace(
        draft,
        captured_minor=captured,
        refunded_minor=refunded,
        paid_at=paid_at,
        refunded_at=max((at for at, _minor in refunds if at), default=cancelled_at),
    )
    if text_of(order.get("presentment_currency")) not in {"", draft.currency}:
        json.tell("presented_in", "presentment_currency", text_of(order.get("presentment_currency")))
    if cancelled_at is not None:
        return cancelled(draft, cancelled_at, text_of(order.get("cancel_reason"))[:20] or "elsewhere")
    if captured or draft.shipped or not draft.total_minor:
        return draft
    if status in DEAD:
        return cancelled(draft, draft.placed_at, "elsewhere")
    if status == "pending" and json.reading.now - draft.placed_at > NEVER_PAID_AFTER:
        json.tell("never_paid", "financial_status", status)
        return cancelled(draft, draft.placed_at, "unpaid")
    return draft


def _person(order: dict[str, Any]) -> PersonDraft:
    buyer = order.get("customer") if isinstance(order.get("customer"), dict) else {}
    ship = order.get("shipping_address") if isinstance(order.get("shipping_address"), dict) else {}
    assert isinstance(buyer, dict)  # noqa: S101  looked at above
    assert isinstance(ship, dict)  # noqa: S101  looked at above
    name = " ".join(filter(None, (text_of(buyer.get("first_name")), text_of(buyer.get("last_name")))))
    return PersonDraft(
        outside_id=text_of(buyer.get("id")),
        email=text_of(order.get("email")) or text_of(order.get("contact_email")) or text_of(buyer.get("email")),
        phone=text_of(order.get("phone")) or text_of(buyer.get("phone")) or text_of(ship.get("phone")),
        name=name or text_of(ship.get("name")),
        language=text_of(order.get("customer_locale"))[:12],
        country=text_of(ship.get("country_code")),
    )


def _address(value: Any) -> dict[str, str] | None:
    if not isinstance(value, dict):
        return None
    name = text_of(value.get("name")) or " ".join(
        filter(None, (text_of(value.get("first_name")), text_of(value.get("last_name"))))
    )
    return {
        "name": name,
        "company": text_of(value.get("company")),
        "line1": text_of(value.get("address1")),
        "line2": text_of(value.get("address2")),
        "city": text_of(value.get("city")),
        "region": text_of(value.get("province_code")) or text_of(value.get("province")),
        "country": text_of(value.get("country_code")) or text_of(value.get("country")),
        "postal_code": text_of(value.get("zip")),
        "phone": text_of(value.get("phone")),
    }


def _percent(rate: Any) -> Decimal:
    try:
        return min(max(Decimal(text_of(rate) or "0") * 100, Decimal(0)), Decimal(9999)).quantize(Decimal("0.0001"))
    except ArithmeticError:
        return Decimal(0)
