"""Prices in currencies that the catalogue has none in: by the day's rate, rounded to how prices look there."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from storecrew.kernel.money.rates import ExchangeRate
from storecrew.kernel.money.types import Money, Rounding, rounded

_ROUNDINGS = {"nearest": Rounding.HALF_UP, "up": Rounding.UP, "down": Rounding.DOWN}


@dataclass(frozen=True, slots=True)
class Form:
    """How converted prices look: a multiple of `step` less `less`, in minor units."""

    step: int = 1
    less: int = 0
    direction: str = "nearest"
    surcharge: Decimal = Decimal(0)

    def fit(self, minor: Fraction) -> int:
        """Return the price of this form that belongs to an exact one; never less than what the smallest form allows.

        Nothing stays nothing. Where rounding would make something free, it costs the smallest price of the form instead.
        """
        if minor <= 0:
            return 0
        steps = rounded((minor + self.less) / self.step, _ROUNDINGS[self.direction])
        return max(steps * self.step - self.less, self.step - self.less)


def converted(money: Money, rate: ExchangeRate, form: Form) -> Money:
    """Return a price in the quoted currency of `rate`, with surcharge, in its form."""
    exact = rate.convert(money, rounding=Rounding.HALF_UP) if money.minor == 0 else None
    if exact is not None:
        return exact
    return Money(form.fit(_exact(money, rate) * (1 + Fraction(form.surcharge) / 100)), rate.quote)


def _exact(money: Money, rate: ExchangeRate) -> Fraction:
    # a million times the amount, so that the one rounding of `convert` lies far below what the form rounds to
    scale = 10**6
    return Fraction(rate.convert(money * scale, rounding=Rounding.HALF_UP).minor, scale)
