"""The demo store's second currencies: dollars at .99 and euros in whole units, by invented rates."""

from datetime import datetime, timedelta
from decimal import Decimal

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money import actions as money
from storecrew.shop.pricing import actions

RATES = (("USD", Decimal("0.1389")), ("EUR", Decimal("0.1192")))


def build(actor: Actor, now: datetime) -> None:
    """Record yesterday's rates, and sell in dollars and euros; `actor` is the founder."""
    rows = tuple(
        money.RateRow(base="CNY", quote=quote, rate=rate, on=(now - timedelta(days=1)).date()) for quote, rate in RATES
    )
    money.record_rates(actor, money.RecordRates(source="demo", rates=rows), now=now - timedelta(hours=20))
    dollars = actions.SetRounding(currency="USD", step_minor=100, less_minor=1, surcharge=Decimal(2))
    euros = actions.SetRounding(currency="EUR", step_minor=100, direction="up", surcharge=Decimal(2))
    for rule in (dollars, euros):
        actions.set_rounding(actor, rule, now=now - timedelta(days=60))
