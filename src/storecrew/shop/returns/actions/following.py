"""What the system does by itself: follow the goods sent in exchange, give up what never came."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.shop.returns.actions.deciding import Decided, OneReturn, decided
from storecrew.shop.returns.events import ReturnCancelled, ReturnClosed
from storecrew.shop.returns.models import Exchange, ExchangeState, State
from storecrew.shop.returns.rules import refuse_unless
from storecrew.shop.returns.seats import DECIDERS, EVERYWHERE, NOBODY
from storecrew.shop.returns.writing import closing, exchanging
from storecrew.shop.returns.writing.ending import call_off
from storecrew.shop.returns.writing.loading import return_of, save


class FollowExchange(Input):
    """The order of an exchange, and what became of it: `sent`, or called `off`."""

    order_id: int
    sent: bool


@action(
    "returns.follow_exchange",
    label=gettext_lazy("Follow what is sent in exchange"),
    seats=NOBODY,
    surfaces=set(),
    emits=(ReturnClosed,),
)
def follow_exchange(run: Run, data: FollowExchange) -> Decided:
    """Note that the order of an exchange has left, or will not: then the price of the goods is due as money."""
    exchange = Exchange.objects.filter(order=data.order_id).first()
    if exchange is None:
        raise Missing
    row = return_of(run, exchange.ret_id)
    exchange.refresh_from_db()
    if exchange.state in {ExchangeState.SENT, ExchangeState.OFF}:
        return decided(row)
    new = ExchangeState.SENT if data.sent else ExchangeState.OFF
    run.changed(row.subject, "exchange", old=exchange.state, new=new.value)
    exchange.state = new
    exchange.save(update_fields=["state"])
    closing.close_when_done(run, row)
    save(row)
    return decided(row)


@action(
    "returns.release_exchange",
    label=gettext_lazy("Send an exchange before its goods are here"),
    seats=DECIDERS,
    surfaces=EVERYWHERE,
    calls=exchanging.RELEASING,
)
def release_exchange(run: Run, data: OneReturn) -> Decided:
    """Let what is sent instead leave although the goods have not come back yet: on trust."""
    row = return_of(run, data.return_id, version=data.version)
    refuse_unless(row.state, [State.APPROVED, State.ON_THE_WAY], _("There is nothing to be sent ahead."))
    exchanging.release(run, row)
    save(row)
    return decided(row)


class Lapse(Input):
    """A return that was approved and never sent."""

    return_id: int


@action(
    "returns.lapse",
    label=gettext_lazy("Give up returns that never came"),
    seats=NOBODY,
    surfaces=set(),
    emits=(ReturnCancelled,),
    calls=exchanging.DROPPING,
)
def lapse(run: Run, data: Lapse) -> Decided:
    """Call a return off that was never sent: what was put aside for it is free again. Whatever moved meanwhile stays."""
    row = return_of(run, data.return_id)
    if row.state != State.APPROVED or row.nothing_back:
        return decided(row)
    exchange = exchanging.of(row)
    if exchange is not None and exchange.state in {ExchangeState.RELEASED, ExchangeState.SENT}:
        return decided(row)
    call_off(run, row)
    return decided(row)
