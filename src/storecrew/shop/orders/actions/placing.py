"""Place an order: one checkout is one order for ever, whatever is clicked, repeated or raced."""

from datetime import datetime
from typing import Annotated

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Personal, Private
from storecrew.shop.addresses.types import Address
from storecrew.shop.customers import actions as customers
from storecrew.shop.discounts import actions as discounts
from storecrew.shop.orders import risk, rules
from storecrew.shop.orders.events import OrderPlaced
from storecrew.shop.orders.models import Order, State
from storecrew.shop.orders.promising import Promise, promise_of
from storecrew.shop.orders.seats import NOBODY
from storecrew.shop.orders.tokens import token_of
from storecrew.shop.orders.types import Placed
from storecrew.shop.orders.writing.agreed import FreeLine, rows_of, save_rows
from storecrew.shop.orders.writing.finishing import OUTCOMES, announce
from storecrew.shop.orders.writing.loading import Sheet
from storecrew.shop.orders.writing.numbering import next_number, rulebook
from storecrew.shop.orders.writing.stocking import COVERING, confirm_holds, cover
from storecrew.shop.pricing.types import Quote

WEB = "web"
type Email = Annotated[str, Personal, Field(max_length=254)]
type Phone = Annotated[str, Personal, Field(max_length=40)]


class Place(Input):
    """What was agreed. `checkout` names it for ever: a cart's uid, or a name the caller makes up once.

    `quote` has to be buyable, and to be the one the buyer saw (compare fingerprints before). Orders of the channel `web`
    take over what `cart:<checkout>` holds; all others reserve anew. `customer_id` None: found or made by e-mail or phone.
    `promise` None: reckoned from the ways of sending in the quote.
    """

    checkout: Annotated[str, Field(min_length=1, max_length=80)]
    quote: Annotated[Quote, Private]
    free: tuple[FreeLine, ...] = ()
    customer_id: int | None = None
    email: Email = ""
    phone: Phone = ""
    ship_to: Address | None = None
    bill_to: Address | None = None
    language: Annotated[str, Field(max_length=12)]
    channel: Annotated[str, Field(pattern=r"^[a-z]+(:[a-z0-9_]+)?$", max_length=40)] = WEB
    provider: Annotated[str, Field(max_length=40)] = ""
    ships_unpaid: bool = False
    pay_by: datetime | None = None
    promise: Promise | None = None
    note: Annotated[str, Personal, Field(max_length=2000)] = ""
    ip: Annotated[str, Personal, Field(max_length=45)] = ""
    accepted_terms: Annotated[str, Field(max_length=80)] = ""


@action(
    "orders.place",
    label=gettext_lazy("Place an order"),
    seats=NOBODY,
    surfaces=set(),
    emits=(OrderPlaced, *OUTCOMES),
    calls=(customers.recognise, discounts.use, *COVERING),
)
def place(run: Run, data: Place) -> Placed:
    """Make an order of a checkout: stock is reserved, coupons are used, the quote is frozen. The same checkout is one order."""
    known = Order.objects.filter(checkout=data.checkout).exclude(state=State.DRAFT).first()
    if known is not None:
        return answer(run, known)
    _refuse_unless_buyable(data)
    order = new_order(run, data)
    try:
        with transaction.atomic():  # a savepoint: who loses the race for a checkout answers with the winner's order
            order.save()
    except IntegrityError:
        return answer(run, Order.objects.exclude(state=State.DRAFT).get(checkout=data.checkout))
    complete(run, order, data)
    return answer(run, order)


def complete(run: Run, order: Order, data: Place) -> Sheet:
    """Do for a saved order whatever placing means: rows, stock, coupons, first state, announcement."""
    sheet = rows_of(order, data.quote, data.free)
    order.placed_total_minor = order.total_minor
    save_rows(sheet)
    if data.channel == WEB:
        confirm_holds(run, order, sheet, data.checkout)
    else:
        cover(run, order, sheet.lines)
    if data.quote.discounts:
        use_coupons(run, order, data.quote)
    order.risks = risk.hints(order, run.now)
    facts = rules.settle(order, sheet.lines, run.now)
    order.save()
    run.about(order.subject)
    run.changed(order.subject, "state", old=None, new=str(order.state))
    placed = OrderPlaced(
        order_id=order.pk,
        number=order.number,
        customer_id=order.customer_id,
        email=order.email,
        language=order.language,
        channel=order.channel,
        total=order.total,
    )
    run.emit(placed, subject=order.subject)
    announce(run, order, facts)
    return sheet


def new_order(run: Run, data: Place) -> Order:
    """Return the unsaved order of a checkout, with its number."""
    order = Order(checkout=data.checkout, created_at=run.now)
    fill_in(run, order, data)
    return order


def fill_in(run: Run, order: Order, data: Place) -> None:
    """Write what was agreed on an order that has no rows yet, and make it a placed one."""
    order.state = State.OPEN
    habits = rulebook()
    order.number = next_number(run.now, habits)
    order.by = run.actor.ref
    order.placed_at = order.changed_at = run.now
    order.channel, order.language = data.channel, data.language
    order.currency, order.inclusive = data.quote.currency, data.quote.inclusive
    order.email, order.phone = data.email.strip(), data.phone
    order.ship_to = data.ship_to.model_dump() if data.ship_to else None
    order.bill_to = data.bill_to.model_dump() if data.bill_to else None
    shown = data.ship_to or data.bill_to
    order.name = shown.name if shown else ""
    order.country = shown.country if shown else data.quote.country
    order.customer_id = data.customer_id or recognised(run, order, data)
    order.quote = data.quote.model_dump(mode="json")
    promise = data.promise or promise_of(data.quote, run.now, habits, data.ship_to)
    order.promise = promise.model_dump(mode="json")
    order.promised_from, order.promised_until, order.ship_by = promise.first, promise.last, promise.ship_by
    order.provider, order.ships_unpaid, order.pay_by = data.provider, data.ships_unpaid, data.pay_by
    order.buyer_note, order.ip, order.accepted_terms = data.note, data.ip, data.accepted_terms


def recognised(run: Run, order: Order, data: Place) -> int | None:
    """Return the customer behind an e-mail or phone, found or made; None when neither is known."""
    if not (data.email or data.phone):
        return None
    name = data.ship_to.name if data.ship_to else data.bill_to.name if data.bill_to else ""
    who = customers.Recognise(
        email=data.email, phone=data.phone, name=name, language=data.language, country=order.country
    )
    return run.call(customers.recognise, who).customer_id


def use_coupons(run: Run, order: Order, quote: Quote) -> None:
    """Count the uses of the coupons in the quote; raises CouponUsedUp."""
    saved = {one.coupon_id: one.amount for one in quote.discounts if one.coupon_id}
    if saved:
        run.call(
            discounts.use,
            discounts.Use(
                order=order.subject,
                saved=saved,
                codes=quote.codes,
                customer_id=order.customer_id,
                email=order.email,
            ),
        )


def answer(run: Run, order: Order) -> Placed:
    """Return what `place` answers for an order, the first time and every other time."""
    run.about(order.subject)
    return Placed(order_id=order.pk, number=order.number, token=token_of(order))


def _refuse_unless_buyable(data: Place) -> None:
    if not data.quote.buyable:
        trouble = next(problem for problem in data.quote.problems if problem.blocking)
        raise Refused(trouble.message, code=f"orders.{trouble.code}")
    if not data.quote.lines and not data.free:
        raise Refused(_("There is nothing in it."), code="orders.empty")
