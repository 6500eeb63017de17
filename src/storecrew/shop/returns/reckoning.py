"""What goes back: reckoned line by line from what was paid, to the cent, and never more than the payments can give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Sum as Total

from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.orders.types import LineView, OrderView
from storecrew.shop.payments.reads import payments_of
from storecrew.shop.payments.types import PaymentView
from storecrew.shop.returns.models import Policy, Refund, RefundLine, RefundState, ShippingBack
from storecrew.shop.returns.reasons import OURS
from storecrew.shop.returns.types import Sum, SumLine

type ShippingRule = Literal["none", "share", "whole"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pieces of an order's line whose price is to go back, and why they came back."""

    line_id: int
    quantity: int
    reason: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody says otherwise than the policy. None: as the policy says; amounts in the order's currency.

    `label`: whether our label for the way back is charged. `credit`: what the goods sent in exchange use up at most.
    """

    shipping: int | None = None
    shipping_rule: ShippingRule | None = None
    fee: int | None = None
    goodwill: int = 0
    label: bool = False
    credit: int = 0


@dataclass(frozen=True, slots=True)
class Before:
    """What of an order went back by returns: by line (pieces, sum), and of its delivery."""

    lines: Mapping[int, tuple[int, int]]
    shipping: int


def reckon(order: OrderView, wanted: Sequence[Wanted], policy: Policy, terms: Terms | None = None) -> Sum:
    """Return what goes back for these pieces, and what it is made of."""
    terms = terms or Terms()
    before = before_of(order.order_id)
    lines = {line.line_id: line for line in order.lines}
    parts = [(lines[one.line_id], one, worth_next(lines[one.line_id], one.quantity, before)) for one in wanted]
    goods = sum(amount for _line, _one, amount in parts)
    rule = terms.shipping_rule or _shipping_rule(wanted, policy)
    shipping = _shipping(order, wanted, goods, rule, before) if terms.shipping is None else terms.shipping
    fee = _fee(order, parts, policy, label=terms.label) if terms.fee is None else terms.fee
    fee = min(fee, goods + shipping)
    credit = min(terms.credit, goods + shipping - fee)
    refundable = sum(view.refundable.minor for view in _mine(order))
    asked = goods + shipping - fee - credit + terms.goodwill
    earlier = max(0, asked - refundable)

    def money(minor: int) -> Money:
        return Money(minor, order.currency)

    return Sum(
        lines=tuple(
            SumLine(line_id=line.line_id, title=line.title, quantity=one.quantity, amount=money(amount))
            for line, one, amount in parts
        ),
        goods=money(goods),
        shipping=money(shipping),
        shipping_rule="given" if terms.shipping is not None else rule,
        fee=money(fee),
        credit=money(credit),
        earlier=money(earlier),
        goodwill=money(terms.goodwill),
        total=money(asked - earlier),
        refundable=money(refundable),
    )


def spread(order: OrderView, amount: int) -> list[tuple[PaymentView, int]]:
    """Spread a sum over the order's payments, the newest first, each as far as it can give."""
    found: list[tuple[PaymentView, int]] = []
    for view in sorted(_mine(order), key=lambda one: -one.payment_id):
        part = min(amount, view.refundable.minor)
        if part > 0:
            found.append((view, part))
            amount -= part
    return found


def gone_of(order: OrderView) -> int:
    """Return what has gone back of an order's payments, or is on its way: for weighing one more."""
    return sum(view.refunded.minor + view.refunding.minor for view in _mine(order))


def worth(line: LineView, quantity: int, *, after: int = 0) -> int:
    """Return what so many pieces of a line cost as paid: discounts off, taxes in. `after`: pieces reckoned before.

    Whatever the parts, all pieces together come to the line's total: each part is the difference of two running sums.
    """
    pieces = line.quantity - line.cancelled
    if not pieces:
        return 0
    return line.total.minor * min(pieces, after + quantity) // pieces - line.total.minor * min(pieces, after) // pieces


def worth_next(line: LineView, quantity: int, before: Before) -> int:
    """Return what the next pieces of a line are worth after those that went back, never more than is left of it."""
    pieces, paid = before.lines.get(line.line_id, (0, 0))
    return max(0, min(worth(line, quantity, after=pieces), line.total.minor - paid))


def before_of(order_id: int) -> Before:
    """Return what went back of an order already; two questions. What failed on its way counts for nothing."""
    alive = Refund.objects.filter(ret__order=order_id).exclude(state=RefundState.FAILED)
    rows = RefundLine.objects.filter(refund__in=alive).order_by().values("line__line")
    sums = rows.annotate(pieces=Total("quantity"), paid=Total("amount_minor"))
    return Before(
        lines={row["line__line"]: (row["pieces"], row["paid"]) for row in sums},
        shipping=alive.order_by().aggregate(sum=Total("shipping_minor"))["sum"] or 0,
    )


def _mine(order: OrderView) -> list[PaymentView]:
    return [view for view in payments_of(f"order:{order.order_id}") if view.amount.currency == order.currency]


def _shipping_rule(wanted: Iterable[Wanted], policy: Policy) -> ShippingRule:
    """Our fault: the share of what comes back, which is all of it in the end. Otherwise as the policy says."""
    if any(one.reason in OURS for one in wanted):
        return "share"
    match policy.shipping_back:
        case ShippingBack.SHARE:
            return "share"
        case ShippingBack.WHOLE:
            return "whole"
    return "none"


def _shipping(order: OrderView, wanted: Sequence[Wanted], goods: int, rule: ShippingRule, before: Before) -> int:
    paid = sum(charge.total.minor for charge in order.charges if charge.kind == "shipping")
    left = max(0, paid - before.shipping)
    if rule == "none" or not left or not wanted:
        return 0
    if _everything(order, wanted, before):
        return left
    if rule == "whole":
        return 0
    all_goods = sum(line.total.minor for line in order.lines)
    return min(left, paid * goods // all_goods) if all_goods else 0


def _everything(order: OrderView, wanted: Sequence[Wanted], before: Before) -> bool:
    now = {one.line_id: one.quantity for one in wanted}
    return all(
        before.lines.get(line.line_id, (0, 0))[0] + now.get(line.line_id, 0) >= line.quantity - line.cancelled
        for line in order.lines
    )


def _fee(order: OrderView, parts: Sequence[tuple[LineView, Wanted, int]], policy: Policy, *, label: bool) -> int:
    """Return what is kept for restocking, of what was not our fault, and for our label where it is to be charged.

    The label's fee is in the store's own currency; where the order is in another one it is left out.
    """
    theirs = sum(amount for _line, one, amount in parts if one.reason not in OURS)
    fee = theirs * policy.restocking_percent // 100
    store = current()
    if label and store is not None and store.currency == order.currency:
        fee += policy.label_fee_minor
    return fee
