"""The months of the books."""

from collections import defaultdict

from django.db.models import Count, Min, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Page
from storecrew.shop.ledger.models import Balance, Entry, Period, Seal
from storecrew.shop.ledger.seats import EVERYWHERE, READERS
from storecrew.shop.ledger.types import CurrencyTotal, PeriodView
from storecrew.shop.ledger.writing import days


class PeriodsQuery(Input):
    """Nothing needs to be said."""


@read("ledger.periods", label=gettext_lazy("Months and seals"), seats=READERS, surfaces=EVERYWHERE)
def periods(ask: Ask, data: PeriodsQuery) -> Page[PeriodView]:
    """List every month from the first entry to today, newest first: what was booked, and whether it is closed."""
    first, today = Entry.objects.aggregate(first=Min("on"))["first"], days.today(ask.now)
    if first is None:
        return Page[PeriodView](items=(), total=0)
    counts = dict(
        Entry.objects.annotate(month=TruncMonth("on")).values_list("month").annotate(n=Count("pk")).order_by("month")
    )
    totals: dict[object, list[CurrencyTotal]] = defaultdict(list)
    sums = Balance.objects.values_list("month", "currency").annotate(Sum("debit_minor"), Sum("credit_minor"))
    for month, currency, debit, credit in sums.order_by("month", "currency"):
        totals[month].append(CurrencyTotal(currency=currency, debit_minor=debit, credit_minor=credit))
    known = {row.month: row for row in Period.objects.order_by("month")}
    seals = {seal.period_id: seal for seal in Seal.objects.filter(broken_at=None)}
    breaks = dict(Seal.objects.exclude(broken_at=None).values_list("period").annotate(n=Count("pk")).order_by("period"))
    items, month, last = [], days.month_of(first), max(days.month_of(today), max(counts))
    while month <= last:
        row = known.get(month)
        whole = seals.get(row.pk) if row else None
        items.append(
            PeriodView(
                month=month,
                entries=counts.get(month, 0),
                totals=tuple(totals[month]),
                locked=row is not None and row.locked_at is not None,
                locked_at=row.locked_at if row else None,
                locked_by=row.locked_by if row else "",
                digest=whole.digest if whole else "",
                over=days.month_end(month) < today,
                breaks=breaks.get(row.pk, 0) if row else 0,
            )
        )
        month = days.month_after(month)
    return Page[PeriodView](items=tuple(reversed(items)), total=len(items))
