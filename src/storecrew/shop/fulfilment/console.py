"""What fulfilment registers with the console: menu, names of objects, search, its part of an order's page, the day's cut-offs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.pages import desk, links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem, Moment, Panel
from storecrew.shop.fulfilment import reads, supply
from storecrew.shop.fulfilment.dueness import clockwork_of
from storecrew.shop.fulfilment.models import GONE, HERE, Parcel, ParcelState, Service, Shortage, Wave, WaveState
from storecrew.shop.fulfilment.seats import FOLLOWERS, PACKERS, READERS
from storecrew.shop.fulfilment.wording import TONES, word_of
from storecrew.shop.orders import page
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.page import Beat, Expected
from storecrew.shop.shipping import carriers
from storecrew.shop.stock import reads as stock

menu.register(
    MenuItem("fulfilment", gettext_lazy("To send"), "parcel", "fulfilment:ready", PACKERS, order=40, tab=True)
)
menu.register(MenuItem("fulfilment", gettext_lazy("Waves"), "scan", "fulfilment:waves", PACKERS, order=41))
menu.register(
    MenuItem("fulfilment", gettext_lazy("Parcels"), "truck", "fulfilment:parcels", READERS - {"it", "web"}, order=42)
)
menu.register(
    MenuItem("fulfilment", gettext_lazy("Trouble on the way"), "warn", "fulfilment:trouble", FOLLOWERS, order=43)
)


def _parcels(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = Parcel.objects.filter(pk__in=ids).values_list("pk", "number")
    return {str(pk): Link(number, reverse("fulfilment:parcel", args=[pk]), "parcel") for pk, number in rows}


def _parcel(number: str) -> Link | None:
    return _parcels([number]).get(number)


def _wave(number: str) -> Link | None:
    row = Wave.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(str(row), reverse("fulfilment:wave", args=[row.pk]), "scan") if row else None


def _shortage(number: str) -> Link | None:
    row = Shortage.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(_("Missing pieces"), reverse("fulfilment:trouble"), "warn") if row else None


def _service(number: str) -> Link | None:
    row = Service.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("fulfilment:settings"), "truck") if row else None


def _habits(number: str) -> Link:
    return Link(_("Packing tables"), reverse("fulfilment:settings"), "sliders")


links.register("parcel", _parcel, many=_parcels)
links.register("wave", _wave)
links.register("shortage", _shortage)
links.register("carrier_service", _service)
links.register("fulfilment_habits", _habits)


@search.source("fulfilment.parcels")
def find(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find parcels by their number or the carrier's."""
    if not allows(actor, name="fulfilment.parcels", seats=READERS, at=timezone.now()):
        return
    number = carriers.normal(text)
    if len(number) < 4:
        return
    rows = Parcel.objects.filter(Q(tracking_number=number) | Q(number__iexact=text.strip()))
    for row in rows.order_by("-pk")[:limit]:
        yield Hit(
            title=row.number,
            url=reverse("fulfilment:parcel", args=[row.pk]),
            icon="parcel",
            detail=word_of(row.state),
            score=1.0,
            kind=_("Parcel"),
        )


@page.panel("fulfilment.parcels", order=10)
def of_order(actor: Actor, order_id: int, now: datetime) -> Panel | None:
    """Show an order's parcels on its page, with the way to the packing table."""
    views = reads.parcels_of_order(order_id, now)
    may_pack = allows(actor, name="fulfilment.pack", seats=PACKERS, at=now) and not _by_others(actor, order_id, now)
    if not views and not may_pack:
        return None
    rows = [(view, TONES[ParcelState(view.state)]) for view in views]
    context = {"rows": rows, "order_id": order_id, "may_pack": may_pack}
    return Panel(title=_("Parcels"), template="fulfilment/parts/of_order.html", context=context)


def _by_others(actor: Actor, order_id: int, now: datetime) -> bool:
    """Tell whether all that an order still waits for is sent by suppliers: there is nothing to pack here."""
    lines = orders.open_lines([order_id])
    return bool(lines) and not supply.shares_of(lines, actor, now)


@page.timeline("fulfilment.parcels")
def beats(actor: Actor, order_id: int, now: datetime) -> Iterable[Beat]:
    """Tell what happened to an order's parcels, as carriers told it."""
    for view in reads.parcels_of_order(order_id, now):
        url = reverse("fulfilment:parcel", args=[view.parcel_id])
        yield Beat(view.packed_at, _("Parcel %(number)s packed") % {"number": view.number}, url=url)
        for event in view.events:
            trouble = event.state in {ParcelState.EXCEPTION, ParcelState.RETURNED}
            yield Beat(
                event.at,
                f"{view.number}: {event.word}",
                detail=" · ".join(part for part in (event.text, event.where) if part),
                url=url,
                kind="bad" if trouble else "system",
            )


@page.expected("fulfilment.parcels")
def expectations(order_id: int, now: datetime) -> Iterable[Expected]:
    """Say when each parcel of an order arrives, or has arrived."""
    calendar = work_calendar()
    for view in reads.parcels_of_order(order_id, now):
        if view.state not in GONE:
            continue
        arrived = calendar.local_date(view.delivered_at) if view.delivered_at else None
        yield Expected(name=view.number, detail=view.carrier_name, last=view.promised_until, arrived_on=arrived)


@desk.day("warehouse")
def cut_offs(actor: Actor, start: datetime, end: datetime) -> Iterable[Moment]:
    """Put the cut-offs of the warehouses onto the day's ruler."""
    for place in stock.warehouses(actor, stock.WarehousesQuery(), now=start).items:
        if not place.cut_off:
            continue
        clock = clockwork_of(place)
        try:
            at = clock.next_cut_off(start)
        except engine.NeverOpen:
            continue
        if at < end:
            label = _("cut-off %(name)s") % {"name": place.name}
            yield Moment(at=at, label=label, url=reverse("fulfilment:ready"))


@desk.panel("warehouse", order=5)
def today(actor: Actor, now: datetime) -> Panel | None:
    """Show the day of the packing tables: what has to leave before the cut-off, open waves, what waits for the carrier."""
    found = reads.ready(actor, reads.ReadyQuery(), now=now).items
    here = Parcel.objects.filter(state__in=HERE).count()
    if not found and not here:
        return None
    groups = {name: [row for row in found if row.group == name] for name in ("overdue", "today", "next", "waiting")}
    waves = Wave.objects.filter(state=WaveState.OPEN).annotate(orders=Count("totes")).order_by("-pk")[:5]
    context = {
        "overdue": len(groups["overdue"]),
        "today": len(groups["today"]),
        "next": len(groups["next"]),
        "waiting": len(groups["waiting"]),
        "here": here,
        "waves": list(waves),
        "cut_off": _next_cut_off(actor, now),
        "now": now,
        "language": get_language(),
    }
    return Panel(
        title=_("Sending today"),
        template="fulfilment/parts/today.html",
        context=context,
        url=reverse("fulfilment:ready"),
        link=_("To send"),
        wide=True,
    )


def _next_cut_off(actor: Actor, now: datetime) -> dict[str, object] | None:
    """Return the next cut-off of any warehouse and how long it is until then, in words."""
    times = []
    for place in stock.warehouses(actor, stock.WarehousesQuery(), now=now).items:
        try:
            times.append((clockwork_of(place).next_cut_off(now), place.name))
        except engine.NeverOpen:
            continue
    if not times:
        return None
    at, name = min(times)
    return {"at": at, "name": name, "left": _left(at - now)}


def _left(gap: timedelta) -> str:
    minutes = int(gap.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
