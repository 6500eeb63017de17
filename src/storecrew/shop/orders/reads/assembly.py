"""Turn rows into the frozen views that other rooms hold: a fixed number of questions, however many orders."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.orders.models import Charge, Discount, Hold, Line, Order, Tax
from storecrew.shop.orders.types import ChargeView, DiscountView, LineView, OptionChosen, OrderView, TaxShare


def views_of(orders: Sequence[Order], *, crew: bool) -> list[OrderView]:
    """Return orders as other rooms see them; `crew` False leaves out costs and reasons of holds. Five questions."""
    ids = [order.pk for order in orders]
    lines = _grouped(Line.objects.filter(order__in=ids).order_by("order_id", "position", "pk"))
    charges = _grouped(Charge.objects.filter(order__in=ids).order_by("order_id", "pk"))
    discounts = _grouped(Discount.objects.filter(order__in=ids).order_by("order_id", "pk"))
    taxes = _grouped(Tax.objects.filter(order__in=ids).order_by("order_id", "pk"))
    reasons = dict(Hold.objects.filter(order__in=ids, ended_at=None).values_list("order_id", "reason")) if crew else {}
    return [
        _view(
            order,
            lines[order.pk],
            charges[order.pk],
            discounts[order.pk],
            taxes[order.pk],
            crew=crew,
            reason=reasons.get(order.pk, ""),
        )
        for order in orders
    ]


def options_of(line: Line) -> tuple[OptionChosen, ...]:
    """Return what was chosen of a line's options."""
    return tuple(OptionChosen(name=one["name"], value=one["value"]) for one in line.options)


def tax_shares(order: Order, taxes: Iterable[Tax]) -> tuple[TaxShare, ...]:
    """Return taxes added up by name and rate, in the order in which they first stand."""
    sums: dict[tuple[str, Decimal], list[int]] = {}
    for tax in taxes:
        entry = sums.setdefault((tax.name, tax.rate), [0, 0])
        entry[0] += tax.base_minor
        entry[1] += tax.amount_minor
    return tuple(
        TaxShare(name=name, rate=rate, base=order.money(base), amount=order.money(amount))
        for (name, rate), (base, amount) in sums.items()
    )


def discount_views(order: Order, discounts: Iterable[Discount]) -> tuple[DiscountView, ...]:
    """Return discounts added up by coupon."""
    sums: dict[tuple[int, str, str], int] = {}
    for off in discounts:
        key = (off.coupon_id, off.code, off.name)
        sums[key] = sums.get(key, 0) + off.amount_minor
    return tuple(
        DiscountView(coupon_id=coupon_id, code=code, name=name, amount=order.money(amount))
        for (coupon_id, code, name), amount in sums.items()
    )


def line_view(order: Order, line: Line, taxes: Iterable[Tax], *, crew: bool) -> LineView:
    """Return a line as other rooms see it."""
    cost = Money(line.cost_minor, line.cost_currency) if crew and line.cost_minor is not None else None
    return LineView(
        line_id=line.pk,
        key=line.key,
        variant_id=line.variant_id,
        sku=line.sku,
        title=line.title,
        options=options_of(line),
        unit_price=order.money(line.unit_minor),
        quantity=line.quantity,
        cancelled=line.cancelled,
        shipped=line.shipped,
        returned=line.returned,
        open=line.open,
        gross=order.money(line.gross_minor),
        discount=order.money(line.discount_minor),
        tax=order.money(line.tax_minor),
        total=order.money(line.total_minor),
        taxes=tax_shares(order, taxes),
        package=line.package,
        weight_g=line.weight_g,
        requires_shipping=line.requires_shipping,
        hs_code=line.hs_code,
        origin=line.origin,
        tax_class=line.tax_class,
        cost=cost,
    )


def charge_view(order: Order, charge: Charge) -> ChargeView:
    """Return a charge as other rooms see it."""
    return ChargeView(
        charge_id=charge.pk,
        kind=charge.kind,
        key=charge.key,
        source=charge.source,
        name=charge.name,
        method_id=charge.method_id,
        carrier=charge.carrier,
        amount=order.money(charge.amount_minor),
        discount=order.money(charge.discount_minor),
        tax=order.money(charge.tax_minor),
        total=order.money(charge.total_minor),
    )


def _view(
    order: Order,
    lines: list[Line],
    charges: list[Charge],
    discounts: list[Discount],
    taxes: list[Tax],
    *,
    crew: bool,
    reason: str,
) -> OrderView:
    on_line: dict[int | None, list[Tax]] = defaultdict(list)
    for tax in taxes:
        on_line[tax.line_id].append(tax)
    return OrderView(
        order_id=order.pk,
        number=order.number,
        checkout=order.checkout,
        state=order.state,
        payment=order.payment,
        fulfilment=order.fulfilment,
        held=order.held,
        hold_reason=reason,
        channel=order.channel,
        language=order.language,
        currency=order.currency,
        inclusive=order.inclusive,
        customer_id=order.customer_id,
        name=order.name,
        email=order.email,
        phone=order.phone,
        ship_to=Address.model_validate(order.ship_to) if order.ship_to else None,
        bill_to=Address.model_validate(order.bill_to) if order.bill_to else None,
        buyer_note=order.buyer_note,
        lines=tuple(line_view(order, line, on_line[line.pk], crew=crew) for line in lines),
        charges=tuple(charge_view(order, charge) for charge in charges),
        discounts=discount_views(order, discounts),
        taxes=tax_shares(order, taxes),
        subtotal=order.money(order.subtotal_minor),
        discount=order.money(order.discount_minor),
        shipping=order.money(order.shipping_minor),
        fee=order.money(order.fee_minor),
        tax=order.money(order.tax_minor),
        total=order.total,
        placed_total=order.money(order.placed_total_minor),
        authorised=order.money(order.authorised_minor),
        captured=order.money(order.captured_minor),
        refunded=order.money(order.refunded_minor),
        credited=order.money(order.credited_minor),
        disputed=order.money(order.disputed_minor),
        balance=order.money(order.balance_minor),
        provider=order.provider,
        ships_unpaid=order.ships_unpaid,
        pay_by=order.pay_by,
        promise=order.promise,
        promised_from=order.promised_from,
        promised_until=order.promised_until,
        ship_by=order.ship_by,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        fulfilled_at=order.fulfilled_at,
        cancelled_at=order.cancelled_at,
        version=order.version,
    )


def _grouped[R: (Line, Charge, Discount, Tax)](rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = defaultdict(list)
    for row in rows:
        found[row.order_id].append(row)
    return found
