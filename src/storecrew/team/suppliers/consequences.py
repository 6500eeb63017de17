"""What follows from a score for orders placed with a supplier, and what a person said about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from storecrew.shop.buying import warnings
from storecrew.shop.supply.reads import store_day
from storecrew.team.suppliers.models import Level, Score, Verdict, Yardstick
from storecrew.team.suppliers.yardstick import current_yardstick


@dataclass(frozen=True, slots=True)
class Standing:
    """What happens to orders placed with a supplier, and why. `said`: a person said so, not the score."""

    level: Level
    why: str
    said: bool = False


FREE = Standing(Level.FREE, "")


def standing(score: Score | None, verdict: Verdict | None, stick: Yardstick, today: date) -> Standing:
    """Return what follows. A person's word comes first, until its last day.

    One is warned below the mark. Orders stop only when the whole interval lies below the other mark: a number that
    straddles it may be chance.
    """
    if verdict is not None and (verdict.until is None or verdict.until >= today):
        return Standing(Level(verdict.level), verdict.why, said=True)
    if score is None or score.points is None or score.high is None:
        return FREE
    facts = {
        "points": number_format(score.points, 0),
        "high": number_format(score.high, 0),
        "day": date_format(score.on, "MONTH_DAY_FORMAT"),
    }
    if score.high < stick.block_below:
        facts["mark"] = number_format(stick.block_below)
        return Standing(Level.BLOCK, _("%(points)s points on %(day)s, surely below %(mark)s") % facts)
    if score.points < stick.warn_below:
        facts["mark"] = number_format(stick.warn_below)
        return Standing(Level.WARN, _("%(points)s points on %(day)s, below %(mark)s") % facts)
    return FREE


def newest_scores(supplier_ids: Collection[int] | None = None) -> dict[int, Score]:
    """Return the newest score of each supplier; None: of all. Two questions."""
    rows = Score.objects.order_by("supplier_id", "on")
    if supplier_ids is not None:
        rows = rows.filter(supplier__in=supplier_ids)
    last = dict(rows.values_list("supplier_id", "pk"))  # in rising order: the last one stays
    return {row.supplier_id: row for row in Score.objects.filter(pk__in=last.values())}


def standings_of(supplier_ids: Collection[int]) -> dict[int, Standing]:
    """Return what follows for each of these suppliers, as of now."""
    stick, today = current_yardstick(), store_day(timezone.now())
    scores = newest_scores(supplier_ids)
    verdicts = {row.supplier_id: row for row in Verdict.objects.filter(supplier__in=supplier_ids)}
    return {one: standing(scores.get(one), verdicts.get(one), stick, today) for one in supplier_ids}


@warnings.source("suppliers.standing")
def warned(supplier_ids: Collection[int]) -> Mapping[int, warnings.Warning]:
    """Tell whoever orders what is known against a supplier."""
    return {
        supplier_id: warnings.Warning("block" if one.level == Level.BLOCK else "warn", one.why)
        for supplier_id, one in standings_of(supplier_ids).items()
        if one.level != Level.FREE
    }
