"""Put what is sent instead aside as an order of its own, let it go once the goods are here, or drop it."""

from datetime import timedelta

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders import reads as order_reads
from storecrew.shop.returns import exchanging
from storecrew.shop.returns.events import ExchangePlaced
from storecrew.shop.returns.exchanging import Exchanged, Swap
from storecrew.shop.returns.models import Exchange, ExchangeState, Return
from storecrew.shop.returns.writing.loading import order_of

CHANNEL = "exchange"
PAY_WITHIN = timedelta(days=7)
"""How long an exchange waits for the difference in price."""

EVENTS = (ExchangePlaced,)
PLACING = (orders.place, orders.hold)
"""What actions that call `put_aside` declare."""
RELEASING = (orders.unhold,)
DROPPING = (orders.cancel,)


def of(row: Return) -> Exchange | None:
    """Return the exchange of a return, None where money is wanted."""
    return Exchange.objects.filter(ret=row).select_related("order").first()


def swaps_of(exchange: Exchange) -> list[Swap]:
    """Return what is swapped for what."""
    lines = exchange.lines.select_related("instead_of").order_by("pk")
    return [Swap(f"x{one.pk}", one.instead_of.line_id, one.variant_id, one.quantity) for one in lines]


def priced(row: Return, exchange: Exchange, run: Run) -> Exchanged:
    """Return what the exchange comes to now."""
    return exchanging.exchanged(order_of(row), swaps_of(exchange), run.now)


def put_aside(run: Run, row: Return) -> None:
    """Place the order of an exchange: its stock is kept from now on, and nobody may send it before the goods are here.

    What is not there any more refuses the approval, with the sentence that says so. Placed twice, it is one order.
    """
    exchange = of(row)
    if exchange is None or exchange.state != ExchangeState.WISHED:
        return
    order = order_of(row)
    found = priced(row, exchange, run)
    if not found.quote.buyable:
        trouble = next(problem for problem in found.quote.problems if problem.blocking)
        raise Refused(trouble.message, code=f"returns.{trouble.code}")
    placed = run.call(
        orders.place,
        orders.Place(
            checkout=row.subject,
            quote=found.quote,
            customer_id=order.customer_id,
            email=order.email,
            phone=order.phone,
            ship_to=order.ship_to,
            bill_to=order.bill_to,
            language=order.language,
            channel=CHANNEL,
            provider=order.provider,
            pay_by=run.now + PAY_WITHIN if found.due.minor else None,
            note=_("In exchange for goods of %(number)s, return %(return)s.")
            % {"number": order.number, "return": row.number},
        ),
    )
    exchange.order_id, exchange.state = placed.order_id, ExchangeState.KEPT
    exchange.credit_minor, exchange.due_minor = found.credit.minor, found.due.minor
    exchange.save()
    if row.nothing_back:
        exchange.state = ExchangeState.RELEASED
        exchange.save()
    else:
        waits = _("Leaves once the goods of %(return)s are here.") % {"return": row.number}
        run.call(
            orders.hold,
            orders.HoldThem.model_validate({"order_ids": (placed.order_id,), "reason": "other", "note": waits}),
        )
    run.about(f"order:{placed.order_id}")
    run.emit(
        ExchangePlaced(
            return_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            kind=row.kind,
            exchange_order_id=placed.order_id,
            exchange_order=placed.number,
            due=found.due,
        ),
        subject=row.subject,
    )


def release(run: Run, row: Return) -> None:
    """Let what is sent instead leave."""
    exchange = of(row)
    if exchange is None or exchange.state != ExchangeState.KEPT or exchange.order_id is None:
        return
    order = order_reads.find(exchange.order_id)
    if order is not None and order.held:
        run.call(orders.unhold, orders.ReleaseThem(order_ids=(exchange.order_id,)))
    exchange.state = ExchangeState.RELEASED
    exchange.save()
    run.changed(row.subject, "exchange", old=ExchangeState.KEPT.value, new=ExchangeState.RELEASED.value)


def drop(run: Run, row: Return) -> None:
    """Drop what was put aside; refused once it has left."""
    exchange = of(row)
    if exchange is None or exchange.state == ExchangeState.OFF:
        return
    if exchange.state == ExchangeState.SENT:
        raise Refused(_("What was sent in exchange has left already."), code="returns.exchange_sent")
    if exchange.order_id is not None:
        order = order_reads.find(exchange.order_id)
        if order is not None and order.state == "open":
            off = orders.Cancel(order_id=exchange.order_id, reason=orders.CancelReason.OTHER, notify=False)
            run.call(orders.cancel, off)
    exchange.state = ExchangeState.OFF
    exchange.save()


def forget(row: Return) -> None:
    """Note that nothing is sent instead, where nothing was put aside yet."""
    Exchange.objects.filter(ret=row, state=ExchangeState.WISHED).update(state=ExchangeState.OFF)


def credit_left(row: Return) -> int:
    """Return what the goods sent in exchange still use up of the price of those that came back."""
    exchange = of(row)
    if exchange is None or exchange.state in {ExchangeState.OFF, ExchangeState.WISHED}:
        return 0
    used = sum(row.refunds.exclude(state="failed").values_list("credit_minor", flat=True))
    return max(0, exchange.credit_minor - used)
