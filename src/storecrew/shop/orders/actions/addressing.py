"""Send an order elsewhere, before any of it has left."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Personal
from storecrew.shop.addresses.types import Address, checked
from storecrew.shop.orders import risk
from storecrew.shop.orders.actions.editing import Edited
from storecrew.shop.orders.events import OrderEdited
from storecrew.shop.orders.models import ChangeKind, Charge, Fulfilment, Line, Tax
from storecrew.shop.orders.seats import EVERYWHERE, SELLERS
from storecrew.shop.orders.sums import complete
from storecrew.shop.orders.writing import paying
from storecrew.shop.orders.writing.finishing import OUTCOMES, finish, note_change
from storecrew.shop.orders.writing.loading import Sheet, refuse_unless_open, sheet_of
from storecrew.shop.orders.writing.quoting import taxes_of
from storecrew.shop.taxes.types import Taxable


class ChangeAddress(Input):
    """Where it goes instead, and to whom the bill goes (None: the same). `phone`, `email` empty: as they are."""

    order_id: int
    version: int
    ship_to: Address
    bill_to: Address | None = None
    email: Annotated[str, Personal, Field(max_length=254)] = ""
    phone: Annotated[str, Personal, Field(max_length=40)] = ""
    reason: Annotated[str, Personal, Field(max_length=400)] = ""
    refund: Literal["due", "none"] = "due"


@action(
    "orders.change_address",
    label=gettext_lazy("Change an order's address"),
    seats=SELLERS,
    surfaces=EVERYWHERE,
    emits=(OrderEdited, *OUTCOMES),
    calls=paying.CALLS,
    previews=True,
)
def change_address(run: Run, data: ChangeAddress) -> Edited:
    """Send an order elsewhere. Taxes become those of the new place; the price of shipping stays unless it is changed too."""
    sheet = sheet_of(run, data.order_id, version=data.version)
    order = sheet.order
    refuse_unless_open(order)
    if order.fulfilment != Fulfilment.NONE:
        raise Refused(
            _("Some of it has left already. Ask the carrier, or send the rest as an order of its own."),
            code="orders.shipped",
        )
    was = order.total_minor
    before = {"ship_to": order.ship_to, "bill_to": order.bill_to}
    ship_to = checked(data.ship_to)
    moved = order.country != ship_to.country or (order.ship_to or {}).get("region") != ship_to.region
    order.ship_to = ship_to.model_dump()
    order.bill_to = checked(data.bill_to).model_dump() if data.bill_to else None
    order.name, order.country = ship_to.name, ship_to.country
    order.email = data.email or order.email
    order.phone = data.phone or ship_to.phone or order.phone
    run.changed(order.subject, "ship_to", old=before["ship_to"], new=order.ship_to, personal=True)
    run.changed(order.subject, "bill_to", old=before["bill_to"], new=order.bill_to, personal=True)
    if moved:
        _tax_anew(run, sheet)
    tries = [hint for hint in order.risks if hint["code"] in {"tries", "card"}]
    order.risks = [*risk.hints(order, run.now), *tries]
    finish(run, sheet)
    after = {"ship_to": order.ship_to, "bill_to": order.bill_to}
    note_change(run, order, ChangeKind.ADDRESS, was=was, before=before, after=after, reason=data.reason)
    difference = order.money(order.total_minor - was)
    edited = OrderEdited(
        order_id=order.pk, number=order.number, kind=ChangeKind.ADDRESS, difference=difference, total=order.total
    )
    run.emit(edited, subject=order.subject)
    back = paying.give_back(run, order, why=data.reason) if data.refund == "due" else 0
    return Edited(
        order_id=order.pk,
        number=order.number,
        difference=difference,
        total=order.total,
        balance=order.money(order.balance_minor),
        refunding=order.money(back),
        version=order.version,
    )


def _tax_anew(run: Run, sheet: Sheet) -> None:
    """Put the taxes of the new place on every row; prices and discounts stay as they were agreed."""
    order = sheet.order
    rows: dict[str, Line | Charge] = {f"line:{line.pk}": line for line in sheet.lines if line.wanted}
    rows |= {f"charge:{charge.pk}": charge for charge in sheet.charges}
    amounts = [
        Taxable(
            key=key,
            amount=order.money(_net(row)),
            tax_class=row.tax_class or "standard" if isinstance(row, Line) else "standard",
            quantity=row.wanted if isinstance(row, Line) else 1,
            shipping=isinstance(row, Charge),
        )
        for key, row in rows.items()
    ]
    parts = taxes_of(order, amounts, at=run.now)
    Tax.objects.filter(order=order).delete()
    fresh: list[Tax] = []
    for key, row in rows.items():
        place = {"line": row} if isinstance(row, Line) else {"charge": row}
        levies = [
            Tax(
                order=order,
                name=part.name,
                rate=part.rate,
                base_minor=part.base.minor,
                amount_minor=part.amount.minor,
                **place,
            )
            for part in parts.get(key, [])
        ]
        discounts, _old = sheet.parts_of(row)
        complete(row, discounts, levies, inclusive=order.inclusive)
        fresh += levies
    sheet.taxes = Tax.objects.bulk_create(fresh)
    Charge.objects.bulk_update(sheet.charges, ["tax_minor", "total_minor"])


def _net(row: Line | Charge) -> int:
    own = row.gross_minor if isinstance(row, Line) else row.amount_minor
    return own - row.discount_minor
