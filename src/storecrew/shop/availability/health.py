"""What the doctor asks of availability: do levels at suppliers say what was said, and does anybody still speak?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.availability.models import Said, Stream
from storecrew.shop.availability.silence import silent_streams
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SiteView

AT_ONCE, AT_MOST = 1_000, 20
GRACE = timedelta(hours=1)
"""The job that holds back what grows old runs every five minutes; so late it is broken."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A level that says something else than what was said."""

    variant_id: int
    warehouse_id: int
    says: tuple[int, int]
    should: tuple[int, int]


@health.check("availability.levels")
def levels_are_what_was_said(now: datetime) -> Iterable[Finding]:
    """Prove that levels at suppliers' are what was said, less what has left since, and that the rest is held back."""
    count = 0
    found: list[Apart] = []
    for part, apart in _compared():
        count += part
        found += apart[: AT_MOST + 1 - len(found)]
    if not found:
        text = ngettext(
            "%(n)d word of suppliers is in stock as it was said.",
            "%(n)d words of suppliers are in stock as they were said.",
            count,
        )
        yield Finding(Level.GOOD, text % {"n": count})
    for one in found[:AT_MOST]:
        text = _(
            "variant:%(variant)d in warehouse:%(warehouse)d: %(says)s on hand and held back, where %(should)s follow from what was said."
        )
        facts = {"variant": one.variant_id, "warehouse": one.warehouse_id, "says": one.says, "should": one.should}
        yield Finding(
            Level.BAD, text % facts, _("Somebody wrote past the actions. The supplier's next word sets it right.")
        )
    if len(found) > AT_MOST:
        yield Finding(Level.BAD, _("And more of them."), _("Ask again once those above are right."))


@health.check("availability.ageing")
def old_words_are_looked_at(now: datetime) -> Iterable[Finding]:
    """Prove that words whose time has come are looked at."""
    oldest = Said.objects.filter(look_at__lt=now - GRACE).aggregate(at=Min("look_at"))["at"]
    if oldest is None:
        yield Finding(Level.GOOD, _("What suppliers have not confirmed is held back in time."))
        return
    text = _("Words of suppliers should have been looked at since %(at)s: more is sold on them than should be.")
    yield Finding(Level.BAD, text % {"at": f"{oldest:%Y-%m-%d %H:%M} UTC"}, _("See whether the jobs run."))


@health.check("availability.streams")
def suppliers_still_speak(now: datetime) -> Iterable[Finding]:
    """Name the ways in which suppliers have not spoken for a working day or longer."""
    silent = silent_streams(now)
    if not silent:
        count = Stream.objects.count()
        text = ngettext(
            "%(n)d stream of suppliers has spoken within a working day.",
            "All %(n)d streams of suppliers have spoken within a working day.",
            count,
        )
        yield Finding(Level.GOOD, text % {"n": count})
    for one in silent[:AT_MOST]:
        text = ngettext(
            "%(stream)s of %(supplier)s has been silent for %(n)d working day.",
            "%(stream)s of %(supplier)s has been silent for %(n)d working days.",
            int(one.worked),
        )
        facts = {"stream": one.name, "supplier": one.supplier, "n": int(one.worked)}
        yield Finding(Level.WARN, text % facts, _("Ask them, or look whether their file still comes."))


def _compared() -> Iterator[tuple[int, list[Apart]]]:
    """Compare a thousand words at a time; memory stays the same however many there are."""
    last = 0
    places = {site.site_id: site.warehouse_id for site in _sites()}
    columns = ("pk", "site_id", "variant_id", "quantity", "sellable", "written_at", "offer__ended_at")
    while rows := list(Said.objects.filter(pk__gt=last).order_by("pk").values_list(*columns)[:AT_ONCE]):
        last = rows[-1][0]
        yield len(rows), _apart(rows, places)


def _sites() -> Iterable[SiteView]:
    ids = Said.objects.order_by().values_list("site_id", flat=True).distinct()
    return supply.sites_by_id(ids).values()


def _apart(rows: list[tuple[Any, ...]], places: dict[int, int]) -> list[Apart]:
    variants = {row[2] for row in rows}
    levels = stock.stands(places.values(), variants)
    since = min(row[5] for row in rows)
    passed: dict[tuple[int, int], list[stock.Passage]] = {}
    for one in stock.passages(places.values(), variants, since):
        passed.setdefault((one.warehouse_id, one.variant_id), []).append(one)
    again = set(Said.objects.filter(variant_id__in=variants, offer__ended_at=None).values_list("site_id", "variant_id"))
    found = []
    for _pk, site, variant, quantity, sellable, written_at, ended in rows:
        key = (places[site], variant)
        stand = levels.get(key)
        if stand is None or (ended is not None and (site, variant) in again):
            continue
        said = quantity or 0
        left = sum(one.change for one in passed.get(key, ()) if one.at > written_at)
        there = max(0, said + left, stand.unsaleable)
        should = (there, min(said - sellable, there - stand.unsaleable))
        if should != (stand.on_hand, stand.safety):
            found.append(Apart(variant, places[site], (stand.on_hand, stand.safety), should))
    return found
