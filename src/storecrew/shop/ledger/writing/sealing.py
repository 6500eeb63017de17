"""Seals: what a month looked like when it was closed, so that anybody can see later that it still does."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Min, Sum

from storecrew.shop.ledger.models import Balance, Entry, Period, Seal
from storecrew.shop.ledger.writing import canon, days


def seal(period: Period, *, at: datetime, by: str) -> Seal:
    """Seal a month as it is now."""
    hashes = hashes_of(period.month)
    before = previous_digest(period.month)
    return Seal.objects.create(
        period=period,
        entries=len(hashes),
        totals=totals_of(period.month),
        digest=canon.seal(period.month, hashes, before),
        previous_digest=before,
        sealed_at=at,
        sealed_by=by,
    )


def hashes_of(month: date) -> list[str]:
    """Return the hashes of a month's entries, in the order of booking."""
    rows = Entry.objects.filter(on__gte=month, on__lte=days.month_end(month)).order_by("number")
    return list(rows.values_list("hash", flat=True))


def previous_digest(month: date) -> str:
    """Return the digest of the whole seal before a month; empty for the first one."""
    before = Seal.objects.filter(period__month__lt=month, broken_at=None).order_by("-period__month").first()
    return before.digest if before else ""


def totals_of(month: date) -> dict[str, int]:
    """Return currency → minor units booked on either side in a month."""
    rows = (
        Balance.objects.filter(month=month).values("currency").annotate(minor=Sum("debit_minor")).order_by("currency")
    )
    return {row["currency"]: row["minor"] for row in rows}


def open_months(*, before: date) -> Iterator[date]:
    """Yield the months that are open, from the first in which something was booked; earliest first, up to `before`."""
    first = Entry.objects.aggregate(first=Min("on"))["first"]
    if first is None:
        return
    locked = set(Period.objects.filter(locked_at__isnull=False).values_list("month", flat=True))
    month = days.month_of(first)
    while month < before:
        if month not in locked:
            yield month
        month = days.month_after(month)
