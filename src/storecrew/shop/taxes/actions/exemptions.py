"""Buyers who are not charged: by law, or because they owe the tax themselves."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.taxes.models import Exemption
from storecrew.shop.taxes.seats import EVERYWHERE, KEEPERS


class Exempt(Input):
    """A customer who is not charged. `country` empty: wherever it is sent; `checked_on` None: today."""

    customer_id: int
    why: Literal["reverse_charge", "exempt"]
    tax_number: Annotated[str, Field(min_length=4, max_length=40)]
    country: Annotated[str, Field(max_length=2, pattern=r"^([A-Z]{2})?$")] = ""
    checked_on: date | None = None


class Exempted(Output):
    """The exemption's number."""

    exemption_id: int


@action("taxes.exempt", label=gettext_lazy("Exempt a customer from tax"), seats=KEEPERS, surfaces=EVERYWHERE)
def exempt(run: Run, data: Exempt) -> Exempted:
    """Charge a customer no tax from now on, and keep the number that proves why.

    Reverse charge (Directive 2006/112/EC art. 138 and 194 to 196) holds only for goods sent to another country.
    """
    if data.checked_on and data.checked_on > run.now.date():
        raise InvalidInput({"checked_on": _("This day is still to come.")})
    open_one = Exemption.objects.filter(customer=data.customer_id, country=data.country, ends_on=None)
    if open_one.exists():
        raise InvalidInput({"customer_id": _("This customer is exempt there already. End that one first.")})
    row = Exemption.objects.create(
        customer=data.customer_id,
        why=data.why,
        country=data.country,
        tax_number=data.tax_number,
        checked_on=data.checked_on or run.now.date(),
    )
    run.changed(f"customer:{data.customer_id}", "tax", old=None, new=data.why)
    return Exempted(exemption_id=row.pk)


class EndExemption(Input):
    """An exemption."""

    exemption_id: int


@action("taxes.end_exemption", label=gettext_lazy("Charge a customer tax again"), seats=KEEPERS, surfaces=EVERYWHERE)
def end_exemption(run: Run, data: EndExemption) -> Exempted:
    """Charge a customer tax again from today on; earlier invoices keep the reason."""
    row = Exemption.objects.select_for_update().filter(pk=data.exemption_id).first()
    if row is None:
        raise Missing
    run.about(f"customer:{row.customer}")
    if row.ends_on is None:
        row.ends_on = run.now.date()
        row.save(update_fields=["ends_on"])
        run.changed(f"customer:{row.customer}", "tax", old=row.why, new=None)
    return Exempted(exemption_id=row.pk)
