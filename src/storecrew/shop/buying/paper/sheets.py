"""What stands on a purchase order, made once for page, PDF, workbook and rows alike; in the language that is active."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.addresses.types import Address
from storecrew.shop.addresses.types import lines as address_lines
from storecrew.shop.buying.models import PurchaseLine, PurchaseOrder
from storecrew.shop.catalogue import reads as catalogue


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line as it is printed. `barcode` may be empty."""

    number: int
    sku: str
    title: str
    ours: str
    barcode: str
    quantity: int
    cost: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Paper:
    """A purchase order as it is printed: heading, facts beside it, lines, and what stands below."""

    title: str
    number: str
    on: date
    buyer: str
    supplier: tuple[str, ...]
    deliver_to: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    lines: tuple[PaperLine, ...]
    total: Money
    note: str


def of_order(order: PurchaseOrder, lines: Sequence[PurchaseLine], now: datetime) -> Paper:
    """Return an order as it is printed, in the active language."""
    profile = current()
    zone = ZoneInfo(profile.time_zone if profile else "UTC")
    language = get_language() or "en"
    faces = catalogue.faces([line.variant_id for line in lines], language, now=now)
    on = (order.sent_at or now).astimezone(zone).date()
    wanted = date_format(order.wanted_on, "DATE_FORMAT") if order.wanted_on else _("as soon as you can")
    total = order.money(sum(line.quantity * line.cost_minor for line in lines))
    return Paper(
        title=_("Purchase order"),
        number=order.number,
        on=on,
        buyer=profile.name if profile else "",
        supplier=(order.supplier.legal_name or order.supplier.name,),
        deliver_to=tuple(place_lines(order, language)),
        facts=(
            (pgettext("paper", "Date"), date_format(on, "DATE_FORMAT")),
            (pgettext("purchase order", "Wanted by"), wanted),
            (pgettext("paper", "Payment"), _terms(order, total)),
        ),
        columns=(
            "#",
            _("Your SKU"),
            pgettext("paper", "Goods"),
            _("Our SKU"),
            _("Barcode"),
            pgettext("paper", "Pieces"),
            _("Price each (%(currency)s)") % {"currency": order.currency},
            _("Amount (%(currency)s)") % {"currency": order.currency},
        ),
        lines=tuple(
            PaperLine(
                number=number,
                sku=line.sku,
                title=line.title,
                ours=face.sku if (face := faces.get(line.variant_id)) else "",
                barcode=face.barcode if face else "",
                quantity=line.quantity,
                cost=order.money(line.cost_minor),
                total=order.money(line.cost_minor * line.quantity),
            )
            for number, line in enumerate(lines, start=1)
        ),
        total=total,
        note=order.note,
    )


def place_lines(order: PurchaseOrder, language: str) -> list[str]:
    """Return the address of the warehouse the goods go to."""
    address = order.warehouse.address
    return [order.warehouse.name, *(address_lines(Address.model_validate(address), language) if address else ())]


def place_of(order: PurchaseOrder) -> str:
    """Return the same in one line."""
    return ", ".join(place_lines(order, get_language() or "en"))


def _terms(order: PurchaseOrder, total: Money) -> str:
    deposit = order.money(total.minor * order.deposit_percent // 100)
    if order.deposit_percent == 100:
        return _("prepaid")
    if order.deposit_percent and order.net_days:
        return _("%(money)s deposit, the rest %(n)d days after delivery") % {
            "money": format_money(deposit),
            "n": order.net_days,
        }
    if order.deposit_percent:
        return _("%(money)s deposit, the rest on delivery") % {"money": format_money(deposit)}
    if order.net_days:
        return _("%(n)d days after delivery") % {"n": order.net_days}
    return _("on delivery")
