"""What the owner wants of the choice; what is usual until they have said it."""

from typing import Final

from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.types import Money
from storecrew.shop.sourcing.models import RuleSet
from storecrew.shop.sourcing.types import BuyerPays, Own, Rules

LATE_DAY, PARCEL, MISSING = 0.3, 0.7, 4.0
"""About so many dollars: a day of waiting, a box with its label and handling, and the trouble with a buyer for whom there is
nothing after all."""
WORTH: Final = {"CNY": 7, "HKD": 8, "TWD": 32, "JPY": 150, "KRW": 1400, "THB": 35, "INR": 85, "VND": 25_000, "RUB": 90}
"""About so much of a currency is a dollar: to begin with, not to reckon with."""


def rules_in(currency: str) -> Rules:
    """Return the rules that hold in a store whose currency this is. One question."""
    row = RuleSet.objects.filter(pk=1).first()
    if row is None:
        return usual(currency)
    # a store that changed its currency has not said yet what a day costs in the new one
    amounts = usual(currency)
    same = row.currency == currency
    return Rules(
        own=Own(row.own),
        late_day=Money(row.late_day_minor, currency) if same else amounts.late_day,
        parcel=Money(row.parcel_minor, currency) if same else amounts.parcel,
        missing=Money(row.missing_minor, currency) if same else amounts.missing,
        buyer_pays=BuyerPays(row.buyer_pays),
        automatic=row.automatic,
        most_extra_percent=row.most_extra_percent,
        most_days=row.most_days,
    )


def usual(currency: str) -> Rules:
    """Return what holds until somebody says otherwise."""
    unit = 10 ** minor_digits(currency) * WORTH.get(currency, 1)

    def about(dollars: float) -> Money:
        return Money(round(dollars * unit), currency)

    return Rules(
        own=Own.FIRST,
        late_day=about(LATE_DAY),
        parcel=about(PARCEL),
        missing=about(MISSING),
        buyer_pays=BuyerPays.ONE,
        automatic=True,
        most_extra_percent=15,
        most_days=2,
    )
