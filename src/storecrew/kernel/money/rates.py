"""Exchange rates as values, and conversion by a named rounding rule."""

from collections.abc import Iterator
from csv import reader
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from storecrew.kernel.money.currencies import is_currency, minor_digits
from storecrew.kernel.money.types import CurrencyMismatch, Money, MoneyError, Rounding, UnknownCurrency, rounded


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """One unit of `base` is worth `rate` units of `quote`, said `source` for the day `on`."""

    base: str
    quote: str
    rate: Fraction
    source: str
    on: date

    def __post_init__(self) -> None:
        for code in (self.base, self.quote):
            if not is_currency(code):
                raise UnknownCurrency(code)
        if self.rate <= 0:
            raise MoneyError(f"a rate is more than nothing, not {self.rate}")

    def inverse(self) -> "ExchangeRate":
        """Return the same rate seen from the other currency, exactly."""
        return ExchangeRate(self.quote, self.base, 1 / self.rate, self.source, self.on)

    def through(self, other: "ExchangeRate") -> "ExchangeRate":
        """Return the rate that two rates with a common currency give; it is as old as the older one."""
        if self.quote != other.base:
            raise CurrencyMismatch(self.quote, other.base)
        source = self.source if self.source == other.source else f"{self.source}+{other.source}"
        return ExchangeRate(self.base, other.quote, self.rate * other.rate, source, min(self.on, other.on))

    def convert(self, money: Money, *, rounding: Rounding) -> Money:
        """Return `money` of the base currency in the quoted one, rounded once. Raises CurrencyMismatch."""
        if money.currency != self.base:
            raise CurrencyMismatch(money.currency, self.base)
        scale = Fraction(10 ** minor_digits(self.quote), 10 ** minor_digits(self.base))
        return Money(rounded(money.minor * self.rate * scale, rounding), self.quote)


def read_ecb(text: str) -> Iterator[ExchangeRate]:
    """Yield the rates of a file of the European Central Bank (`eurofxref.csv` or `eurofxref-hist.csv`), base EUR.

    Days and currencies without a rate (`N/A`, empty) are left out. The bank asks to be named as the source.
    """
    rows = reader(text.splitlines(), skipinitialspace=True)
    header = [cell.strip() for cell in next(rows)]
    for row in rows:
        on = _day(row[0].strip())
        for code, cell in zip(header[1:], row[1:], strict=False):
            if code and cell.strip() not in {"", "N/A"}:
                yield ExchangeRate("EUR", code, Fraction(Decimal(cell.strip())), "ECB", on)


def _day(text: str) -> date:
    return date.fromisoformat(text) if text[4:5] == "-" else datetime.strptime(text, "%d %B %Y").date()
