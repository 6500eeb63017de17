"""What is owed for parcels goes to the ledger; what a supplier has billed is taken off what they may still bill."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.dropships.actions.shipping import owed_for
from storecrew.shop.dropships.loading import dropship_of, lines_of
from storecrew.shop.dropships.models import DropParcel
from storecrew.shop.dropships.seats import EVERYWHERE, SENDERS
from storecrew.shop.ledger import actions as ledger
from storecrew.shop.ledger.types import EntryDraft, credit, debit
from storecrew.shop.supply import reads as supply

COST_OF_GOODS, NOT_BILLED = "5010", "2020"
"""Accounts of the usual chart: cost of goods, and deliveries not billed yet."""


class Book(Input):
    """The parcel whose cost is to be booked. `on` None: the day it left."""

    drop_parcel_id: int
    on: date | None = None


class Booked(Output):
    """The number of the entry. None: nothing is owed, or nobody knows what a piece costs."""

    drop_parcel_id: int
    entry: int | None


@action(
    "dropships.book",
    label=gettext_lazy("Book what a supplier's parcel cost"),
    seats={"finance"},
    surfaces=EVERYWHERE,
    calls=(ledger.post,),
)
def book(run: Run, data: Book) -> Booked:
    """Book the cost of goods against what is delivered and not billed yet, in the supplier's currency, once a parcel."""
    parcel = DropParcel.objects.select_for_update().filter(pk=data.drop_parcel_id).first()
    if parcel is None:
        raise Missing(_("There is no such parcel."))
    row = parcel.dropship
    run.about(row.subject, f"supplier:{row.supplier_id}")
    if parcel.entry is not None:
        return Booked(drop_parcel_id=parcel.pk, entry=parcel.entry)
    amount = owed_for(row, list(parcel.pieces.all())) if parcel.owed else None
    if amount is None or not amount.minor:
        return Booked(drop_parcel_id=parcel.pk, entry=None)
    name = supply.suppliers_by_id([row.supplier_id])[row.supplier_id].name
    entry = EntryDraft(
        on=data.on or supply.store_day(parcel.at),
        text=_("%(number)s sent by %(supplier)s") % {"number": row.number, "supplier": name},
        source=row.subject,
        key=f"dropparcel:{parcel.pk}:cost",
        lines=(debit(COST_OF_GOODS, amount), credit(NOT_BILLED, amount, note=name[:200])),
    )
    posted = run.call(ledger.post, entry)
    parcel.entry = posted.number
    parcel.save(update_fields=["entry"])
    run.changed(row.subject, "booked", old=None, new={"minor": amount.minor, "currency": amount.currency})
    return Booked(drop_parcel_id=parcel.pk, entry=parcel.entry)


class LineCost(Input):
    """What one piece of a line costs."""

    line_id: int
    cost: Money


class SetCosts(Input):
    """What was not known when it was asked for."""

    dropship_id: int
    lines: Annotated[tuple[LineCost, ...], Field(min_length=1, max_length=500)]


@action(
    "dropships.set_costs", label=gettext_lazy("Tell what a drop shipment costs"), seats=SENDERS, surfaces=EVERYWHERE
)
def set_costs(run: Run, data: SetCosts) -> Nothing:
    """Set what pieces cost, as long as the parcel they are in is not booked: after that the supplier's bill says it."""
    row = dropship_of(run, data.dropship_id)
    lines = {line.pk: line for line in lines_of(row)}
    for number, one in enumerate(data.lines):
        line = lines.get(one.line_id)
        if line is None:
            raise InvalidInput({f"lines.{number}.line_id": _("This line is not of that drop shipment.")})
        if one.cost.currency != row.currency or one.cost.minor < 0:
            words = _("The supplier is paid in %(currency)s.")
            raise InvalidInput({f"lines.{number}.cost": words % {"currency": row.currency}})
        booked = line.pieces.filter(parcel__entry__isnull=False)
        if booked.exists():
            raise Refused(_("Its parcel is booked already; the supplier's bill tells the difference."))
        old = None if line.unit_minor is None else {"minor": line.unit_minor, "currency": row.currency}
        new = {"minor": one.cost.minor, "currency": row.currency}
        run.changed(row.subject, f"cost {line.sku or line.title}", old=old, new=new)
        line.unit_minor = one.cost.minor
        line.save(update_fields=["unit_minor"])
        line.pieces.update(unit_minor=one.cost.minor)
    return Nothing()
