"""Shopify's order export (CSV). Columns: Shopify Help Center, "Export orders" (2025).

An order's first row carries everything about it and its first line item; further rows repeat its name and tell of one line
item each. Subtotal is after discounts, and Discount Amount may be on goods or on shipping: the sums decide.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from storecrew.kernel.pages.types import Text
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Header
from storecrew.shop.orders.transfer.dialects.base import Cells, Credit, left_out
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
from storecrew.shop.orders.transfer.reading import NEVER_PAID_AFTER, Reading, Unclear, count_of, currency_of

UNPAID: Final = frozenset({"pending", "authorized", "expired"})
_RATE = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%")


class ShopifyTable:
    """The CSV that Shopify's admin exports."""

    name = "shopify"
    label: Text = "Shopify"

    def recognises(self, header: Header) -> bool:
        """Tell whether the columns are Shopify's."""
        return {"Name", "Lineitem name", "Lineitem quantity", "Lineitem price"} <= set(header.index)

    def key(self, cells: Sequence[str], header: Header, reading: Reading) -> str:
        """Return the order's name; a row without one goes on with the order above."""
        return cells[header.index["Name"]].strip()

    def file_minor(self, rows: Sequence[Row], header: Header, reading: Reading) -> tuple[str, Decimal]:
        """Return what the Total column says."""
        cells = Cells(rows, header, reading)
        try:
            currency = currency_of(cells.first("Currency"), reading.currency)
            return currency, Decimal(reading.minor(cells.first("Total"), currency))
        except Unclear:
            return reading.currency, Decimal(0)

    def draft(
        self, rows: Sequence[Row], header: Header, reading: Reading, credits: Sequence[Credit] = ()
    ) -> OrderDraft:
        """Return the order of these rows. Raises LeftOut."""
        cells = Cells(rows, header, reading, number=rows[0].cells[header.index["Name"]].strip())
        line = rows[0].line
        try:
            cells.currency = currency_of(cells.first("Currency"), reading.currency)
            placed_at = reading.moment(cells.first("Created at"))
            total = reading.minor(cells.first("Total"), cells.currency)
        except Unclear as error:
            raise left_out(error.code, line=line, number=cells.number, value=error.value) from error
        if total < 0:
            raise left_out(
                "negative_total", line=line, number=cells.number, currency=cells.currency, effect=Decimal(total)
            )
        lines = tuple(_lines(cells))
        if not lines:
            raise left_out("no_lines", line=line, number=cells.number, currency=cells.currency, effect=Decimal(total))
        draft = OrderDraft(
            line=line,
            number=cells.number,
            outside_id=cells.first("Id"),
            placed_at=placed_at,
            currency=cells.currency,
            inclusive=False,
            total_minor=total,
            person=PersonDraft(
                email=cells.first("Email"),
                phone=cells.first("Phone") or cells.first("Shipping Phone") or cells.first("Billing Phone"),
                name=cells.first("Billing Name") or cells.first("Shipping Name"),
                country=cells.first("Shipping Country") or cells.first("Billing Country"),
            ),
            ship_to=_address(cells, "Shipping"),
            bill_to=_address(cells, "Billing"),
            lines=lines,
            method=cells.first("Payment Method"),
            tags=tuple(word.strip() for word in cells.first("Tags").split(",") if word.strip()),
            note=cells.first("Notes"),
            staff_note=cells.first("Note Attributes"),
        )
        draft = _with_money(_with_sums(draft, cells), cells, reading.now)
        return balanced(replace(draft, said=(*cells.said, *draft.said)))


def _lines(cells: Cells) -> list[LineDraft]:
    found: list[LineDraft] = []
    for row in range(len(cells.rows)):
        title = cells.text("Lineitem name", row)
        quantity_text = cells.text("Lineitem quantity", row)
        if not title and not quantity_text:
            continue
        try:
            quantity = count_of(quantity_text or "1")
        except Unclear:
            cells.tell("not_a_count", "Lineitem quantity", quantity_text, row)
            continue
        if quantity < 1:
            cells.tell("no_pieces", "Lineitem quantity", quantity_text, row)
            continue
        off = cells.minor("Lineitem discount", row)
        line = LineDraft(
            line=cells.rows[row].line,
            key=f"l{len(found) + 1}",
            title=title or cells.text("Lineitem sku", row),
            quantity=quantity,
            unit_minor=max(0, cells.minor("Lineitem price", row)),
            sku=cells.text("Lineitem sku", row),
            requires_shipping=cells.text("Lineitem requires shipping", row).casefold() not in {"false", "no"},
        )
        off = min(off, line.net_minor)
        found.append(replace(line, offs=(OffDraft("Lineitem discount", off),)) if off > 0 else line)
    return found


def _with_sums(draft: OrderDraft, cells: Cells) -> OrderDraft:
    """Add shipping, duties, discounts and taxes so that the export's own sums come out."""
    code, off = cells.first("Discount Code"), cells.minor("Discount Amount")
    goods = sum(line.unit_minor * line.quantity for line in draft.lines)
    if cells.first("Subtotal"):
        on_goods = goods - cells.minor("Subtotal")
        own = sum(off.minor for line in draft.lines for off in line.offs)
        if own > on_goods:  # the discounts of lines are part of the order's
            draft = replace(draft, lines=tuple(replace(line, offs=()) for line in draft.lines))
            own = 0
        draft = take_off(draft, OffDraft(code or "Discount", max(0, on_goods - own), code))
    else:
        draft = take_off(draft, OffDraft(code or "Discount", off, code))
    draft = replace(draft, charges=tuple(_charges(cells)))
    taxes = cells.minor("Taxes")
    inclusive = bool(taxes) and draft.total_minor == draft.rows_minor
    return _with_taxes(replace(draft, inclusive=inclusive), cells, taxes)


def _charges(cells: Cells) -> list[ChargeDraft]:
    shipping, duties = cells.minor("Shipping"), cells.minor("Duties")
    found = []
    if shipping > 0 or cells.first("Shipping Method"):
        found.append(ChargeDraft("shipping", cells.first("Shipping Method") or "Shipping", max(0, shipping)))
    if duties > 0:
        found.append(ChargeDraft("fee", "Duties", duties))
    return found


def _with_taxes(draft: OrderDraft, cells: Cells, taxes: int) -> OrderDraft:
    """Put each named tax on the goods that are taxed; what the names do not cover is one tax without a name."""
    named = [(cells.first(f"Tax {n} Name"), cells.minor(f"Tax {n} Value")) for n in range(1, 6)]
    found = [(name, minor) for name, minor in named if minor > 0]
    rest = taxes - sum(minor for _name, minor in found)
    if rest > 0:
        found.append(("Tax", rest))
    if rest < 0:
        found = [("Tax", taxes)] if taxes > 0 else []
    taxed = [cells.text("Lineitem taxable", row).casefold() not in {"false", "no"} for row in range(len(cells.rows))]
    places = {row.line: taxed[place] for place, row in enumerate(cells.rows)}
    for name, minor in found:
        levy = LevyDraft(name, _rate(name), minor)
        chosen = tuple(line for line in draft.lines if places.get(line.line, True) and line.net_minor > 0)
        if chosen:
            new = {line.key: line for line in spread_levy(chosen, levy)}
            draft = replace(draft, lines=tuple(new.get(line.key, line) for line in draft.lines))
        elif any(line.net_minor > 0 for line in draft.lines):
            draft = replace(draft, lines=spread_levy(draft.lines, levy))
        else:
            draft = replace(draft, charges=spread_levy(draft.charges, levy))
    return draft


def _with_money(draft: OrderDraft, cells: Cells, now: datetime) -> OrderDraft:
    """Say what was paid, given back, sent and cancelled."""
    status = cells.first("Financial Status").casefold()
    refunded = max(0, cells.minor("Refunded Amount"))
    outstanding = max(0, cells.minor("Outstanding Balance"))
    captured = draft.total_minor
    if status in UNPAID or status == "voided":
        captured = 0
    elif status == "partially_paid":
        captured = max(0, draft.total_minor - outstanding)
    elif status == "refunded":
        refunded = refunded or draft.total_minor
    if status == "authorized":
        cells.tell("authorised_only", "Financial Status", status, 0)
    if refunded > captured:
        cells.tell("refunded_beyond_paid", "Refunded Amount", cells.first("Refunded Amount"), 0)
        captured = max(captured, refunded)
    paid_at = cells.moment("Paid at") or (draft.placed_at if captured else None)
    cancelled_at = cells.moment("Cancelled at")
    draft = replace(
        draft,
        captured_minor=captured,
        refunded_minor=refunded,
        paid_at=paid_at,
        refunded_at=cancelled_at or cells.moment("Fulfilled at") or paid_at,
        shipped=_sent(draft, cells),
    )
    if cancelled_at is not None:
        return cancelled(draft, cancelled_at, "elsewhere")
    if captured or draft.shipped or not draft.total_minor:
        return draft
    if status in {"voided", "expired"}:
        return cancelled(draft, draft.placed_at, "elsewhere")
    if status == "pending" and now - draft.placed_at > NEVER_PAID_AFTER:
        cells.tell("never_paid", "Financial Status", status, 0)
        return cancelled(draft, draft.placed_at, "unpaid")
    return draft


def _sent(draft: OrderDraft, cells: Cells) -> tuple[Went, ...]:
    """Return what has left. The status of lines counts where it is given, else that of the order."""
    whole = cells.first("Fulfillment Status").casefold()
    by_line = {
        row.line: cells.text("Lineitem fulfillment status", place).casefold() for place, row in enumerate(cells.rows)
    }
    pieces = {
        line.key: line.quantity
        for line in draft.lines
        if line.requires_shipping
        and (whole == "fulfilled" or (whole == "partial" and by_line.get(line.line) == "fulfilled"))
    }
    if not pieces:
        return ()
    at = cells.moment("Fulfilled at") or draft.placed_at
    return (Went("outside:sent", max(at, draft.placed_at), pieces),)


def _address(cells: Cells, which: str) -> dict[str, str] | None:
    line1 = cells.first(f"{which} Address1") or cells.first(f"{which} Street")
    city, country = cells.first(f"{which} City"), cells.first(f"{which} Country")
    if not (line1 or city or country):
        return None
    return {
        "name": cells.first(f"{which} Name"),
        "company": cells.first(f"{which} Company"),
        "line1": line1,
        "line2": cells.first(f"{which} Address2"),
        "city": city,
        "region": cells.first(f"{which} Province"),
        "country": country,
        "postal_code": cells.first(f"{which} Zip"),
        "phone": cells.first(f"{which} Phone"),
    }


def _rate(name: str) -> Decimal:
    found = _RATE.search(name)
    return Decimal(found[1].replace(",", ".")) if found else Decimal(0)
