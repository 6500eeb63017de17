"""Arrange how a supplier is told of drop shipments."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel import secrets
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Private
from storecrew.shop.dropships.models import Arrangement, Way
from storecrew.shop.dropships.seats import EVERYWHERE, SETTERS
from storecrew.shop.supply import reads as supply


class Arrange(Input):
    """How a supplier is told. `key` empty: the one that is there stays. `ack_hours`: working hours until an answer is due."""

    supplier_id: int
    way: Way
    mail_to: Annotated[str, Field(max_length=254)] = ""
    address: Annotated[str, Field(max_length=300)] = ""
    key: Annotated[str, Field(max_length=400), Private] = ""
    at_once: bool = True
    ack_hours: Annotated[int, Field(ge=1, le=200)] = 8


class ArrangedOutput(Output):
    """What holds now."""

    supplier_id: int
    way: str
    at_once: bool
    ack_hours: int


@action("dropships.arrange", label=gettext_lazy("Arrange how a supplier is told"), seats=SETTERS, surfaces=EVERYWHERE)
def arrange(run: Run, data: Arrange) -> ArrangedOutput:
    """Set by which way drop shipments go to a supplier: a mail, their API in the open form, or by hand."""
    if data.supplier_id not in supply.suppliers_by_id([data.supplier_id]):
        raise Missing(_("There is no such supplier."))
    if data.way == Way.API and not data.address.startswith("https://") and not data.address.startswith("http://"):
        raise InvalidInput({"address": _("Where is their API? It begins with https://.")})
    if data.mail_to:
        try:
            validate_email(data.mail_to)
        except ValidationError as error:
            raise InvalidInput({"mail_to": _("This is no e-mail address.")}) from error
    row = Arrangement.objects.select_for_update().filter(supplier=data.supplier_id).first()
    row = row or Arrangement(supplier_id=data.supplier_id, way=data.way)
    for name in ("way", "mail_to", "address", "at_once", "ack_hours"):
        run.changed(row.subject, name, old=getattr(row, name) if row.pk else None, new=getattr(data, name))
        setattr(row, name, getattr(data, name))
    if data.key:
        row.sealed_key = secrets.encrypt(data.key)
    row.version += 1
    row.save()
    return ArrangedOutput(supplier_id=row.supplier_id, way=row.way, at_once=row.at_once, ack_hours=row.ack_hours)
