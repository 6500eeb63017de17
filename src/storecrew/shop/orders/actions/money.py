"""Take in what payments announced; revive or refund orders whose money came late; cancel those that nobody paid."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Weight
from storecrew.kernel.money.types import Money
from storecrew.shop.discounts import actions as discounts
from storecrew.shop.orders import risk, rules
from storecrew.shop.orders.actions.cancelling import Cancel, CancelReason, cancel
from storecrew.shop.orders.events import MoneyCameLate, OrderRevived
from storecrew.shop.orders.models import ChangeKind, Charge, Discount, Order, State, Tax
from storecrew.shop.orders.seats import BOOKKEEPERS, EVERYWHERE, NOBODY, SELLERS
from storecrew.shop.orders.writing import paying
from storecrew.shop.orders.writing.agreed import rows_of
from storecrew.shop.orders.writing.finishing import OUTCOMES, finish, note_change, save, settle
from storecrew.shop.orders.writing.loading import Sheet, order_of, sheet_of
from storecrew.shop.orders.writing.stocking import COVERING, cover
from storecrew.shop.pricing.types import Quote
from storecrew.shop.stock.types import SoldOut

CLERK = grants.system("orders.clerk", may={"orders.take_in_money", "orders.cancel_unpaid"})
"""The system itself, minding orders: what payments announced, and what nobody paid."""


class TakeInMoney(Input):
    """Whose payments moved."""

    order_id: int
    failed: bool = False
    """A try to pay failed."""


class Minded(Output):
    """How the order stands afterwards."""

    order_id: int
    state: str
    payment: str
    balance: Money


@action(
    "orders.take_in_money",
    label=gettext_lazy("Take in what was paid"),
    seats=NOBODY,
    surfaces=set(),
    emits=(MoneyCameLate, OrderRevived, *OUTCOMES),
    calls=(discounts.use, *COVERING, *paying.CALLS),
)
def take_in_money(run: Run, data: TakeInMoney) -> Minded:
    """Bring an order in line with its payments. Asked twice, it finds nothing new.

    Money for a cancelled order takes it up again if its goods are still there; otherwise it goes back.
    """
    sheet = sheet_of(run, data.order_id)
    order = sheet.order
    before = _sums(order)
    fresh = rules.take_in(order, paying.received(order))
    if data.failed:
        order.risks = risk.with_tries(order.risks, paying.failed_tries(order))
    if before == _sums(order) and not data.failed:
        return _minded(order)
    for name, old in before.items():
        run.changed(order.subject, name, old=old, new=_sums(order)[name])
    late = order.state == State.CANCELLED and fresh > 0 and order.cancel_reason == CancelReason.UNPAID
    if late and _revived(run, sheet):
        _tell(run, order, fresh, revived=True)
    elif order.state == State.CANCELLED and (fresh > 0 or order.authorised_minor):
        settle(run, order, sheet.lines)
        paying.drop_authorisations(run, order)
        paying.give_back(run, order, why=str(CancelReason.UNPAID))
        if fresh > 0:
            _tell(run, order, fresh, revived=False)
    else:
        settle(run, order, sheet.lines)
    return _minded(order)


def _sums(order: Order) -> dict[str, int]:
    names = ("authorised", "captured", "refunded", "refunding", "disputed")
    return {name: getattr(order, f"{name}_minor") for name in names}


def _revived(run: Run, sheet: Sheet) -> bool:
    """Put a cancelled order back as it was agreed, if its money is enough and its goods are there; tell whether."""
    order = sheet.order
    if order.captured_minor - order.refunded_minor < order.placed_total_minor or not _as_placed(sheet):
        return False
    for line in sheet.lines:
        line.cancelled = 0
    try:
        cover(run, order, sheet.lines)
    except SoldOut:
        for line in sheet.lines:
            line.cancelled = line.quantity
        return False
    _restore(sheet)
    rules.to_state(order, State.OPEN)
    order.cancelled_at, order.cancel_reason = None, ""
    finish(run, sheet)
    note_change(run, order, ChangeKind.REVIVE, was=0, before={}, after={"total": order.total_minor})
    run.emit(OrderRevived(order_id=order.pk, number=order.number, total=order.total), subject=order.subject)
    return True


def _as_placed(sheet: Sheet) -> bool:
    """Tell whether the order still has exactly the lines of its quote: only then is it known what everything came to."""
    order = sheet.order
    if not order.quote or order.changes.exclude(kind=ChangeKind.CANCEL).exists():
        return False
    agreed = {line["key"]: line["quantity"] for line in order.quote["lines"]}
    return agreed == {line.key: line.quantity for line in sheet.lines}


def _restore(sheet: Sheet) -> None:
    """Write the sums that were agreed back on every row."""
    order = sheet.order
    agreed = rows_of(Order(inclusive=order.inclusive, currency=order.currency), Quote.model_validate(order.quote))
    by_key = {line.key: line for line in agreed.lines}
    charges = {charge.key: charge for charge in agreed.charges}
    for line in sheet.lines:
        _copy(line, by_key[line.key], ("gross_minor", "discount_minor", "tax_minor", "total_minor"))
    for charge in sheet.charges:
        _copy(charge, charges[charge.key], ("amount_minor", "discount_minor", "tax_minor", "total_minor"))
    Charge.objects.bulk_update(sheet.charges, ["amount_minor", "discount_minor", "tax_minor", "total_minor"])
    for off, agreed_off in zip(sheet.discounts, agreed.discounts, strict=True):
        _copy(off, agreed_off, ("amount_minor",))
    for levy, agreed_levy in zip(sheet.taxes, agreed.taxes, strict=True):
        _copy(levy, agreed_levy, ("amount_minor", "base_minor"))
    Discount.objects.bulk_update(sheet.discounts, ["amount_minor"])
    Tax.objects.bulk_update(sheet.taxes, ["amount_minor", "base_minor"])


def _copy(target: object, source: object, names: tuple[str, ...]) -> None:
    for name in names:
        setattr(target, name, getattr(source, name))


def _tell(run: Run, order: Order, amount: int, *, revived: bool) -> None:
    late = MoneyCameLate(order_id=order.pk, number=order.number, amount=order.money(amount), revived=revived)
    run.emit(late, subject=order.subject)


def _minded(order: Order) -> Minded:
    return Minded(order_id=order.pk, state=order.state, payment=order.payment, balance=order.money(order.balance_minor))


class GiveBackExcess(Input):
    """An order of which too much was paid."""

    order_id: int
    reason: Annotated[str, Field(max_length=400)] = ""


class GivenBack(Output):
    """What was set on its way back."""

    amount: Money


def weigh_excess(data: GiveBackExcess) -> Weight:
    """Weigh it as the refund that it is."""
    order = Order.objects.filter(pk=data.order_id).first()
    if order is None:
        return Weight()
    versions = {order.subject: order.version}
    return Weight(amount_minor=order.to_give_back_minor, currency=order.currency, versions=versions)


@action(
    "orders.give_back",
    label=gettext_lazy("Give back what was paid too much"),
    seats=BOOKKEEPERS,
    surfaces=EVERYWHERE,
    calls=paying.CALLS,
    previews=True,
    weigh=weigh_excess,
)
def give_back(run: Run, data: GiveBackExcess) -> GivenBack:
    """Set whatever was paid too much for an order on its way back to the buyer."""
    order = order_of(run, data.order_id)
    amount = paying.give_back(run, order, why=data.reason)
    if not amount:
        raise Refused(_("Nothing of it can be given back: nothing is too much, or it is on its way already."))
    save(run, order)
    return GivenBack(amount=order.money(amount))


class CancelUnpaid(Input):
    """Orders that waited long enough. `overdue` passes over those whose time is not over yet; `now` does not."""

    order_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=500)]
    when: Literal["overdue", "now"] = "now"


class Swept(Output):
    """How many were cancelled; the others have money, or are not open."""

    cancelled: int
    left: int


@action(
    "orders.cancel_unpaid",
    label=gettext_lazy("Cancel unpaid orders"),
    seats=SELLERS,
    surfaces=EVERYWHERE,
    emits=cancel.emits,
    calls=(cancel,),
)
def cancel_unpaid(run: Run, data: CancelUnpaid) -> Swept:
    """Cancel open orders that nobody has paid anything of; their stock and coupons are given back."""
    swept = 0
    for order_id in sorted(set(data.order_ids)):
        order = order_of(run, order_id)
        if _unpaid(order) and (data.when == "now" or (order.pay_by is not None and order.pay_by <= run.now)):
            run.call(cancel, Cancel(order_id=order.pk, reason=CancelReason.UNPAID))
            swept += 1
    return Swept(cancelled=swept, left=len(set(data.order_ids)) - swept)


def _unpaid(order: Order) -> bool:
    """Tell whether nothing has arrived or is on its way, asked of the payments: their announcement may still be coming."""
    if order.state != State.OPEN or order.balance_minor <= 0:
        return False
    money = paying.received(order)
    return not (money.captured or money.authorised or paying.on_its_way(order))
