"""Learn from orders whether what a supplier said was so."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.availability import learning, rule
from storecrew.shop.availability.actions.taking import TakeSaid, take_said
from storecrew.shop.availability.learning import NO_RECORD
from storecrew.shop.availability.models import Call, Heard, Outcome, Record
from storecrew.shop.availability.seats import EVERYWHERE, TELLERS
from storecrew.shop.availability.weighing import EVERYBODY, Scales
from storecrew.shop.availability.words import Word, words
from storecrew.shop.stock import reads as stock_reads

ASKED_AT_MOST = 20
"""For so many pieces it is reckoned whether each was probably there; more change nothing about the mean."""


class RecordOutcome(Input):
    """What an order found: `wanted` pieces were asked for, `had` could really be had. `at`: when it was ordered.

    `document`: e.g. `dropship:9`; the same one counts once.
    """

    offer_id: int
    site_id: int
    wanted: Annotated[int, Field(ge=1, le=1_000_000)]
    had: Annotated[int, Field(ge=0, le=1_000_000)]
    at: datetime
    document: Annotated[str, Field(max_length=80)] = ""


class Learned(Output):
    """How often the supplier has been right, now; `expected`: the chance that a piece was there if the report was so."""

    expected: float
    right: float


@action(
    "availability.record_outcome",
    label=gettext_lazy("Note what an order found at a supplier"),
    seats=TELLERS,
    surfaces=EVERYWHERE,
    calls=(take_said,),
)
def record_outcome(run: Run, data: RecordOutcome) -> Learned:
    """Note of how many ordered pieces a supplier really had. It moves the record of supplier, weekday and offer.

    Where fewer were had than wanted, there are none left: that is a word as well, and nothing more is sold on the older
    one. An order without a report behind it says nothing of reports and moves no record.
    """
    if data.had > data.wanted:
        raise InvalidInput({"had": _("More than was wanted cannot have been had of it.")})
    scales = Scales([data.site_id], run.now, [data.offer_id])
    found = words(Q(site_id=data.site_id, offer_id=data.offer_id))
    if data.site_id not in scales.sites or not found:
        raise Missing(_("Nothing was ever said of this offer there."))
    word, supplier_id = found[0], scales.sites[data.site_id].supplier_id
    run.about(f"offer:{data.offer_id}", f"supplier:{supplier_id}")
    whose = f"supplier:{supplier_id}"
    known = (
        data.document
        and Outcome.objects.filter(document=data.document, offer_id=data.offer_id, site_id=data.site_id).first()
    )
    if known:
        return Learned(expected=known.expected, right=_right(scales, whose))
    said, seen_at = _said_at(word, data.at)
    expected = 0.0 if seen_at is None else _expected(scales, word, said, seen_at, data)
    Outcome.objects.create(
        offer_id=data.offer_id,
        site_id=data.site_id,
        wanted=data.wanted,
        had=data.had,
        at=data.at,
        document=data.document,
        said=said,
        seen_at=seen_at,
        expected=expected,
    )
    if seen_at is not None and expected > 0:
        day = scales.calendar(data.site_id).local_date(seen_at).weekday()
        lags = _lags(scales, word, said, seen_at, data)
        _move([EVERYBODY, whose, f"{whose}:{day}", f"offer:{data.offer_id}"], data, expected, {whose: lags})
    if data.had < data.wanted and word.quantity and word.seen_at <= data.at:
        said_so = TakeSaid(
            stream=f"order:{data.offer_id}",
            site_id=data.site_id,
            observed_at=data.at,
            rows=((data.offer_id, 0, None),),
        )
        run.call(take_said, said_so)
    return Learned(expected=expected, right=_right(Scales([data.site_id], run.now), whose))


def _right(scales: Scales, whose: str) -> float:
    return learning.supplier_right(scales.record(EVERYBODY), scales.record(whose))


def _said_at(word: Word, at: datetime) -> tuple[int | None, datetime | None]:
    """Return what had been said when it was ordered, and when that had been seen for the last time."""
    if word.observed_at <= at:
        quantity, observed_at, stream_id = word.quantity, word.observed_at, word.stream_id
    else:
        rows = Heard.objects.filter(offer_id=word.offer_id, site_id=word.site_id, observed_at__lte=at)
        before = rows.order_by("-observed_at", "-pk").first()
        if before is None:
            return None, None
        quantity, observed_at, stream_id = before.quantity, before.observed_at, before.stream_id
    calls = Call.objects.filter(stream_id=stream_id, confirmed=True, observed_at__gt=observed_at, observed_at__lte=at)
    again = calls.order_by("-observed_at").values_list("observed_at", flat=True).first()
    return quantity, again or observed_at


def _expected(scales: Scales, word: Word, said: int | None, seen_at: datetime, data: RecordOutcome) -> float:
    """Return the chance that a wanted piece was still there, if the report was so, less what we had taken since ourselves."""
    lag = scales.lag(data.site_id)
    grounds = _grounds(scales, word, said, seen_at, data, lag=lag)
    pieces = range(1, min(data.wanted, ASKED_AT_MOST) + 1)
    return sum(rule.there(grounds, piece) for piece in pieces) / len(pieces)


def _lags(scales: Scales, word: Word, said: int | None, seen_at: datetime, data: RecordOutcome) -> list[float]:
    """Return how likely each of `LAGS` is after this order, in logs."""
    supplier_id = scales.sites[data.site_id].supplier_id
    before = scales.record(f"supplier:{supplier_id}").at or data.at
    honest = [rule.there(_grounds(scales, word, said, seen_at, data, lag=lag), data.wanted) for lag in learning.LAGS]
    return list(
        learning.lags_after(
            scales.lags(supplier_id),
            honest,
            right=_right(scales, f"supplier:{supplier_id}"),
            all_there=data.had == data.wanted,
            elapsed=max(timedelta(), data.at - before),
        )
    )


def _grounds(
    scales: Scales, word: Word, said: int | None, seen_at: datetime, data: RecordOutcome, *, lag: float
) -> rule.Grounds:
    warehouse_id = scales.sites[data.site_id].warehouse_id
    passed = stock_reads.passages([warehouse_id], [word.variant_id], seen_at)
    left = max(0, (said or 0) + sum(one.change for one in passed if one.at < data.at))
    speed = scales.speed(word)
    days = scales.span(data.site_id, seen_at, data.at).days + lag
    return rule.Grounds(left, 0.0, days, speed.rate * days, speed.shape, right=1.0)


def _move(whose: list[str], data: RecordOutcome, expected: float, lags: dict[str, list[float]]) -> None:
    """Add an order to records, which are locked in the order of their names. `lags`: whose numbers' age was learned."""
    rows = [
        Record(whose=name, expected=0.0, had=0.0, expected_lately=0.0, had_lately=0.0, lags=[], at=data.at)
        for name in whose
    ]
    Record.objects.bulk_create(rows, ignore_conflicts=True)
    rows = list(Record.objects.select_for_update().filter(pk__in=whose).order_by("pk"))
    share = data.had / data.wanted
    for row in rows:
        before = replace(
            NO_RECORD,
            expected=row.expected,
            had=row.had,
            expected_lately=row.expected_lately,
            had_lately=row.had_lately,
            at=row.at,
        )
        after = before.after(share=share, expected=expected, at=data.at)
        row.lags = lags.get(row.pk, row.lags)
        row.expected, row.had, row.at = after.expected, after.had, after.at or data.at
        row.expected_lately, row.had_lately = after.expected_lately, after.had_lately
    Record.objects.bulk_update(rows, ["expected", "had", "expected_lately", "had_lately", "lags", "at"])
