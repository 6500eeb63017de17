"""Warehouses of suppliers: where they are, when they work, when they are closed."""

from contextlib import suppress
from datetime import date, time
from typing import Annotated, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.clock import actions as clock
from storecrew.kernel.clock.public import countries
from storecrew.kernel.store import choices
from storecrew.shop.addresses.types import Address
from storecrew.shop.stock import actions as stock
from storecrew.shop.supply.events import SiteOpened
from storecrew.shop.supply.festivals import COUNTRY, rest
from storecrew.shop.supply.models import Closure, Site, State
from storecrew.shop.supply.seats import BUYERS, EVERYWHERE
from storecrew.shop.supply.writing.changing import set_fields
from storecrew.shop.supply.writing.loading import site_of, supplier_of
from storecrew.shop.supply.writing.warehouses import as_it_is

SIX_DAYS = ("08:30-18:00",) * 6 + ("",)
"""How suppliers in China usually work."""
RESTER = grants.system("supply.rests", may={"supply.plan_rests"})
"""Writes coming festivals into the calendars of suppliers' warehouses."""

type Rest = Annotated[int, Field(ge=0, le=45)]


class SiteForm(Input):
    """A warehouse of a supplier. `place` is an `addresses.types.Address`; of it the country and region matter most.

    `week`: hours from Monday to Sunday in the place's own time zone, e.g. `08:30-12:00, 13:30-18:00`. `make_up`: whether
    they work on make-up workdays. `rest_before` and `rest_after`: days closed around Spring Festival besides the public
    holidays.
    """

    code: Annotated[str, Field(min_length=1, max_length=12, pattern=r"^[\w.-]+$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    place: dict[str, Annotated[str, Field(max_length=200)]]
    handling_days: Annotated[int, Field(ge=0, le=90)] = 1
    cut_off: time | None = None
    time_zone: Annotated[str, Field(max_length=64)] = ""
    """Empty: the usual one of the country."""
    week: Annotated[tuple[str, ...], Field(min_length=7, max_length=7)] = SIX_DAYS
    make_up: bool = True
    rest_before: Rest = 0
    rest_after: Rest = 0


class OpenSite(SiteForm):
    """A further warehouse of a supplier."""

    supplier_id: int


class SiteId(Output):
    """Names a supplier's warehouse."""

    site_id: int
    warehouse_id: int


@action(
    "supply.open_site",
    label=gettext_lazy("Add a supplier’s warehouse"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(SiteOpened,),
    calls=(stock.open_warehouse, stock.edit_warehouse, clock.set_calendar, clock.add_special_days),
    previews=True,
)
def open_site(run: Run, data: OpenSite) -> SiteId:
    """Add a warehouse of a supplier, with a work calendar of its own. Stock of theirs can lie there from now on."""
    supplier = supplier_of(run, data.supplier_id, going=True)
    place = _place(data)
    opened = run.call(stock.open_warehouse, _warehouse(data, place, sells=supplier.state == State.ACTIVE))
    site = Site.objects.create(
        supplier=supplier,
        warehouse_id=opened.warehouse_id,
        handling_days=data.handling_days,
        rest_before=data.rest_before,
        rest_after=data.rest_after,
        added_at=run.now,
    )
    run.changed(supplier.subject, "site", old=None, new=data.name)
    _set_calendar(run, site, data, place)
    site = site_of(run, site.pk)
    run.call(stock.edit_warehouse, as_it_is(site.warehouse, calendar=_calendar_of(site)))
    _keep_rests(run, site)
    event = SiteOpened(supplier_id=supplier.pk, site_id=site.pk, warehouse_id=opened.warehouse_id)
    run.emit(event, subject=supplier.subject)
    return SiteId(site_id=site.pk, warehouse_id=opened.warehouse_id)


class EditSite(SiteForm):
    """What a supplier's warehouse is to be."""

    site_id: int


@action(
    "supply.edit_site",
    label=gettext_lazy("Change a supplier’s warehouse"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    calls=(stock.edit_warehouse, clock.set_calendar, clock.add_special_days, clock.remove_special_days),
    previews=True,
)
def edit_site(run: Run, data: EditSite) -> SiteId:
    """Change where a supplier's warehouse is, when it works, and how long it takes to hand orders over."""
    site = site_of(run, data.site_id)
    place = _place(data)
    values = {name: getattr(data, name) for name in ("handling_days", "rest_before", "rest_after")}
    if set_fields(run, site, values):
        site.save(update_fields=list(values))
    _set_calendar(run, site, data, place)
    form = _warehouse(data, place, sells=site.warehouse.sells).model_dump()
    form |= {"warehouse_id": site.warehouse_id, "calendar": _calendar_of(site)}
    run.call(stock.edit_warehouse, parse(stock.EditWarehouse, form))
    _keep_rests(run, site)
    return SiteId(site_id=site.pk, warehouse_id=site.warehouse_id)


class OneSite(Input):
    """Names a supplier's warehouse."""

    site_id: int


@action(
    "supply.give_up_site",
    label=gettext_lazy("Give up a supplier’s warehouse"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    calls=(stock.close_warehouse,),
    previews=True,
    destructive=True,
)
def give_up_site(run: Run, data: OneSite) -> SiteId:
    """Give up a supplier's warehouse for good. Nothing may lie there by the books, or be promised from there."""
    site = site_of(run, data.site_id)
    run.call(stock.close_warehouse, stock.OneWarehouse(warehouse_id=site.warehouse_id))
    return SiteId(site_id=site.pk, warehouse_id=site.warehouse_id)


class CloseOn(Input):
    """Days on which warehouses of suppliers are closed, both included."""

    site_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=100)]
    first: date
    last: date
    reason: Annotated[str, Field(max_length=120)] = ""

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.last < self.first:
            raise ValueError(_("The last day lies before the first."))
        if (self.last - self.first).days > 180:  # noqa: PLR2004  half a year
            raise ValueError(_("That is longer than half a year. Pause the supplier instead."))
        return self


class Closed(Output):
    """What was written down, one for each warehouse."""

    closure_ids: tuple[int, ...]


@action(
    "supply.close_on",
    label=gettext_lazy("Note when a supplier is closed"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    calls=(clock.add_special_days,),
    previews=True,
)
def close_on(run: Run, data: CloseOn) -> Closed:
    """Write down that warehouses of suppliers are closed on some days. Promises reckoned from now on go by it."""
    made = []
    for site_id in sorted(set(data.site_ids)):
        site = site_of(run, site_id)
        same = Closure.objects.filter(site=site, first=data.first, last=data.last, festival_year=None).first()
        made.append((same or _close(run, site, data.first, data.last, data.reason)).pk)
    return Closed(closure_ids=tuple(made))


class OneClosure(Input):
    """Names days on which a warehouse is closed."""

    closure_id: int


@action(
    "supply.open_again",
    label=gettext_lazy("Take back when a supplier is closed"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    calls=(clock.remove_special_days,),
    previews=True,
)
def open_again(run: Run, data: OneClosure) -> Nothing:
    """Take days back on which a warehouse was to be closed. Done twice, it is done once."""
    row = Closure.objects.select_related("site__supplier").filter(pk=data.closure_id).first()
    if row is not None:
        _take_back(run, row)
    return Nothing()


class PlanRests(Input):
    """Nothing needs to be said."""


@action(
    "supply.plan_rests",
    label=gettext_lazy("Write coming festivals into suppliers’ calendars"),
    seats=BUYERS,
    calls=(clock.add_special_days, clock.remove_special_days),
)
def plan_rests(run: Run, data: PlanRests) -> Closed:
    """Write down when suppliers' warehouses are closed around the coming Spring Festivals, as far as that is known now."""
    sites = Site.objects.exclude(rest_before=0, rest_after=0).filter(warehouse__closed_at=None)
    made = [pk for site_id in sites.order_by("pk").values_list("pk", flat=True) for pk in _plan(run, site_id)]
    return Closed(closure_ids=tuple(made))


def _plan(run: Run, site_id: int) -> list[int]:
    return _keep_rests(run, site_of(run, site_id))


def _keep_rests(run: Run, site: Site) -> list[int]:
    """Let the closures for this year's festival and the next be what the site's numbers say; returns those written."""
    written = []
    for year in (run.now.year, run.now.year + 1):
        known = Closure.objects.filter(site=site, festival_year=year).first()
        if known is not None and known.last < run.now.date():
            continue  # it was so: what is reckoned backwards has to find it
        wanted = rest(year, before=site.rest_before, after=site.rest_after)
        wanted_at_all = bool(site.rest_before or site.rest_after) and _keeps_festivals(site)
        if known is not None and wanted_at_all and (known.first, known.last) == wanted:
            continue
        if known is not None:
            _take_back(run, known)
        if wanted_at_all and wanted[1] >= run.now.date():
            written.append(_close(run, site, *wanted, "春节 Spring Festival", year=year).pk)
    return written


def _keeps_festivals(site: Site) -> bool:
    return bool(site.warehouse.address.get("country") == COUNTRY)


def _close(run: Run, site: Site, first: date, last: date, reason: str, *, year: int | None = None) -> Closure:
    days = clock.AddSpecialDays(first=first, last=last, reason=reason, code=_calendar_of(site))
    added = run.call(clock.add_special_days, days)
    run.changed(site.subject, "closed", old=None, new=f"{first}..{last}")
    return Closure.objects.create(
        site=site, first=first, last=last, reason=reason, special_id=added.special_id, festival_year=year
    )


def _take_back(run: Run, row: Closure) -> None:
    run.changed(row.site.subject, "closed", old=f"{row.first}..{row.last}", new=None)
    with suppress(Missing):  # somebody took it out of the calendar itself
        run.call(clock.remove_special_days, clock.RemoveSpecialDays(special_id=row.special_id))
    row.delete()


def _calendar_of(site: Site) -> str:
    return f"site-{site.pk}"


def _place(data: SiteForm) -> Address:
    try:
        return parse(Address, data.place)
    except InvalidInput as error:
        raise InvalidInput({"place": next(iter(error.fields.values()))}) from error


def _warehouse(data: SiteForm, place: Address, *, sells: bool) -> stock.WarehouseForm:
    return parse(
        stock.WarehouseForm,
        {
            "code": data.code,
            "name": data.name,
            "kind": "supplier",
            "address": {name: text for name, text in place.model_dump().items() if text},
            "cut_off": data.cut_off,
            "sells": sells,
        },
    )


def _set_calendar(run: Run, site: Site, data: SiteForm, place: Address) -> None:
    zone = data.time_zone or choices.zone_of(place.country)
    if not zone:
        raise InvalidInput({"time_zone": _("Choose a time zone from the list.")})
    values = {
        "code": _calendar_of(site),
        "timezone": zone,
        "country": place.country if place.country in countries() else "",
        "make_up": data.make_up,
        "week": data.week,
    }
    run.call(clock.set_calendar, parse(clock.SetCalendar, values))
