"""The demo store's second currencies: dollars at .99 and euros in whole units, by invented rates."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from math import sin

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money import actions as money
from storecrew.shop.pricing import actions

RATES = (("USD", Decimal("0.1389")), ("EUR", Decimal("0.1192")))
WEEKS = 58


def build(actor: Actor, now: datetime) -> None:
    """Record the rates of a year, one a week, and sell in dollars and euros; `actor` is the founder."""
    rows = tuple(_rates(now))
    money.record_rates(actor, money.RecordRates(source="demo", rates=rows), now=now - timedelta(hours=20))
    dollars = actions.SetRounding(currency="USD", step_minor=100, less_minor=1, surcharge=Decimal(2))
    euros = actions.SetRounding(currency="EUR", step_minor=100, direction="up", surcharge=Decimal(2))
    for rule in (dollars, euros):
        actions.set_rounding(actor, rule, now=now - timedelta(days=395))


def _rates(now: datetime) -> Iterator[money.RateRow]:
    """Yield a rate for each week of the year, the newest of yesterday: it wanders a little around what it is today."""
    for quote, today in RATES:
        for week in range(WEEKS):
            wandered = Decimal(str(round(sin(week / 7) * 0.012 + sin(week / 2.3) * 0.004, 4))) if week else Decimal(0)
            rate = (today * (1 + wandered)).quantize(Decimal("0.0001"))
            yield money.RateRow(base="CNY", quote=quote, rate=rate, on=(now - timedelta(days=1 + 7 * week)).date())
