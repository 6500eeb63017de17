"""Carriers that the shop adds to those the house knows."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Output
from storecrew.shop.shipping import rulebook
from storecrew.shop.shipping.carriers import KNOWN
from storecrew.shop.shipping.drafts import CarrierDraft
from storecrew.shop.shipping.models import OwnCarrier
from storecrew.shop.shipping.seats import EDITORS, EVERYWHERE


class CarrierSaved(Output):
    """A carrier after a change."""

    code: str
    version: int


@action(
    "shipping.add_carrier",
    label=gettext_lazy("Add a carrier"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def add_carrier(run: Run, data: CarrierDraft) -> CarrierSaved:
    """Add a carrier that the house does not know, such as a courier of the town."""
    _refuse_odd(data)
    if data.code in KNOWN:
        raise InvalidInput({"code": _("The house knows this carrier already.")})
    row = OwnCarrier.objects.create(**data.model_dump())
    run.changed(row.subject, "names", old=None, new=row.names)
    rulebook.change()
    return CarrierSaved(code=row.code, version=row.version)


class CarrierEdit(CarrierDraft):
    """All of it anew; the code says which one and stays."""


@action(
    "shipping.edit_carrier",
    label=gettext_lazy("Change a carrier"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def edit_carrier(run: Run, data: CarrierEdit) -> CarrierSaved:
    """Change a carrier that the shop added, or use it no longer."""
    row = OwnCarrier.objects.select_for_update().filter(code=data.code).first()
    if row is None:
        raise Missing
    _refuse_odd(data)
    run.about(row.subject)
    for name in ("names", "tracking_url", "pattern", "active"):
        value = getattr(data, name)
        run.changed(row.subject, name, old=getattr(row, name), new=value)
        setattr(row, name, value)
    if run.changes:
        row.version += 1
        row.save()
        rulebook.change()
    return CarrierSaved(code=row.code, version=row.version)


def _refuse_odd(data: CarrierDraft) -> None:
    if not any(text.strip() for text in data.names.values()):
        raise InvalidInput({"names": _("Give the carrier a name.")})
    url = data.tracking_url
    if url and not (url.startswith(("https://", "http://")) and "{number}" in url):
        raise InvalidInput({"tracking_url": _("An address begins with https:// and holds {number} for the number.")})
