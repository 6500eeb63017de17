"""Zones: which parts of the world are served alike."""

from collections.abc import Iterable

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.store.choices import countries
from storecrew.shop.shipping import rulebook
from storecrew.shop.shipping.actions.loading import load
from storecrew.shop.shipping.drafts import AreaDraft, Areas, Name
from storecrew.shop.shipping.models import Area, Zone
from storecrew.shop.shipping.regions import region_key
from storecrew.shop.shipping.seats import EDITORS, EVERYWHERE
from storecrew.shop.shipping.zoning import bare


class ZoneDraft(Input):
    """A new zone. With `everywhere_else` it serves what no other zone describes and needs no areas."""

    name: Name
    areas: Areas = ()
    everywhere_else: bool = False


class ZoneSaved(Output):
    """A zone after a change."""

    zone_id: int
    version: int


@action(
    "shipping.create_zone",
    label=gettext_lazy("Add a shipping zone"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def create_zone(run: Run, data: ZoneDraft) -> ZoneSaved:
    """Add a part of the world that is served alike; methods are added to it afterwards."""
    last = Zone.objects.aggregate(last=Max("position"))["last"] or 0
    row = Zone.objects.create(name=data.name, everywhere_else=data.everywhere_else, position=last + 1)
    run.changed(row.subject, "name", old=None, new=row.name)
    _set_areas(run, row, data.areas)
    rulebook.change()
    return ZoneSaved(zone_id=row.pk, version=row.version)


class ZoneEdit(Input):
    """What is None stays as it is; `areas` replaces all of them."""

    zone_id: int
    version: int | None = None
    name: Name | None = None
    areas: Areas | None = None
    everywhere_else: bool | None = None


@action(
    "shipping.edit_zone",
    label=gettext_lazy("Change a shipping zone"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def edit_zone(run: Run, data: ZoneEdit) -> ZoneSaved:
    """Change a zone's name or what belongs to it."""
    row = load(Zone.objects.all(), data.zone_id, version=data.version)
    run.about(row.subject)
    for name in ("name", "everywhere_else"):
        value = getattr(data, name)
        if value is not None:
            run.changed(row.subject, name, old=getattr(row, name), new=value)
            setattr(row, name, value)
    row.version += 1
    row.save()
    if data.areas is not None:
        _set_areas(run, row, data.areas)
    rulebook.change()
    return ZoneSaved(zone_id=row.pk, version=row.version)


class OneZone(Input):
    """Which zone."""

    zone_id: int


@action(
    "shipping.remove_zone",
    label=gettext_lazy("Delete a shipping zone"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def remove_zone(run: Run, data: OneZone) -> Nothing:
    """Delete a zone with its methods. What was ordered keeps its method's name and price."""
    row = load(Zone.objects.all(), data.zone_id)
    run.changed(row.subject, "name", old=row.name, new=None)
    row.delete()
    rulebook.change()
    return Nothing()


def _set_areas(run: Run, zone: Zone, drafts: Iterable[AreaDraft]) -> None:
    before = [str(area) for area in zone.areas.order_by("country", "region", "postal_from", "pk")]
    wanted = {(area.country, area.region, area.postal_from, area.postal_to): area for area in map(_area, drafts)}
    taken = Area.objects.exclude(zone=zone).filter(country__in={key[0] for key in wanted}).select_related("zone")
    for other in taken.order_by("pk"):
        if (other.country, other.region, other.postal_from, other.postal_to) in wanted:
            words = _("%(area)s is in the zone “%(zone)s” already. Take it out there first.")
            raise Refused(words % {"area": other, "zone": other.zone.name}, code="shipping.area_taken")
    zone.areas.all().delete()
    for area in wanted.values():
        area.zone = zone
    Area.objects.bulk_create(list(wanted.values()))
    after = [str(area) for area in zone.areas.order_by("country", "region", "postal_from", "pk")]
    run.changed(zone.subject, "areas", old=before, new=after)


def _area(draft: AreaDraft) -> Area:
    country, first, last = draft.country.upper(), bare(draft.postal_from), bare(draft.postal_to)
    if country not in countries():
        raise InvalidInput(
            {"areas": _("“%(code)s” is no country. Use a code such as CN or US.") % {"code": draft.country}}
        )
    first, last = first or last, last or first
    if first[: min(len(first), len(last))] > last[: min(len(first), len(last))]:
        raise InvalidInput(
            {"areas": _("The postcodes %(first)s to %(last)s run backwards.") % {"first": first, "last": last}}
        )
    return Area(country=country, region=region_key(country, draft.region), postal_from=first, postal_to=last)
