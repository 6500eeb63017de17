"""The lines of a quote before anything is taken off: what is sold, at which price, and what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from storecrew.kernel.money.rates import ExchangeRate
from storecrew.kernel.money.reads import rate_on
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import ListPrice, Sold
from storecrew.shop.pricing.converting import Form, converted
from storecrew.shop.pricing.models import PriceRule
from storecrew.shop.pricing.types import LineWish, Problem, QuoteQuery


@dataclass(frozen=True, slots=True)
class Good:
    """A line that has a price."""

    wish: LineWish
    sold: Sold
    unit_price: Money
    compare_at: Money | None

    @property
    def gross(self) -> Money:
        """Return what all pieces cost before anything is taken off."""
        return self.unit_price * self.wish.quantity


@dataclass(frozen=True, slots=True)
class Goods:
    """All lines that have a price, in the order they were asked in, and what is wrong with any line."""

    lines: tuple[Good, ...]
    problems: tuple[Problem, ...]
    rate: ExchangeRate | None


class Converter:
    """Gives prices in a currency: the catalogue's own where there is one, else by the day's rate. Asks for it once."""

    def __init__(self, currency: str, base: str, on: date) -> None:
        self.currency, self.base, self.on = currency, base, on
        self.rate: ExchangeRate | None = None
        self._rule: PriceRule | None = None
        self._asked = False

    def price(self, sold: Sold) -> ListPrice | None:
        """Return what one piece costs, None when there is no price and none can be made."""
        own = sold.prices.get(self.currency)
        if own is not None or self.currency == self.base:
            return own
        listed = sold.prices.get(self.base)
        if listed is None:
            return None
        self._ask()
        if self.rate is None or self._rule is None:
            return None
        form = form_of(self._rule)
        price = converted(listed.price, self.rate, form)
        crossed = converted(listed.compare_at, self.rate, form) if listed.compare_at else None
        return ListPrice(price=price, compare_at=crossed if crossed and crossed > price else None)

    @property
    def lacks_rate(self) -> bool:
        """Tell whether the store sells in this currency, and nobody knows what it is worth."""
        return self._rule is not None and self.rate is None

    def _ask(self) -> None:
        if self._asked:
            return
        self._asked = True
        self._rule = PriceRule.objects.filter(currency=self.currency, active=True).first()
        if self._rule is not None:
            self.rate = rate_on(self.base, self.currency, on=self.on, source=self._rule.source)


def form_of(rule: PriceRule) -> Form:
    """Return how prices of a currency look."""
    return Form(rule.step_minor, rule.less_minor, rule.direction, rule.surcharge)


def goods_of(data: QuoteQuery, base: str, at: datetime) -> Goods:
    """Return the lines of a basket with their prices. `base`: the currency the catalogue's prices are kept in."""
    sold = catalogue.sold(
        {wish.variant_id for wish in data.lines},
        language=data.language,
        currencies=list(dict.fromkeys((data.currency, base))),
        at=at,
    )
    return priced(data, sold, Converter(data.currency, base, at.date()))


def priced(data: QuoteQuery, sold: Mapping[int, Sold], converter: Converter) -> Goods:
    """Return the lines of a basket with their prices, out of variants that were asked for before."""
    agreed = data.staff.unit_prices if data.staff else {}
    lines: list[Good] = []
    problems: list[Problem] = []
    for wish in data.lines:
        found = sold.get(wish.variant_id)
        if found is None:
            problems.append(Problem(code="gone", message=_("This no longer exists."), line=wish.key))
            continue
        problem = _withdrawn(found, wish, unlisted=bool(data.staff and data.staff.unlisted))
        price = converter.price(found)
        if wish.key in agreed:
            price = ListPrice(price=agreed[wish.key], compare_at=None)
        if problem:
            problems.append(problem)
        if price is None:
            message = _("“%(title)s” has no price in %(currency)s.")
            values = {"title": found.title, "currency": data.currency}
            code = "no_rate" if converter.lacks_rate else "no_price"
            problems.append(Problem(code=code, message=message % values, line=wish.key))
        else:
            lines.append(Good(wish, found, price.price, price.compare_at))
    return Goods(tuple(lines), tuple(problems), converter.rate)


def _withdrawn(found: Sold, wish: LineWish, *, unlisted: bool) -> Problem | None:
    if found.on_sale or (unlisted and not found.retired):
        return None
    message = _("“%(title)s” is not on sale at the moment.") % {"title": found.title}
    return Problem(code="off_sale", message=message, line=wish.key)


def gross_of(lines: Sequence[Good], currency: str) -> Money:
    """Return what all lines cost before anything is taken off."""
    return Money(sum(line.gross.minor for line in lines), currency)
