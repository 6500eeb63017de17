"""Put a paper together from an order as it stands, or from an invoice that is to be corrected."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from storecrew.kernel.money.types import Money, Rounding, rounded, total
from storecrew.kernel.store.reads import current
from storecrew.shop.addresses.types import Address
from storecrew.shop.addresses.types import lines as address_lines
from storecrew.shop.orders.documents.models import Letterhead
from storecrew.shop.orders.documents.types import Paper, PaperLine, PaperTax, Party
from storecrew.shop.orders.models import Charge, Line, Order, Tax


def paper_of(order: Order, kind: str, at: datetime, *, number: str = "") -> Paper:
    """Return the paper of an order as it stands: what is still wanted, at agreed prices."""
    lines = [line for line in Line.objects.filter(order=order) if line.wanted]
    charges = [charge for charge in Charge.objects.filter(order=order) if charge.amount_minor or charge.total_minor]
    taxes = list(Tax.objects.filter(order=order))
    with override(order.language):
        rows = [*(_line(order, line, taxes) for line in lines), *(_charge(order, one, taxes) for one in charges)]
        return _whole(order, kind, at, rows, number=number)


def credit_paper(
    invoice: Paper, pieces: dict[int, int] | None, at: datetime, *, number: str, reason: str, order: Order
) -> Paper:
    """Return the paper that takes back an invoice, whole or so many pieces of its lines; charges only with the whole."""
    rows = []
    for row in invoice.lines:
        if pieces is None:
            rows.append(row)
        elif row.line_id is not None and pieces.get(row.line_id):
            rows.append(_part(row, pieces[row.line_id]))
    with override(invoice.language):
        made = _whole(order, "credit_note", at, rows, number=number)
    return made.model_copy(
        update={
            "corrects": invoice.number,
            "reason": reason,
            "seller": invoice.seller,
            "buyer": invoice.buyer,
            "goes_to": invoice.goes_to,
            "language": invoice.language,
            "paid": Money.zero(invoice.currency),
            "due": Money.zero(invoice.currency),
        }
    )


def _whole(order: Order, kind: str, at: datetime, rows: Sequence[PaperLine], *, number: str) -> Paper:
    sums: dict[tuple[str, object], PaperTax] = {}
    for row in rows:
        for tax in row.taxes:
            known = sums.get((tax.name, tax.rate))
            base, amount = (known.base, known.amount) if known else (Money(0, order.currency), Money(0, order.currency))
            sums[tax.name, tax.rate] = PaperTax(
                name=tax.name, rate=tax.rate, base=base + tax.base, amount=amount + tax.amount
            )
    whole = total((row.total for row in rows), order.currency)
    tax_sum = total((row.tax for row in rows), order.currency)
    head = Letterhead.objects.filter(pk=1).first()
    received = order.money(order.captured_minor - order.refunded_minor)
    return Paper(
        kind=kind,
        number=number,
        order_number=order.number or str(order),
        language=order.language,
        currency=order.currency,
        inclusive=order.inclusive,
        on=timezone.localdate(at),
        delivered_on=timezone.localdate(order.fulfilled_at) if order.fulfilled_at else None,
        seller=_seller(head),
        buyer=_party(order.bill_to or order.ship_to, order),
        goes_to=_party(order.ship_to, order),
        lines=tuple(rows),
        taxes=tuple(sums.values()),
        subtotal=whole - tax_sum,
        tax=tax_sum,
        total=whole,
        tax_note=_tax_note(order),
        note=order.buyer_note,
        paid=received,
        due=order.money(max(0, order.balance_minor)),
        bank=head.bank if head else "",
        footer=head.footer if head else "",
    )


def _line(order: Order, line: Line, taxes: Sequence[Tax]) -> PaperLine:
    return PaperLine(
        line_id=line.pk,
        sku=line.sku,
        title=line.title,
        options=", ".join(one["value"] for one in line.options),
        quantity=line.wanted,
        unit=order.money(line.unit_minor),
        discount=order.money(line.discount_minor),
        tax=order.money(line.tax_minor),
        total=order.money(line.total_minor),
        taxes=_taxes(order, [tax for tax in taxes if tax.line_id == line.pk]),
    )


def _charge(order: Order, charge: Charge, taxes: Sequence[Tax]) -> PaperLine:
    return PaperLine(
        line_id=None,
        charge_id=charge.pk,
        sku="",
        title=charge.name or _("Shipping"),
        options="",
        quantity=1,
        unit=order.money(charge.amount_minor),
        discount=order.money(charge.discount_minor),
        tax=order.money(charge.tax_minor),
        total=order.money(charge.total_minor),
        taxes=_taxes(order, [tax for tax in taxes if tax.charge_id == charge.pk]),
    )


def _taxes(order: Order, taxes: Sequence[Tax]) -> tuple[PaperTax, ...]:
    return tuple(
        PaperTax(name=tax.name, rate=tax.rate, base=order.money(tax.base_minor), amount=order.money(tax.amount_minor))
        for tax in taxes
    )


def _part(row: PaperLine, pieces: int) -> PaperLine:
    def share(amount: Money) -> Money:
        return Money(rounded(Fraction(amount.minor * pieces, row.quantity), Rounding.HALF_UP), amount.currency)

    taxes = tuple(
        PaperTax(name=tax.name, rate=tax.rate, base=share(tax.base), amount=share(tax.amount)) for tax in row.taxes
    )
    return row.model_copy(
        update={
            "quantity": pieces,
            "discount": share(row.discount),
            "tax": total((tax.amount for tax in taxes), row.total.currency),
            "total": share(row.total),
            "taxes": taxes,
        }
    )


def _seller(head: Letterhead | None) -> Party:
    if head is None:
        store = current()
        return Party(name=store.name if store else "")
    more = tuple(text for text in (head.registration, head.contact) if text)
    return Party(name=head.name, lines=tuple(head.lines), tax_number=head.tax_number, more=more)


def _party(address: dict[str, str] | None, order: Order) -> Party:
    number = str((order.quote or {}).get("tax_number", ""))
    if not address:
        return Party(name=order.name or order.email or order.phone, tax_number=number)
    place = Address.model_validate({**address, "name": "", "phone": ""})
    rows = address_lines(place, order.language)
    return Party(name=address.get("name", ""), lines=tuple(rows), tax_number=number)


def _tax_note(order: Order) -> str:
    match (order.quote or {}).get("tax_note", ""):
        case "reverse_charge":
            return _("Reverse charge: the recipient owes the tax.")
        case "exempt":
            return _("No tax is charged: the buyer is exempt.")
    return ""
