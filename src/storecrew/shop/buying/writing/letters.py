"""What suppliers are written: the order with its lines, that it is called off, that an answer is not agreed with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.mail import writing as mail
from storecrew.kernel.mail.composing import Button, Facts, Part, Row, Rows, Sheet, Words, compose
from storecrew.kernel.mail.dress import dress_in
from storecrew.kernel.mail.types import File
from storecrew.kernel.money.formatting import format_money
from storecrew.shop.buying import portal
from storecrew.shop.buying.models import PurchaseLine, PurchaseOrder, Way
from storecrew.shop.buying.paper import files, sheets
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import ContactView

EMAIL = "email"
LINES_SHOWN = 60
"""More than that stand in the files alone."""


@dataclass(frozen=True, slots=True)
class _To:
    address: str
    language: str
    contact_id: int | None


def send(run: Run, order: PurchaseOrder, lines: Sequence[PurchaseLine], *, way: Way, to: str, again: bool) -> str:
    """Write the order to its supplier where it goes by mail; returns to whom it goes. Raises InvalidInput, Refused."""
    if way != Way.MAIL:
        if way == Way.PORTAL and not portal.url_of(order.supplier_id, None, order.subject):
            raise Refused(_("Suppliers have no page of their own here yet."), code="buying.no_portal")
        contact = next(iter(_contacts(run, order)), None)
        return contact.name if contact else order.supplier.name
    reader = _reader(run, order, to)
    if reader is None:
        raise InvalidInput({"to": _("Nobody there has an e-mail address. Type one, or pass the order on by hand.")})
    with override(reader.language):
        title = (_("Changed order %(number)s") if again else _("Order %(number)s")) % {"number": order.number}
        sheet = Sheet(title=title, parts=tuple(_parts(order, lines, reader, again=again)), why=_why())
        paper = sheets.of_order(order, lines, run.now)
        attached = (
            File(f"{order.number}.pdf", "application/pdf", files.as_pdf(paper)),
            File(f"{order.number}.xlsx", files.XLSX, files.as_xlsx(paper)),
        )
    _write(run, order, reader, sheet, "sent", attached)
    return reader.address


def call_off(run: Run, order: PurchaseOrder, *, reason: str) -> None:
    """Tell the supplier that an order is called off, where it went by mail."""
    if (reader := _again(run, order)) is None:
        return
    with override(reader.language):
        title = _("Order %(number)s is called off") % {"number": order.number}
        words = _("Nothing of order %(number)s is to be delivered any more. The reason: %(reason)s") % {
            "number": order.number,
            "reason": reason,
        }
        sheet = Sheet(title=title, parts=(Words(words, "strong"),), why=_why())
    _write(run, order, reader, sheet, "cancelled")


def decline(run: Run, order: PurchaseOrder, lines: Sequence[PurchaseLine], *, note: str) -> None:
    """Tell the supplier that their answer is not agreed with, and ask again, where the order went by mail."""
    if (reader := _again(run, order)) is None:
        return
    with override(reader.language):
        title = _("About your answer to order %(number)s") % {"number": order.number}
        rows = tuple(Row(line.title, _detail(order, line)) for line in lines[:LINES_SHOWN])
        words = _("We cannot agree to what you answered for these lines. Can you deliver them as they were ordered?")
        parts: list[Part] = [Words(words, "strong"), Rows(rows)]
        parts += [Words(note)] if note else []
        sheet = Sheet(title=title, parts=(*parts, *_button(order, reader)), why=_why())
    _write(run, order, reader, sheet, "declined")


def _parts(order: PurchaseOrder, lines: Sequence[PurchaseLine], reader: _To, *, again: bool) -> list[Part]:
    wanted = date_format(order.wanted_on, "DATE_FORMAT") if order.wanted_on else _("as soon as you can")
    first = _("We have changed our order. This is how it is now:") if again else _("We order from you:")
    facts = (
        (pgettext("paper", "Order"), order.number),
        (pgettext("purchase order", "Wanted by"), wanted),
        (_("Deliver to"), sheets.place_of(order)),
    )
    rows = tuple(
        Row(line.title, _detail(order, line), format_money(order.money(line.quantity * line.cost_minor)))
        for line in lines[:LINES_SHOWN]
    )
    total = format_money(order.money(sum(line.quantity * line.cost_minor for line in lines)))
    parts: list[Part] = [
        Words(first, "strong"),
        Facts(facts),
        Rows(rows, (Row(_("Together"), "", total, strong=True),)),
    ]
    parts += [Words(order.note)] if order.note else []
    parts += _button(order, reader)
    parts.append(Words(_("Tell us whether you can deliver all of it, and on which day."), "small"))
    return parts


def _button(order: PurchaseOrder, reader: _To) -> list[Part]:
    url = portal.url_of(order.supplier_id, reader.contact_id, order.subject)
    return [Button(_("Confirm the order"), url)] if url else []


def _detail(order: PurchaseOrder, line: PurchaseLine) -> str:
    each = format_money(order.money(line.cost_minor))
    said = _("%(n)d at %(cost)s each") % {"n": line.quantity, "cost": each}
    return f"{line.sku} · {said}" if line.sku else said


def _why() -> str:
    return _("You get this because we buy from you. Answer to this letter reaches us.")


def _reader(run: Run, order: PurchaseOrder, to: str) -> _To | None:
    found: list[_To] = []
    for one in _contacts(run, order):
        for channel in one.channels:
            if channel.kind == EMAIL:
                found.append(_To(channel.address, one.language or order.language, one.contact_id))
    if to:
        known = next((one for one in found if one.address == to.lower()), None)
        return known or _To(to, order.language, None)
    return found[0] if found else None


def _again(run: Run, order: PurchaseOrder) -> _To | None:
    return _reader(run, order, order.sent_to) if order.way == Way.MAIL and order.sent_to else None


def _contacts(run: Run, order: PurchaseOrder) -> tuple[ContactView, ...]:
    return supply.contacts_of([order.supplier_id]).get(order.supplier_id, ())


def _write(
    run: Run, order: PurchaseOrder, reader: _To, sheet: Sheet, what: str, attached: tuple[File, ...] = ()
) -> None:
    letter = compose(sheet, dress_in(reader.language), to=reader.address, language=reader.language)
    key = f"{order.subject}:{what}:{order.version}"
    mail.write(replace(letter, files=attached), key=key, subject=order.subject, cause=run.uid, at=run.now)
