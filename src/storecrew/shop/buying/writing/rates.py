"""What an order's money is in the store's own, at the rate of the day."""

from dataclasses import dataclass
from datetime import date, datetime

from storecrew.kernel.money.rates import ExchangeRate
from storecrew.kernel.money.reads import rate_on
from storecrew.kernel.money.types import Money, Rounding
from storecrew.kernel.store.reads import current
from storecrew.shop.supply import reads as supply


@dataclass(frozen=True, slots=True)
class ToOwn:
    """Turns money into the store's own. Where no rate is known it stays what it is, and is kept so."""

    rate: ExchangeRate | None

    def of(self, money: Money) -> Money:
        """Return the amount in the store's currency, to the nearest minor unit."""
        if self.rate is None or money.currency == self.rate.quote:
            return money
        return self.rate.convert(money, rounding=Rounding.HALF_UP)

    @property
    def text(self) -> str:
        """Return the rate as it is kept; empty: none was needed, or none is known."""
        if self.rate is None or self.rate.base == self.rate.quote:
            return ""
        return f"{self.rate.rate.numerator}/{self.rate.rate.denominator}"

    @property
    def on(self) -> date | None:
        """Return of which day the rate is."""
        return self.rate.on if self.rate is not None and self.text else None


def own_currency() -> str:
    """Return the store's currency."""
    profile = current()
    return profile.currency if profile else "CNY"


def to_own(currency: str, now: datetime) -> ToOwn:
    """Return how a currency is turned into the store's own at a moment."""
    return ToOwn(rate_on(currency, own_currency(), on=supply.store_day(now)))
