"""What buyers may ask of their own orders: what can be sent back, what that comes to, how a return stands."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import get_language, gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Input, Output, Private
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.addresses import types as addresses
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.returns import window
from storecrew.shop.returns.exchanging import Swap, exchanged
from storecrew.shop.returns.models import Decline, Return, State, Wish
from storecrew.shop.returns.reads.assembly import views_of
from storecrew.shop.returns.reasons import Reason
from storecrew.shop.returns.reckoning import Wanted, reckon
from storecrew.shop.returns.ruling import current_policy
from storecrew.shop.returns.seats import SHOP_DOORS
from storecrew.shop.returns.types import OwnReturn, OwnReturns, Returnable, Returnables, ReturnView, Sum


class OwnQuery(Input):
    """The token of an order."""

    token: Annotated[str, Private, Field(max_length=100)]


class WantedBack(Input):
    """So many of a line, why, and what is wanted instead."""

    line_id: int
    quantity: Annotated[int, Field(ge=1, le=10_000)]
    reason: Reason
    variant_id: int | None = None


class ReckonQuery(OwnQuery):
    """What somebody thinks of sending back."""

    lines: Annotated[tuple[WantedBack, ...], Field(min_length=1, max_length=200)]
    wish: Wish = Wish.REFUND


class Reckoned(Output):
    """What they would get. `sum`: money back; `due`: what an exchange still costs, `back`: what of the price is left."""

    sum: Sum
    due: Money
    back: Money
    problem: str = ""


@read("returns.offers", label=gettext_lazy("What may be returned"), seats={PUBLIC}, surfaces=SHOP_DOORS)
def offers(ask: Ask, data: OwnQuery) -> Returnables:
    """List the lines of an order with what may be sent back of each, until when, and why the rest may not."""
    return window.returnables(_order(ask, data.token), current_policy(), ask.now)


@read("returns.reckon", label=gettext_lazy("What a return would come to"), seats={PUBLIC}, surfaces=SHOP_DOORS)
def reckoned(ask: Ask, data: ReckonQuery) -> Reckoned:
    """Reckon what goes back for pieces of an order, before anything is asked for."""
    order = _order(ask, data.token)
    known = {line.line_id: line for line in order.lines}
    pieces = [one for one in data.lines if one.line_id in known]
    wanted = [Wanted(one.line_id, one.quantity, one.reason) for one in pieces]
    money = reckon(order, wanted, current_policy())
    zero = Money.zero(order.currency)
    if data.wish == Wish.REFUND:
        return Reckoned(sum=money, due=zero, back=money.total)
    swaps = [
        Swap(f"x{number}", one.line_id, variant_id, one.quantity)
        for number, one in enumerate(pieces)
        if (variant_id := one.variant_id or known[one.line_id].variant_id) is not None
    ]
    found = exchanged(order, swaps, ask.now)
    trouble = next((one.message for one in found.quote.problems if one.blocking), "")
    return Reckoned(sum=money, due=found.due, back=found.back, problem=trouble)


@read("returns.own", label=gettext_lazy("A buyer's own returns"), seats={PUBLIC}, surfaces=SHOP_DOORS)
def own(ask: Ask, data: OwnQuery) -> OwnReturns:
    """Tell a buyer how the returns of their order stand, the newest first."""
    order = _order(ask, data.token)
    rows = list(Return.objects.filter(order=order.order_id).select_related("warehouse").order_by("-pk"))
    places = {row.pk: row for row in rows}
    return OwnReturns(
        items=tuple(
            _own(view, places[view.return_id], order) for view in views_of(rows, ask.now, language=order.language)
        )
    )


def may_return(order: OrderView, now: datetime) -> bool:
    """Tell whether a buyer has anything to do on the page of returns: something to send back, or a return to look at."""
    if not any(line.shipped for line in order.lines):
        return False
    if Return.objects.filter(order=order.order_id).exists():
        return True
    return any(line.left for line in window.returnables(order, current_policy(), now).lines)


def why_not(one: Returnable) -> str:
    """Say in the reader's language why a line may not be sent back, or only with a fault; empty where it may."""
    return window.sentence(one)


def _order(ask: Ask, token: str) -> OrderView:
    return orders.by_token(ask.actor, parse(orders.ByToken, {"token": token}), now=ask.now)


def _own(view: ReturnView, row: Return, order: OrderView) -> OwnReturn:
    policy = current_policy()
    comes = not view.nothing_back and view.state in {State.APPROVED, State.ON_THE_WAY, State.PART_RECEIVED}
    language = get_language() or order.language
    exchange = view.exchange
    return OwnReturn(
        **{name: getattr(view, name) for name in OwnReturn.model_fields if name in ReturnView.model_fields},
        decline=str(Decline(view.decline_reason).label) if view.decline_reason else "",
        exchange_token=orders.token_for(exchange.order_id) if exchange and exchange.order_id else "",
        address=_address(row, language) if comes else (),
        instructions=policy.instructions.get(language) or next(iter(policy.instructions.values()), "") if comes else "",
        may_send=not view.nothing_back and view.state in {State.APPROVED, State.ON_THE_WAY},
        may_cancel=view.state in {State.REQUESTED, State.APPROVED},
    )


def _address(row: Return, language: str) -> tuple[str, ...]:
    if row.warehouse is None or not row.warehouse.address:
        return ()
    address = addresses.Address.model_validate(row.warehouse.address)
    store = current()
    return addresses.lines(address, language, home=store.country if store else "")
