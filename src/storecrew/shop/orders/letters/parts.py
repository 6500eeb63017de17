"""Pieces that letters about orders share, in the active language."""

from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from storecrew.kernel.mail.composing import Button, Facts, Heading, Part, Row, Rows, Words
from storecrew.kernel.money.formatting import format_money, locale_of
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.addresses import types as addresses
from storecrew.shop.orders.letters.kinds import Occasion
from storecrew.shop.orders.types import LineView, OrderView


def goods(order: OrderView) -> tuple[Part, ...]:
    """Return what an order holds, and what it comes to."""
    rows = tuple(row_of(line, line.quantity - line.cancelled) for line in order.lines if line.quantity > line.cancelled)
    return (Heading(_("What you ordered")), Rows(rows, sums(order))) if rows else ()


def row_of(line: LineView, pieces: int, *, priced: bool = True) -> Row:
    """Return a line of an order, so many pieces of it."""
    title = f"{line.title} × {pieces}" if pieces != 1 else line.title
    options = ", ".join(option.value for option in line.options)
    return Row(title, options, money(line.gross) if priced else "")


def sums(order: OrderView) -> tuple[Row, ...]:
    """Return what an order adds up to."""
    rows = [Row(pgettext("sum", "Goods"), amount=money(order.subtotal))]
    rows += [Row(one.name or one.code, amount=f"−{money(one.amount)}") for one in order.discounts if one.amount.minor]
    if any(line.requires_shipping for line in order.lines):
        free = pgettext("delivery", "free")
        rows.append(Row(_("Delivery"), amount=money(order.shipping) if order.shipping.minor else free))
    if order.fee.minor:
        rows.append(Row(pgettext("sum", "Fee"), amount=money(order.fee)))
    if not order.inclusive:
        rows += [Row(tax.name, amount=money(tax.amount)) for tax in order.taxes]
    return (*rows, Row(_("In all"), amount=money(order.total), strong=True))


def whereto(order: OrderView) -> tuple[Part, ...]:
    """Return where an order goes, and when it arrives as promised."""
    rows: list[tuple[str, str]] = []
    if said := promise(order):
        rows.append((_("Arrives"), said))
    if order.ship_to:
        store = current()
        home = store.country if store else "CN"
        rows.append((_("It goes to"), "\n".join(addresses.lines(order.ship_to, get_language() or "en", home=home))))
    return (Facts(tuple(rows)),) if rows else ()


def promise(order: OrderView) -> str:
    """Return the days that were promised; empty without any."""
    if order.promised_until is None:
        return ""
    if order.promised_from is None or order.promised_from == order.promised_until:
        return _("by %(day)s") % {"day": day(order.promised_until)}
    return _("%(first)s to %(last)s") % {"first": day(order.promised_from), "last": day(order.promised_until)}


def to_order(occasion: Occasion, label: str) -> tuple[Part, ...]:
    """Return the button that opens the order; nothing where no front serves it."""
    return (Button(label, occasion.url),) if occasion.url else ()


def why(order: OrderView) -> str:
    """Return why the reader gets the letter."""
    return _("You get this letter because of your order %(number)s. It is no advertising.") % {"number": order.number}


def day(on: date) -> str:
    """Return a day with its weekday, as each language writes it."""
    return str(format_skeleton("MMMMEEEEd", on, locale=locale_of()))


def money(amount: Money) -> str:
    """Return an amount in the letter's language."""
    return format_money(amount, get_language())


def small(text: str) -> Words:
    """Return a paragraph that few read."""
    return Words(text, tone="small")
