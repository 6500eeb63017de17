"""Zones: areas with rates of their own."""

from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.taxes.actions.writing import touch
from storecrew.shop.taxes.events import TaxRulesChanged
from storecrew.shop.taxes.models import Area, Zone
from storecrew.shop.taxes.seats import EVERYWHERE, KEEPERS


class AreaDraft(Input):
    """A part of a zone; what is empty holds everything. Postcodes: several with `;`, `902*`, `1000...1999`."""

    country: Annotated[str, Field(max_length=2, pattern=r"^([A-Z]{2})?$")] = ""
    region: Annotated[str, Field(max_length=120)] = ""
    postcodes: Annotated[str, Field(max_length=5000)] = ""
    city: Annotated[str, Field(max_length=120)] = ""


class SaveZone(Input):
    """A zone with all its areas; without `zone_id` a new one."""

    zone_id: int | None = None
    name: Annotated[str, Field(min_length=1, max_length=120)]
    areas: Annotated[tuple[AreaDraft, ...], Field(min_length=1, max_length=2000)]
    source: Annotated[str, Field(max_length=200)] = ""


class ZoneSaved(Output):
    """The zone's number."""

    zone_id: int


@action(
    "taxes.save_zone",
    label=gettext_lazy("Save a tax zone"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(TaxRulesChanged,),
)
def save_zone(run: Run, data: SaveZone) -> ZoneSaved:
    """Add a tax zone, or change its name and areas."""
    row = Zone(name="") if data.zone_id is None else zone_of(data.zone_id)
    if Zone.objects.filter(name=data.name).exclude(pk=row.pk).exists():
        raise InvalidInput({"name": _("There is a zone with this name already.")})
    old = {"name": row.name or None, "source": row.source, "areas": _said(row)}
    row.name, row.source = data.name, data.source
    row.save()
    row.areas.all().delete()
    write_areas(row, data.areas)
    new = {"name": row.name, "source": row.source, "areas": _said(row)}
    for name, value in new.items():
        run.changed(row.subject, name, old=old[name], new=value)
    if run.changes:
        touch(run, "zone")
    return ZoneSaved(zone_id=row.pk)


class DeleteZone(Input):
    """A zone."""

    zone_id: int


@action(
    "taxes.delete_zone",
    label=gettext_lazy("Delete a tax zone"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(TaxRulesChanged,),
    previews=True,
    destructive=True,
)
def delete_zone(run: Run, data: DeleteZone) -> ZoneSaved:
    """Delete a tax zone whose rates have all ended or never began; orders keep the taxes they were placed with."""
    row = zone_of(data.zone_id)
    today = run.now.date()
    holding = row.rates.filter(Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gt=today))
    if holding.exists():
        raise Refused(_("Its rates still hold. End them first."), code="taxes.zone_in_use")
    run.changed(row.subject, "name", old=row.name, new=None)
    run.changed(row.subject, "areas", old=_said(row), new=None)
    number = row.pk
    row.delete()
    touch(run, "zone")
    return ZoneSaved(zone_id=number)


def zone_of(zone_id: int) -> Zone:
    """Return a zone under lock; raises Missing."""
    found = Zone.objects.select_for_update().filter(pk=zone_id).first()
    if found is None:
        raise Missing
    return found


def write_areas(zone: Zone, areas: tuple[AreaDraft, ...]) -> None:
    """Write the areas of a zone that has none."""
    Area.objects.bulk_create([Area(zone=zone, **area.model_dump()) for area in areas], batch_size=500)


def _said(row: Zone) -> list[str]:
    return [str(area) for area in row.areas.order_by("pk")[:50]] if row.pk else []
