"""Orders that the crew writes: by telephone, in a chat, at a fair."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Weight
from storecrew.shop.addresses.types import checked
from storecrew.shop.orders.actions.placing import Place, answer, complete, fill_in, place
from storecrew.shop.orders.drafts import Content, query_of
from storecrew.shop.orders.models import Order, State
from storecrew.shop.orders.seats import EVERYWHERE, SELLERS
from storecrew.shop.orders.types import Placed
from storecrew.shop.orders.writing.agreed import FreeLine
from storecrew.shop.orders.writing.loading import order_of
from storecrew.shop.orders.writing.numbering import rulebook
from storecrew.shop.orders.writing.pricing import quote_for
from storecrew.shop.orders.writing.quoting import priced_free
from storecrew.shop.payments import actions as payments
from storecrew.shop.pricing.types import Quote

PHONE = "phone"


class StartDraft(Input):
    """What is known already; nothing has to be."""

    content: Content


class SaveDraft(Input):
    """All of a draft as it is now; `version` is that of the draft as the writer saw it."""

    order_id: int
    version: int
    content: Content


class Drafted(Output):
    """A draft and its version."""

    order_id: int
    version: int


@action("orders.draft", label=gettext_lazy("Begin an order"), seats=SELLERS, surfaces=EVERYWHERE)
def draft(run: Run, data: StartDraft) -> Drafted:
    """Begin to write an order. Nothing is reserved, and nobody is told, until it is placed."""
    order = Order(
        state=State.DRAFT,
        checkout=f"draft:{uuid4().hex}",
        channel=PHONE,
        by=run.actor.ref,
        created_at=run.now,
        inclusive=True,
        language=data.content.language,
        currency=data.content.currency,
        changed_at=run.now,
    )
    _write(run, order, data.content)
    order.save()
    run.about(order.subject)
    return Drafted(order_id=order.pk, version=order.version)


@action("orders.save_draft", label=gettext_lazy("Save a draft order"), seats=SELLERS, surfaces=EVERYWHERE)
def save_draft(run: Run, data: SaveDraft) -> Drafted:
    """Write down a draft as it is now."""
    order = _draft_of(run, data.order_id, data.version)
    _write(run, order, data.content)
    order.version += 1
    order.changed_at = run.now
    order.save()
    return Drafted(order_id=order.pk, version=order.version)


class DropDraft(Input):
    """Which draft."""

    order_id: int


@action("orders.discard_draft", label=gettext_lazy("Throw a draft order away"), seats=SELLERS, surfaces=EVERYWHERE)
def discard_draft(run: Run, data: DropDraft) -> Nothing:
    """Throw a draft away. Nobody had agreed to it."""
    order = _draft_of(run, data.order_id, None)
    run.changed(order.subject, "state", old=str(order.state), new=None)
    order.delete()
    return Nothing()


class PlaceDraft(Input):
    """How a draft is to be paid. `fingerprint`: of the quote that the writer saw; empty does not compare.

    `link`: the buyer gets a link and chooses. `transfer`, `delivery`: by that provider, later. `banked`: it is on the bank
    statement already, in the line `reference`; `cash`: it is in the till. `pay_within_h` None: as the shop's habits say.
    """

    order_id: int
    version: int
    fingerprint: str = ""
    payment: Literal["link", "transfer", "delivery", "banked", "cash"] = "link"
    provider: Annotated[str, Field(max_length=40)] = ""
    reference: Annotated[str, Field(max_length=100)] = ""
    pay_within_h: Annotated[int, Field(ge=1, le=24 * 90)] | None = None


def weigh_draft(data: PlaceDraft) -> Weight:
    """Weigh a draft by what the crew concedes: how much less it costs than the shop's own prices say."""
    order = Order.objects.filter(pk=data.order_id, state=State.DRAFT).first()
    if order is None:
        return Weight()
    content = Content.model_validate(order.draft)
    versions = {order.subject: order.version}
    if not content.lines:
        return Weight(versions=versions)
    at = order.changed_at
    listed, asked = quote_for(at, query_of(content, as_listed=True)), quote_for(at, query_of(content))
    less = _goods(listed) - _goods(asked)
    return Weight(amount_minor=max(0, less), currency=content.currency, versions=versions)


@action(
    "orders.place_draft",
    label=gettext_lazy("Place a draft order"),
    seats=SELLERS,
    surfaces=EVERYWHERE,
    emits=place.emits,
    calls=(*place.calls, payments.begin, payments.collect, payments.match_transfer),
    weigh=weigh_draft,
)
def place_draft(run: Run, data: PlaceDraft) -> Placed:
    """Make an order of a draft: its stock is reserved, its coupons are used, its buyer can pay. Placed twice, it is one order."""
    order = order_of(run, data.order_id)
    if order.state != State.DRAFT:
        return answer(run, order)
    order = _draft_of(run, data.order_id, data.version)
    content = Content.model_validate(order.draft)
    quote = quote_for(run.now, query_of(content))
    if data.fingerprint and data.fingerprint != quote.fingerprint:
        raise Refused(_("Prices have moved while you wrote. Look at the new total."), code="orders.requote")
    free = free_lines(run, order, content)
    _refuse(data, content, quote)
    waits = data.pay_within_h or rulebook().transfer_within_h
    agreed = Place(
        checkout=order.checkout,
        quote=quote,
        free=free,
        customer_id=content.customer_id,
        email=content.email,
        phone=content.phone,
        ship_to=content.ship_to,
        bill_to=content.bill_to,
        language=content.language,
        channel=PHONE,
        provider=data.provider,
        ships_unpaid=data.payment == "delivery",
        pay_by=run.now + timedelta(hours=waits) if data.payment in {"link", "transfer"} else None,
        note=content.note,
    )
    fill_in(run, order, agreed)
    order.draft = {}
    order.version += 1
    complete(run, order, agreed)
    _pay(run, order, data)
    return answer(run, order)


def free_lines(run: Run, order: Order, content: Content) -> tuple[FreeLine, ...]:
    """Return the lines of a draft that are not from the catalogue, with their taxes."""
    order.ship_to = content.ship_to.model_dump() if content.ship_to else None
    order.customer_id = content.customer_id
    return priced_free(content.free, [one.key for one in content.free], order=order, at=run.now)


def _pay(run: Run, order: Order, data: PlaceDraft) -> None:
    if data.payment == "link" or order.balance_minor <= 0:
        return
    begun = run.call(
        payments.begin,
        payments.Begin(
            payable=order.subject,
            amount=order.money(order.balance_minor),
            provider=data.provider,
            description=order.number,
            customer_email=order.email,
            language=order.language,
            country=order.country,
            key=f"{order.subject}:placed",
        ),
    )
    amount = order.money(order.balance_minor)
    if data.payment == "banked":
        line = payments.MatchTransfer(payment_id=begun.payment_id, amount=amount, reference=data.reference)
        run.call(payments.match_transfer, line)
    elif data.payment == "cash":
        taken = payments.Collect(payment_id=begun.payment_id, amount=amount, reference=data.reference)
        run.call(payments.collect, taken)


def _refuse(data: PlaceDraft, content: Content, quote: Quote) -> None:
    if not content.lines and not content.free:
        raise InvalidInput({"content": _("Put something into the order first.")})
    unsent = {"no_method", "method_gone", "no_rate"} if content.shipping is not None else set()
    trouble = next((one for one in quote.problems if one.blocking and one.code not in unsent), None)
    if trouble is not None and content.ship_to is not None:
        raise Refused(trouble.message, code=f"orders.{trouble.code}")
    needs_place = any(line.requires_shipping for line in quote.lines) or any(
        one.requires_shipping for one in content.free
    )
    if needs_place and content.ship_to is None:
        raise InvalidInput({"ship_to": _("Say where it goes first.")})
    if not (content.customer_id or content.email or content.phone):
        raise InvalidInput({"email": _("Say who the buyer is: a customer, an e-mail address or a telephone number.")})
    if data.payment == "banked" and not data.reference:
        raise InvalidInput({"reference": _("Say which line of the bank statement it is.")})
    if data.payment != "link" and not data.provider:
        raise InvalidInput({"provider": _("Say which account the money comes to.")})


def _write(run: Run, order: Order, content: Content) -> None:
    """Keep the content, and what it comes to for lists."""
    if content.ship_to is not None and content.ship_to.line1:
        content = content.model_copy(update={"ship_to": checked(content.ship_to)})
    if any(one.unit_price is not None and one.unit_price.currency != content.currency for one in content.lines):
        raise InvalidInput({"lines": _("All prices of a draft are in its one currency.")})
    order.draft = content.model_dump(mode="json")
    order.language, order.currency = content.language, content.currency
    order.customer_id, order.email, order.phone = content.customer_id, content.email, content.phone
    order.name = content.ship_to.name if content.ship_to else ""
    order.country = content.ship_to.country if content.ship_to else ""
    order.ship_to = None
    goods = 0
    if content.lines:
        quote = quote_for(run.now, query_of(content))
        goods, order.inclusive = quote.totals.total.minor, quote.inclusive
    free = sum((one.unit_price * one.quantity).minor for one in content.free)
    order.subtotal_minor = order.total_minor = goods + free


def _draft_of(run: Run, order_id: int, version: int | None) -> Order:
    order = order_of(run, order_id, version=version)
    if order.state != State.DRAFT:
        raise Refused(_("This order has been placed already."), code="orders.placed")
    return order


def _goods(quote: Quote) -> int:
    off = sum((line.discount.minor for line in quote.lines), 0)
    return quote.totals.subtotal.minor - off
