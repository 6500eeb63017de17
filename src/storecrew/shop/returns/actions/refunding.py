"""Make a return good: money back, composed line by line and shown before it goes; a claim by a part or as goodwill."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Weight
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.shop.returns import offering, rules
from storecrew.shop.returns.events import ReturnClosed, ReturnRefunded
from storecrew.shop.returns.models import COMING, Claim, Kind, Refund, RefundState, Return, ReturnLine, State
from storecrew.shop.returns.reckoning import ShippingRule, Terms, gone_of, worth
from storecrew.shop.returns.rules import refuse_unless
from storecrew.shop.returns.ruling import current_policy
from storecrew.shop.returns.seats import DECIDERS, EVERYWHERE, REFUNDERS
from storecrew.shop.returns.types import Sum
from storecrew.shop.returns.writing import closing, exchanging, paying
from storecrew.shop.returns.writing.loading import lines_of, order_of, return_of, save, to_state


class PiecesBack(Input):
    """The price of so many pieces of a line of the return."""

    return_line_id: int
    quantity: Annotated[int, Field(ge=1, le=10_000)]


class GiveBack(Input):
    """What goes back. Without `lines`, all pieces that are due. None leaves what the policy says; amounts in the order's currency.

    `expected`: the total as it was shown; another one is refused. `version`: of the return as it was shown.
    """

    return_id: int
    version: int | None = None
    lines: Annotated[tuple[PiecesBack, ...], Field(max_length=200)] = ()
    shipping: Money | None = None
    shipping_rule: ShippingRule | None = None
    fee: Money | None = None
    goodwill: Money | None = None
    expected: Money | None = None


class GivenBack(Output):
    """What was set on its way, and how the return stands."""

    return_id: int
    number: str
    state: str
    refund: int
    total: Money


def weigh_refund(data: GiveBack) -> Weight:
    """Weigh a refund by all that has gone back of its order's payments, with this one: many small ones weigh as a big one."""
    row = Return.objects.filter(pk=data.return_id).first()
    if row is None:
        return Weight()
    try:
        _pieces, money = reckoned(row, data)
    except ActionError:
        return Weight(versions={row.subject: row.version})
    gone = gone_of(order_of(row))
    amount = gone + money.total.minor if money.total.minor else 0
    return Weight(amount_minor=amount, currency=row.currency, kind=row.kind, versions={row.subject: row.version})


@action(
    "returns.refund",
    label=gettext_lazy("Give money back for a return"),
    seats=REFUNDERS,
    surfaces=EVERYWHERE,
    emits=(ReturnRefunded, ReturnClosed),
    calls=paying.CALLS,
    previews=True,
    destructive=True,
    weigh=weigh_refund,
    kinds=tuple(Kind.choices),
)
def refund(run: Run, data: GiveBack) -> GivenBack:
    """Give back the price of what came back, as it was paid, with what of the delivery goes back, less what is kept.

    Never more than the payments can give. An exchange is booked the same way: what was sent instead uses the price up.
    """
    row = return_of(run, data.return_id, version=data.version)
    refuse_unless(row.state, [*COMING, State.RECEIVED], _("Nothing can be given back for this return now."))
    pieces, money = reckoned(row, data)
    if data.expected is not None and data.expected != money.total:
        raise Refused(
            _("It comes to %(money)s by now. Look at it again.") % {"money": format_money(money.total)},
            code="returns.other_sum",
        )
    if not any(pieces.values()) and not money.goodwill.minor:
        raise Refused(_("Nothing is due: nothing has come in, or all of it was given back."), code="returns.not_due")
    made = paying.pay(run, row, order_of(row), lines_of(row), pieces, money)
    save(row)
    return _given(row, made)


class GiveGoodwill(Input):
    """A sum instead of taking the goods back. `granted`: a part of the price, or plain goodwill."""

    return_id: int
    version: int | None = None
    amount: Money
    granted: Claim.Granted = Claim.Granted.PART


def weigh_goodwill(data: GiveGoodwill) -> Weight:
    """Weigh it as the refund that it is."""
    row = Return.objects.filter(pk=data.return_id).first()
    if row is None:
        return Weight()
    gone = gone_of(order_of(row))
    return Weight(
        amount_minor=gone + data.amount.minor,
        currency=data.amount.currency,
        kind=GOODWILL,
        versions={row.subject: row.version},
    )


GOODWILL = "goodwill"


@action(
    "returns.make_good",
    label=gettext_lazy("Give a part of the price, the goods stay"),
    seats=REFUNDERS,
    surfaces=EVERYWHERE,
    emits=(ReturnRefunded, ReturnClosed),
    calls=(*paying.CALLS, *exchanging.DROPPING),
    previews=True,
    destructive=True,
    weigh=weigh_goodwill,
    kinds=((GOODWILL, pgettext_lazy("returns", "Goodwill")),),
)
def make_good(run: Run, data: GiveGoodwill) -> GivenBack:
    """Settle a return or claim by a sum: the buyer keeps the goods, nothing comes back. Never more than the goods cost."""
    row = return_of(run, data.return_id, version=data.version)
    refuse_unless(
        row.state, [State.APPROVED, State.ON_THE_WAY], _("A part of the price is for goods that stay with the buyer.")
    )
    order, lines = order_of(row), lines_of(row)
    of_order = {line.line_id: line for line in order.lines}
    most = sum(worth(of_order[line.line_id], line.quantity) for line in lines)
    if data.amount.currency != row.currency or not 0 < data.amount.minor <= most:
        raise InvalidInput({"amount": _("Between nothing and %(most)s.") % {"most": format_money(row.money(most))}})
    exchanging.drop(run, row)
    row.nothing_back, row.send_by = True, None
    claim, _new = Claim.objects.get_or_create(ret=row)
    claim.granted, claim.part_minor = data.granted, data.amount.minor
    claim.save()
    money = offering.sum_of(row, order, lines, {}, current_policy(), Terms(goodwill=data.amount.minor))
    if money.earlier.minor:
        most_back = format_money(money.refundable)
        raise InvalidInput({"amount": _("Only %(most)s can go back of this order.") % {"most": most_back}})
    made = paying.pay(run, row, order, lines, {}, money)
    save(row)
    return _given(row, made)


class TakeInRefund(Input):
    """What payments announced of one part of a refund."""

    payment_id: int
    key: str
    settled: bool


@action(
    "returns.take_in_refund",
    label=gettext_lazy("Hear what became of a refund"),
    seats=frozenset(),
    surfaces=set(),
    emits=(ReturnClosed,),
)
def take_in_refund(run: Run, data: TakeInRefund) -> GivenBack:
    """Note that a part of a refund arrived, or did not. A refund that failed can be asked for again."""
    found = Refund.objects.filter(parts__payment=data.payment_id, parts__key=data.key).first()
    if found is None:
        raise Missing
    row = return_of(run, found.ret_id)
    found.refresh_from_db()
    state = RefundState.SETTLED if data.settled else RefundState.FAILED
    part = found.parts.get(payment=data.payment_id, key=data.key)
    if part.state != state:
        part.state = state
        part.save(update_fields=["state"])
        _follow(run, row, found)
        save(row)
    return _given(row, found)


class CloseIt(Input):
    """Which return; `version` None does not check."""

    return_id: int
    version: int | None = None


@action(
    "returns.close",
    label=gettext_lazy("Close a return"),
    seats=DECIDERS,
    surfaces=EVERYWHERE,
    emits=(ReturnClosed,),
)
def close(run: Run, data: CloseIt) -> GivenBack:
    """Close a return whose goods are here and for which nothing is given back, or whose money is on its way."""
    row = return_of(run, data.return_id, version=data.version)
    if row.state != State.CLOSED:
        refuse_unless(row.state, [State.RECEIVED, State.SETTLED], _("It is not over yet."))
        closing.close(run, row)
        save(row)
    return _given(row, row.refunds.order_by("-ordinal").first())


def reckoned(row: Return, data: GiveBack) -> tuple[dict[int, int], Sum]:
    """Return the pieces of a return whose price goes back, by its lines, and what that comes to. Asks, and sends nothing."""
    lines, order = lines_of(row), order_of(row)
    due = offering.pieces_due(row, lines)
    pieces = _chosen(lines, due, data.lines) if data.lines else due
    for name in ("shipping", "fee", "goodwill"):
        amount: Money | None = getattr(data, name)
        if amount is not None and (amount.currency != row.currency or amount.minor < 0):
            raise InvalidInput({name: _("An amount in %(currency)s, not below nothing.") % {"currency": row.currency}})
    terms = Terms(
        shipping=data.shipping.minor if data.shipping is not None else None,
        shipping_rule=data.shipping_rule,
        fee=data.fee.minor if data.fee is not None else None,
        goodwill=data.goodwill.minor if data.goodwill is not None else 0,
    )
    _refuse_beyond_shipping(order.shipping, data.shipping)
    return pieces, offering.sum_of(row, order, lines, pieces, current_policy(), terms)


def _refuse_beyond_shipping(paid: Money, asked: Money | None) -> None:
    if asked is not None and asked.minor > paid.minor:
        most = {"most": format_money(paid)}
        raise InvalidInput({"shipping": _("The delivery cost %(most)s. More is goodwill.") % most})


def _chosen(lines: list[ReturnLine], due: dict[int, int], chosen: tuple[PiecesBack, ...]) -> dict[int, int]:
    pieces: dict[int, int] = {}
    for number, one in enumerate(chosen):
        if one.return_line_id not in due or one.return_line_id in pieces:
            raise Missing(_("There is no such line in this return."))
        if one.quantity > due[one.return_line_id]:
            most = {"n": due[one.return_line_id]}
            raise InvalidInput({f"lines.{number}.quantity": _("Only for %(n)d of it money is due.") % most})
        pieces[one.return_line_id] = one.quantity
    return pieces


def _follow(run: Run, row: Return, found: Refund) -> None:
    """Bring a refund, and its return, in line with the refund's parts."""
    states = set(found.parts.values_list("state", flat=True))
    if RefundState.FAILED in states:
        if found.state != RefundState.FAILED:
            _take_back(run, row, found)
        return
    if states <= {RefundState.SETTLED} and found.state == RefundState.SENT:
        found.state, found.settled_at = RefundState.SETTLED, run.now
        found.save(update_fields=["state", "settled_at"])
        closing.close_when_done(run, row)


def _take_back(run: Run, row: Return, found: Refund) -> None:
    """Money that did not arrive: its pieces are due again.

    Only where the whole refund failed; of several parts one may have arrived, and a person has to look.
    """
    if found.parts.exclude(state=RefundState.FAILED).exists():
        return
    found.state = RefundState.FAILED
    found.save(update_fields=["state"])
    for part in found.lines.select_related("line"):
        part.line.refunded -= part.quantity
        part.line.save(update_fields=["refunded"])
    if row.state in {State.SETTLED, State.CLOSED}:
        to_state(run, row, rules.standing(lines_of(row), nothing_back=row.nothing_back))
        row.settled_at = row.closed_at = None


def _given(row: Return, made: Refund | None) -> GivenBack:
    return GivenBack(
        return_id=row.pk,
        number=row.number,
        state=row.state,
        refund=made.ordinal if made else 0,
        total=row.money(made.total_minor if made else 0),
    )
