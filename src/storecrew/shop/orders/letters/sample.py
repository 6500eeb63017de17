"""An order to show letters with, while the store has none: nobody's, and nothing of it is stored."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.types import LineView, OrderView


def newest_order() -> int | None:
    """Return the newest order that somebody placed; None before the first."""
    return Order.objects.placed().exclude(email="").order_by("-pk").values_list("pk", flat=True).first()


def order(language: str, now: datetime) -> OrderView:
    """Return an order that nobody placed, in a language."""
    store = current()
    currency = store.currency if store else "CNY"
    with override(language):
        title, name = _("Table lamp"), _("Lin Wan")
    nothing, price, delivery = Money(0, currency), Money(12800, currency), Money(1200, currency)
    total = Money(price.minor + delivery.minor, currency)
    line = LineView(
        line_id=0,
        key="line:1",
        variant_id=None,
        sku="LAMP",
        title=title,
        options=(),
        unit_price=price,
        quantity=1,
        cancelled=0,
        shipped=0,
        returned=0,
        open=1,
        gross=price,
        discount=nothing,
        tax=nothing,
        total=price,
        taxes=(),
        package="own",
        weight_g=800,
        requires_shipping=True,
        hs_code="",
        origin="",
        tax_class="",
        cost=None,
    )
    return OrderView(
        order_id=0,
        number="SO-10001",
        checkout="",
        state="open",
        payment="pending",
        fulfilment="none",
        held=False,
        hold_reason="",
        channel="web",
        language=language,
        currency=currency,
        inclusive=True,
        customer_id=None,
        name=name,
        email="lin.wan@example.com",
        phone="",
        ship_to=None,
        bill_to=None,
        buyer_note="",
        lines=(line,),
        charges=(),
        discounts=(),
        taxes=(),
        subtotal=price,
        discount=nothing,
        shipping=delivery,
        fee=nothing,
        tax=nothing,
        total=total,
        placed_total=total,
        authorised=nothing,
        captured=nothing,
        refunded=nothing,
        credited=nothing,
        disputed=nothing,
        balance=total,
        provider="",
        ships_unpaid=False,
        pay_by=now + timedelta(hours=20),
        promise={},
        promised_from=(now + timedelta(days=3)).date(),
        promised_until=(now + timedelta(days=5)).date(),
        ship_by=None,
        placed_at=now,
        paid_at=None,
        fulfilled_at=None,
        cancelled_at=None,
        version=1,
    )
