"""An order as its buyer sees it: lines with pictures, parcels with what was said and what is known now, money."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from storecrew.fronts.storefront import pictures
from storecrew.fronts.storefront.pictures import picture_html
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.orders.types import LineView, OrderView
from storecrew.shop.payments.types import PaymentView, State

SIZES = "3.25rem"


@dataclass(frozen=True, slots=True)
class Bought:
    """A line as it is shown; `note` says what became of it, empty where nothing is to be said."""

    line: LineView
    quantity: int
    options: str
    picture: SafeString
    href: str
    note: str


def lines_of(site: Site, order: OrderView, now: datetime) -> tuple[Bought, ...]:
    """Return the lines of an order with pictures, in the language it was ordered in."""
    faces = catalogue.faces((line.variant_id for line in order.lines), site.language, now=now)
    pictures.load(face.picture.asset_id for face in faces.values() if face.picture)
    bought = []
    for line in order.lines:
        face = faces.get(line.variant_id or 0)
        bought.append(
            Bought(
                line=line,
                quantity=line.quantity - line.cancelled,
                options=", ".join(option.value for option in line.options),
                picture=picture_html(face.picture if face else None, sizes=SIZES, decorative=True, most=400),
                href=site.to.product(face.slug, face.variant_id) if face and face.on_sale else "",
                note=_note(line),
            )
        )
    return tuple(bought)


def _note(line: LineView) -> str:
    if line.cancelled:
        return _("%(n)d cancelled") % {"n": line.cancelled}
    if line.returned:
        return _("%(n)d returned") % {"n": line.returned}
    return ""


def open_payment(payments: Iterable[PaymentView]) -> PaymentView | None:
    """Return the newest payment that is not over: what the shopper is in the middle of."""
    over = {State.FAILED, State.VOIDED, State.CAPTURED, State.AUTHORISED}
    running = [one for one in payments if one.state not in over]
    return running[-1] if running else None


def last_failure(payments: Iterable[PaymentView]) -> str:
    """Return why the last try failed, empty when it did not."""
    tries = list(payments)
    return tries[-1].failure if tries and tries[-1].state == State.FAILED else ""


def owed(order: OrderView, payments: Iterable[PaymentView]) -> Money | None:
    """Return what is still to be paid; None when nothing is.

    Counts what the payments know already and the order has not heard of yet: shoppers look a moment after they paid.
    """
    came = sum(
        max(one.captured.minor, one.authorised.minor) for one in payments if one.amount.currency == order.currency
    )
    due = order.balance.minor + order.captured.minor - max(came, order.captured.minor)
    return Money(due, order.currency) if due > 0 and order.state == "open" else None
