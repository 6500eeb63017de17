"""What is known of orders that somebody waits for, gathered by a number of questions that does not grow with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.availability import reads as availability
from storecrew.shop.delays import sent_by_suppliers
from storecrew.shop.delays.rule import Part, Place, Road, Verdict, judge
from storecrew.shop.delays.seats import watch
from storecrew.shop.fulfilment import reads as fulfilment
from storecrew.shop.fulfilment.reads import Moving
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.promise import reads as promise
from storecrew.shop.promise.types import Ask, Window
from storecrew.shop.promise.types import Way as Road_
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import WarehouseView
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SiteView

AT_ONCE: Final = 200
"""Orders that one transaction looks at: some 30 questions."""
UNHEARD: Final = timedelta(days=30)
"""A parcel of which nothing was heard for so long after its day is no longer waited for."""


@dataclass(frozen=True, slots=True)
class Case:
    """An order with what has not arrived of it, and when what has arrived did. `verdict` None: all of it is there, or gone."""

    order: OrderView
    verdict: Verdict | None
    arrived_at: datetime | None
    minor: int


@dataclass(slots=True)
class Setting:
    """What all orders of one moment share: places with their calendars, who is silent, how roads are read."""

    now: datetime
    own: WorkCalendar = field(default_factory=work_calendar)
    places: dict[int, Place] = field(default_factory=dict)
    reader: promise.Reader = field(init=False)
    first: int | None = None

    def __post_init__(self) -> None:
        self.reader = promise.reader(self.now)
        silent: dict[int, tuple[float, bool]] = {}
        for one in availability.silent_streams(self.now):
            silent[one.site_id] = max(silent.get(one.site_id, (0.0, False)), (one.worked, one.dead))
        rows = stock.warehouses(watch("places"), stock.WarehousesQuery(closed=True), now=self.now).items
        sites = supply.sites_at(row.warehouse_id for row in rows)
        calendars: dict[str, WorkCalendar] = {}
        for row in rows:
            if row.calendar and row.calendar not in calendars:
                calendars[row.calendar] = work_calendar(row.calendar)
            calendar = calendars.get(row.calendar, self.own)
            self.places[row.warehouse_id] = _place(row, sites.get(row.warehouse_id), calendar, silent)
        self.first = next((row.warehouse_id for row in rows if row.sells and not row.closed), None)

    def place(self, warehouse_id: int | None) -> Place:
        """Return a place; the store itself where none is known."""
        known = self.places.get(warehouse_id) if warehouse_id is not None else None
        return known or Place(calendar=self.own)


def _place(
    row: WarehouseView, site: SiteView | None, calendar: WorkCalendar, silent: Mapping[int, tuple[float, bool]]
) -> Place:
    worked, dead = silent.get(site.site_id, (None, False)) if site else (None, False)
    return Place(
        calendar=calendar,
        supplier_id=site.supplier_id if site else None,
        site_id=site.site_id if site else None,
        closed=row.closed,
        silent=worked,
        dead=dead,
    )


def cases_of(order_ids: Sequence[int], setting: Setting) -> list[Case]:
    """Return how it stands with orders that had a day promised."""
    now = setting.now
    views = [one for one in orders.find_many(order_ids).values() if one.promised_until is not None]
    ids = [view.order_id for view in views]
    moving = fulfilment.moving_of(ids)
    resting: dict[int, list[Any]] = defaultdict(list)
    owners = tuple(f"order:{pk}" for pk in ids)
    for start in range(0, len(owners), 500):
        query = stock.ReservationsQuery(owners=owners[start : start + 500])
        for row in stock.reservations(watch("what lies there"), query, now=now).items:
            resting[int(row.owner.partition(":")[2])].append(row)
    answers = sent_by_suppliers.answers_of(ids, now)
    grounds = _grounds_of(views, now)
    found = []
    for view in views:
        parts = _parts(view, moving.get(view.order_id, []), resting[view.order_id], answers, setting)
        arrived = [one.delivered_at for one in moving.get(view.order_id, []) if one.delivered_at]
        verdict = _verdict(view, parts, grounds.get(view.order_id), setting) if parts else None
        found.append(Case(view, verdict, max(arrived, default=None), sum(part.minor for part in parts)))
    return found


def watched_ids() -> list[int]:
    """Return the orders that somebody waits for: not sent altogether, or on the road."""
    return sorted({*orders.promised_ids(), *fulfilment.orders_under_way()})


def _parts(
    view: OrderView,
    moving: Sequence[Moving],
    resting: Sequence[Any],
    answers: Mapping[tuple[int, int], Any],
    setting: Setting,
) -> list[Part]:
    """Return what has not arrived: parcels on the road, and what has not left by the place that it leaves from."""
    worth = {line.line_id: line.total.minor // max(1, line.quantity - line.cancelled) for line in view.lines}
    parts = []
    for one in moving:
        if one.state == "delivered" or _unheard(view, one, setting.now):
            continue
        parts.append(
            Part(
                source=f"warehouse:{one.warehouse_id}" if one.warehouse_id else "",
                place=setting.place(one.warehouse_id),
                pieces=sum(one.pieces.values()),
                minor=sum(worth.get(line_id, 0) * count for line_id, count in one.pieces.items()),
                lines=tuple(one.pieces),
                left_at=one.shipped_at,
                lost=one.number if one.state in {"exception", "returned"} else "",
            )
        )
    if view.state == "open":
        parts += _waiting(view, resting, worth, answers, setting)
    return parts


def _unheard(view: OrderView, one: Moving, now: datetime) -> bool:
    until = view.promised_until
    return until is not None and max(one.shipped_at.date(), until) + UNHEARD < now.date()


def _waiting(
    view: OrderView,
    resting: Sequence[Any],
    worth: Mapping[int, int],
    answers: Mapping[tuple[int, int], Any],
    setting: Setting,
) -> list[Part]:
    by_key = {line.key: line for line in view.lines}
    open_lines = {line.line_id: line.open for line in view.lines if line.open and line.requires_shipping}
    grouped: dict[int | None, dict[int, tuple[int, int]]] = defaultdict(dict)
    covered: dict[int, int] = defaultdict(int)
    for row in resting:
        line = by_key.get(row.line)
        if line is None or line.line_id not in open_lines:
            continue
        # a bundle's components rest one by one: the line counts once for each place
        pieces, short = grouped[row.warehouse_id].get(line.line_id, (0, 0))
        missing = row.quantity - row.covered if row.covered is not None else 0
        grouped[row.warehouse_id][line.line_id] = (
            min(open_lines[line.line_id], max(pieces, row.quantity)),
            max(short, missing),
        )
        covered[line.line_id] = 1
    sources = {charge.key: charge.source for charge in view.charges}
    for line_id, count in open_lines.items():
        if not covered[line_id]:
            line = next(one for one in view.lines if one.line_id == line_id)
            grouped[_quoted_place(sources.get(line.package, ""), setting)][line_id] = (count, 0)
    return [
        Part(
            source=f"warehouse:{warehouse_id}" if warehouse_id else "",
            place=setting.place(warehouse_id),
            pieces=sum(count for count, _short in rows.values()),
            minor=sum(worth[line_id] * count for line_id, (count, _short) in rows.items()),
            lines=tuple(rows),
            short=sum(short for _count, short in rows.values()),
            answered=answers.get((view.order_id, warehouse_id or 0)),
        )
        for warehouse_id, rows in grouped.items()
    ]


def _quoted_place(source: str, setting: Setting) -> int | None:
    kind, _sep, number = source.partition(":")
    return int(number) if kind == "warehouse" and number.isdecimal() else setting.first


def _verdict(view: OrderView, parts: list[Part], grounds: Mapping[str, Any] | None, setting: Setting) -> Verdict:
    until = view.promised_until
    assert until is not None  # noqa: S101  only those are looked at
    packages = (grounds or {}).get("packages") or ()
    by_source = {package["source"]: package["grounds"] for package in packages}
    usual = packages[0]["grounds"] if packages else None

    def road(part: Part, leaves: datetime) -> Road:
        known = by_source.get(part.source, usual)
        if known is None:
            return _plain(leaves, until, setting)
        found = setting.reader.remaining(known, leaves=leaves, by=until)
        return Road(found.chance, found.first, found.likely, found.last)

    parts = [_due(part, by_source.get(part.source, usual)) for part in parts]
    return judge(parts, held=view.held, ship_by=view.ship_by, until=until, now=setting.now, road=road)


def _due(part: Part, grounds: Mapping[str, Any] | None) -> Part:
    """Return a part with the moment by which its promise took it to leave; what was kept later says nothing of it."""
    said = (grounds or {}).get("ship_by")
    return replace(part, due_at=datetime.fromisoformat(said)) if said and part.left_at is None else part


def _plain(leaves: datetime, until: date, setting: Setting) -> Road:
    """Return the road of an order whose promise kept no grounds and whose method is gone: nothing but the day is known."""
    day = max(setting.own.local_date(leaves), setting.own.local_date(setting.now)) + timedelta(days=3)
    return Road(0.9 if day <= until else 0.1, day, day, day + timedelta(days=3))


def _grounds_of(views: Iterable[OrderView], now: datetime) -> dict[int, dict[str, Any]]:
    """Return the grounds that promises were frozen with; where none were kept, those of the way it was to be sent."""
    found: dict[int, dict[str, Any]] = {}
    lacking: list[OrderView] = []
    for view in views:
        grounds = view.promise.get("grounds")
        if isinstance(grounds, dict) and grounds.get("packages"):
            found[view.order_id] = grounds
        elif view.ship_to is not None:
            lacking.append(view)
    methods: dict[int, Road_] = {}
    asks = [(view, ask) for view in lacking if (ask := _ask(view, methods)) is not None]
    windows: Sequence[Window] = promise.windows([ask for _view, ask in asks], now) if asks else ()
    for (view, ask), window in zip(asks, windows, strict=True):
        found[view.order_id] = {"packages": [{"source": ask.source, "grounds": window.grounds | {"ship_by": None}}]}
    return found


def _ask(view: OrderView, methods: dict[int, Road_]) -> Ask | None:
    where = view.ship_to
    if where is None or len(where.country) != 2:
        return None
    chosen = next((one.method_id for one in view.charges if one.kind == "shipping" and one.method_id), None)
    if chosen is not None and chosen not in methods:
        known = shipping.method_view(chosen)
        methods[chosen] = (
            Road_(method_id=known.method_id, carrier=known.carrier, handling=known.handling, transit=known.transit)
            if known is not None
            else Road_()
        )
    way = methods[chosen] if chosen is not None else Road_()
    return Ask(key=f"order:{view.order_id}", way=way, country=where.country, region=where.region)
