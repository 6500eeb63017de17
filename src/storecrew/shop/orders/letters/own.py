"""The letters that orders write themselves, from the order's arrival to its money going back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.kernel.mail.composing import Part, Sheet, Words
from storecrew.kernel.money.types import Money
from storecrew.shop.orders.letters.kinds import Occasion, kind
from storecrew.shop.orders.letters.parts import goods, money, promise, small, to_order, whereto, why
from storecrew.shop.orders.types import OrderView


def placed(occasion: Occasion) -> Sheet:
    """Say that an order is there whose money comes later: by transfer, on an invoice, or at the door."""
    order = occasion.order
    parts: list[Part] = [*_hello(order)]
    if order.ships_unpaid:
        parts.append(Words(_("You pay %(amount)s when it is handed to you.") % {"amount": money(order.balance)}))
    elif order.balance.minor > 0:
        parts.append(Words(_("To pay: %(amount)s") % {"amount": money(order.balance)}, tone="strong"))
        if order.pay_by:
            parts.append(Words(_("Your goods are kept for you until %(until)s.") % {"until": moment(order.pay_by)}))
    label = _("See how to pay") if order.balance.minor > 0 and not order.ships_unpaid else _("See the order")
    parts += [*to_order(occasion, label), *whereto(order), *goods(order), *_terms()]
    title = _("Your order %(number)s is here") % _number(order)
    return Sheet(title=title, parts=tuple(parts), preview=_arrives(order), why=why(order))


def paid(occasion: Occasion) -> Sheet:
    """Say that an order is sure: its money is there, or set aside by the bank."""
    order = occasion.order
    told_before = occasion.facts.get("told_before", False)
    said = _("Your payment has arrived. We pack it now.") if told_before else _("Thank you. It is ordered and paid.")
    title = _("Paid: order %(number)s") if told_before else _("Your order %(number)s is confirmed")
    parts = (*_hello(order), Words(said), *whereto(order), *to_order(occasion, _("See the order")), *goods(order))
    return Sheet(title=title % _number(order), parts=(*parts, *_terms()), preview=_arrives(order), why=why(order))


def unpaid(occasion: Occasion) -> Sheet:
    """Remind of money that has not come, once, before the goods go back to the shelf."""
    order = occasion.order
    until = moment(order.pay_by) if order.pay_by else ""
    parts: list[Part] = [
        *_hello(order),
        Words(_("We have not received %(amount)s for it yet.") % {"amount": money(order.balance)}),
    ]
    if until:
        said = _("Until %(until)s the goods are kept for you; after that the order is cancelled by itself.")
        parts.append(Words(said % {"until": until}, tone="strong"))
    parts += [*to_order(occasion, _("Pay now")), *goods(order)]
    parts.append(small(_("Have you paid meanwhile? Then the letters have crossed, and you need do nothing.")))
    return Sheet(title=_("Not paid yet: order %(number)s") % _number(order), parts=tuple(parts), why=why(order))


def cancelled(occasion: Occasion) -> Sheet:
    """Say that nothing will be sent, why, and what becomes of the money."""
    order, facts = occasion.order, occasion.facts
    because = {
        "buyer": _("As you wished: nothing of it will be sent."),
        "unpaid": _("We did not receive the money in time, so the goods are for others again. You owe nothing."),
        "sold_out": _("We are sorry: we do not have it any more, and cannot say when it comes."),
        "address": _("We are sorry: it cannot be delivered to this address."),
        "duplicate": _("It was ordered twice; the other one goes its way."),
    }.get(str(facts.get("reason", "")), _("Nothing of it will be sent."))
    parts = (*_hello(order), Words(because), *_back(facts), *to_order(occasion, _("See the order")))
    title = _("Cancelled: order %(number)s") % _number(order)
    return Sheet(title=title, parts=parts, preview=because, why=why(order))


def came_late(occasion: Occasion) -> Sheet:
    """Say what became of money that came for a cancelled order."""
    order, facts = occasion.order, occasion.facts
    amount = {"amount": money(_money(facts, order))}
    if facts.get("revived"):
        said = _("Your %(amount)s came after the time, but everything was still there: the order goes on as agreed.")
        title = _("On again: order %(number)s")
        parts = (*_hello(order), Words(said % amount), *whereto(order), *to_order(occasion, _("See the order")))
        return Sheet(title=title % _number(order), parts=(*parts, *goods(order)), why=why(order))
    said = _("Your %(amount)s came after the time, and what you ordered is gone. The money goes back the way it came.")
    title = _("Too late, and on its way back: order %(number)s")
    parts = (*_hello(order), Words(said % amount), *to_order(occasion, _("See the order")))
    return Sheet(title=title % _number(order), parts=parts, why=why(order))


def changed(occasion: Occasion) -> Sheet:
    """Say what an order is now, and what follows for the money."""
    order, facts = occasion.order, occasion.facts
    difference = int(facts.get("difference_minor", 0))
    said = (
        _("It goes to another address now.") if facts.get("kind") == "address" else _("It was changed. So it is now:")
    )
    parts: list[Part] = [*_hello(order), Words(said)]
    by = money(Money(abs(difference), order.currency))
    if difference < 0:
        parts.append(Words(_("It costs %(by)s less than before.") % {"by": by}))
    elif difference > 0:
        parts.append(Words(_("It costs %(by)s more than before.") % {"by": by}))
    if order.balance.minor > 0 and not order.ships_unpaid:
        parts.append(Words(_("Still to pay: %(amount)s") % {"amount": money(order.balance)}, tone="strong"))
    parts += [*_back(facts), *to_order(occasion, _("See the order")), *whereto(order), *goods(order)]
    parts.append(small(_("Was it not you who asked for this? Answer this letter.")))
    return Sheet(title=_("Changed: order %(number)s") % _number(order), parts=tuple(parts), why=why(order))


def refunded(occasion: Occasion) -> Sheet:
    """Say that money went back."""
    order = occasion.order
    amount = money(_money(occasion.facts, order))
    said = _("We have sent %(amount)s back the way you paid.") % {"amount": amount}
    later = _("Banks take up to ten working days until it stands on your account; most are quicker.")
    parts = (*_hello(order), Words(said, tone="strong"), Words(later), *to_order(occasion, _("See the order")))
    title = _("%(amount)s is on its way back: order %(number)s") % {"amount": amount, **_number(order)}
    return Sheet(title=title, parts=parts, preview=later, why=why(order))


def link(occasion: Occasion) -> Sheet:
    """Send the link that somebody asked for."""
    order = occasion.order
    parts = (
        Words(_("Hello,\nsomebody asked for the link to this order. It always says how the order stands.")),
        *to_order(occasion, _("Open the order")),
        small(_("Was it not you who asked? Then leave it: the link was sent to nobody else.")),
    )
    return Sheet(title=_("The link to your order %(number)s") % _number(order), parts=parts, why=why(order))


def moment(at: datetime) -> str:
    """Return a day and its time, in the store's own zone."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'MONTH_DAY_FORMAT')} {date_format(local, 'H:i')}"


def _hello(order: OrderView) -> tuple[Part, ...]:
    name = order.name.strip()
    return (Words(_("Hello %(name)s,") % {"name": name} if name else _("Hello,")),)


def _number(order: OrderView) -> dict[str, str]:
    return {"number": order.number}


def _arrives(order: OrderView) -> str:
    said = promise(order)
    return _("Arrives: %(days)s") % {"days": said} if said else ""


def _back(facts: Mapping[str, Any]) -> tuple[Part, ...]:
    if not facts.get("back_minor"):
        return ()
    amount = money(Money(int(facts["back_minor"]), str(facts["currency"])))
    return (Words(_("%(amount)s goes back the way you paid. A letter says when it has left.") % {"amount": amount}),)


def _money(facts: Mapping[str, Any], order: OrderView) -> Money:
    return Money(int(facts.get("minor", 0)), str(facts.get("currency") or order.currency))


def _terms() -> tuple[Part, ...]:
    return (small(_("Something is not right? Answer this letter; a person reads it.")),)


def _whole(order: OrderView, now: datetime) -> dict[str, Any]:
    return {"minor": order.total.minor, "currency": order.currency, "revived": True}


def _for_cancelled(order: OrderView, now: datetime) -> dict[str, Any]:
    return {"reason": "buyer", "back_minor": order.captured.minor, "currency": order.currency}


kind(
    "placed",
    label=gettext_lazy("Ordered"),
    when=gettext_lazy("At once, when the money comes later: by transfer, on delivery, by telephone."),
    compose=placed,
    order=10,
)
kind(
    "paid",
    label=gettext_lazy("Confirmed"),
    when=gettext_lazy("When the money has arrived, or the bank has set it aside."),
    compose=paid,
    order=20,
)
kind(
    "unpaid",
    label=gettext_lazy("Payment is missing"),
    when=gettext_lazy("Once, before an unpaid order is cancelled by itself."),
    compose=unpaid,
    order=30,
)
kind(
    "changed",
    label=pgettext_lazy("letter", "Changed"),
    when=gettext_lazy("When lines, prices or the address of an order were changed."),
    compose=changed,
    order=40,
    example=lambda order, now: {"kind": "edit", "difference_minor": -500, "currency": order.currency},
)
kind(
    "cancelled",
    label=gettext_lazy("Cancelled"),
    when=gettext_lazy("When a whole order is cancelled, unless whoever cancels it says not to tell."),
    compose=cancelled,
    order=80,
    example=_for_cancelled,
)
kind(
    "came_late",
    label=gettext_lazy("Money came late"),
    when=gettext_lazy("When money arrives for an order that was cancelled: it goes on, or the money goes back."),
    compose=came_late,
    order=82,
    example=_whole,
)
kind(
    "refunded",
    label=gettext_lazy("Money went back"),
    when=gettext_lazy("When a refund has left."),
    compose=refunded,
    order=84,
    example=_whole,
)
kind(
    "link",
    label=gettext_lazy("The link to an order"),
    when=gettext_lazy("When somebody looks for their order by its number and their address."),
    compose=link,
    order=90,
    fixed=True,
)
