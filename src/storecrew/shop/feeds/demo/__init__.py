"""How the four suppliers of the demo store speak: one every hour, one by hand every few days, one every morning with numbers
made up on Fridays, one at an address that has said nothing lately.

Files of weeks come in as files do, through the gate; when they spoke in between is written down at once. `today` goes on
where this ends, so that what was bought meanwhile was bought on older words. Nobody here exists.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.kernel.events.drain import drain
from storecrew.shop.feeds import actions
from storecrew.shop.feeds.demo.files import Form, send
from storecrew.shop.feeds.models import Arrival, Source
from storecrew.shop.feeds.types import Kind, Outcome
from storecrew.shop.supply import demo as companies
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SiteView

LISTENED_SINCE: Final = timedelta(days=125)
UNTIL: Final = timedelta(hours=100)
"""So long ago this ends: before whatever is open today was bought."""
SPEAKS_AT: Final = {companies.LAGGING: time(16, 30), companies.LIES_ON_FRIDAYS: time(8, 20)}
WEEKEND: Final = frozenset({5, 6})
SILENT_DAYS: Final = 4
"""Working days since the one who rests long said anything."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a supplier speaks: the source, what their files are like, how many days ago they sent one that said something new."""

    source: Mapping[str, Any]
    form: Form
    news: Sequence[float]


MANNERS: Final[Mapping[str, Manner]] = {
    companies.PUNCTUAL: Manner(
        {"kind": Kind.PUSH, "name": "古灯坊 ERP 推送", "expected_hours": 24},
        Form("stock.json", ("货号", "可用库存", "供货价"), "utf-8"),
        (31, 21, 12),
    ),
    companies.LAGGING: Manner(
        {"kind": Kind.UPLOAD, "name": "晴里库存表", "expected_hours": 72, "encoding": "gb18030"},
        Form("晴里库存表.csv", ("商品编码", "品名", "现货库存", "代发价"), "gb18030"),
        (33, 25, 17, 9),
    ),
    companies.LIES_ON_FRIDAYS: Manner(
        {"kind": Kind.FOLDER, "folder": "qingwu", "name": "青坞日报表", "every_minutes": 30, "expected_hours": 24},
        Form("青坞日报.csv", ("货号", "库存数", "供货价"), "utf-8"),
        (29, 22, 15, 8),
    ),
    companies.RESTS_LONG: Manner(
        {
            "kind": Kind.WEB,
            "url": "https://stock.baishi.example/available.csv",
            "name": "Baishi stock list",
            "every_minutes": 360,
            "expected_hours": 24,
        },
        Form("available.csv", ("Item No", "Available", "Unit price"), "utf-8"),
        (27, 13),
    ),
}


def build(actor: Actor, now: datetime) -> None:
    """Let the suppliers speak for some months; `actor` is the founder, who is the director."""
    drain(now)  # offers that are new to a source would be told of again
    sites = supply.sites_of(companies.supplier_ids().values())
    for code, supplier_id in sorted(companies.supplier_ids().items()):
        if supplier_id not in sites:
            continue
        manner, site = MANNERS[code], sites[supplier_id][0]
        form = {"supplier_id": supplier_id, "site_id": site.site_id, **manner.source}
        added = actions.add_source(actor, parse(actions.AddSource, form), now=now - LISTENED_SINCE)
        source = Source.objects.get(pk=added.source_id)
        calendar = calendar_of(site)
        ends = silent_since(calendar, now) if code == companies.RESTS_LONG else at_work(code, calendar, now - UNTIL)
        news = [at_work(code, calendar, now - timedelta(days=days)) for days in manner.news]
        for step, at in enumerate([*(at for at in news if at < ends), ends]):
            send(actor, source, manner.form, step, at)
        spoke(source, words(code, calendar, now - LISTENED_SINCE, ends))


def spoke(source: Source, times: Iterator[datetime]) -> None:
    """Note that a source said the same as before at these times."""
    Arrival.objects.bulk_create((Arrival(source=source, at=at, outcome=Outcome.SAME) for at in times), batch_size=1000)


def at_work(code: str, calendar: WorkCalendar, at: datetime) -> datetime:
    """Return when a supplier who speaks at their own time of day last did, up to a moment."""
    if code == companies.PUNCTUAL:
        return at - timedelta(minutes=5 + at.minute)
    if code == companies.RESTS_LONG:
        return at - timedelta(hours=2 + at.hour % 9)
    hour = SPEAKS_AT[code]
    day = calendar.local_date(at - timedelta(hours=hour.hour, minutes=hour.minute))
    while day.weekday() in WEEKEND or not engine.is_working_day(calendar, day):
        day -= timedelta(days=1)
    return datetime.combine(day, hour, tzinfo=calendar.zone)


def last_word(code: str, calendar: WorkCalendar, at: datetime) -> datetime:
    """Return when something that was ordered at a moment had been told of last."""
    back = timedelta(days=at.toordinal() % 5 if code == companies.LAGGING else 0)
    return at_work(code, calendar, at - back)


def words(code: str, calendar: WorkCalendar, since: datetime, until: datetime) -> Iterator[datetime]:
    """Yield when a supplier speaks, each as punctual as they are."""
    at, number = since, 0
    while (at := _next(code, calendar, at, number)) < until:
        number += 1
        yield at


def _next(code: str, calendar: WorkCalendar, at: datetime, number: int) -> datetime:
    if code == companies.PUNCTUAL:
        return at + timedelta(hours=6, minutes=number % 3)
    if code == companies.RESTS_LONG:
        return at + timedelta(hours=18, minutes=7 * (number % 9))
    days = 1 + (number % 11 == 5)  # noqa: PLR2004  a morning is forgotten now and then
    if code == companies.LAGGING:  # when the table is done
        days = 3 + (number * 7) % 4
    hour = SPEAKS_AT[code]
    day = engine.add_working_days(calendar, calendar.local_date(at), days)
    while day.weekday() in WEEKEND:
        day += timedelta(days=1)
    return datetime.combine(day, hour, tzinfo=calendar.zone) + timedelta(minutes=number % 25)


def silent_since(calendar: WorkCalendar, now: datetime) -> datetime:
    """Return when the one who is silent spoke last."""
    day = engine.add_working_days(calendar, calendar.local_date(now), -SILENT_DAYS)
    return datetime.combine(day, time(17, 20), tzinfo=calendar.zone)


def calendar_of(site: SiteView) -> WorkCalendar:
    """Return when a site works."""
    return work_calendar(site.calendar) if site.calendar else work_calendar()
