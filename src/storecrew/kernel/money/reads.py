"""What a currency was worth on a day."""

from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import ANYONE, Ask, Input, Output
from storecrew.kernel.money.actions import CurrencyCode
from storecrew.kernel.money.models import Rate
from storecrew.kernel.money.rates import ExchangeRate


class RateQuery(Input):
    """Which pair, on which day. `on` None means today (UTC)."""

    base: CurrencyCode
    quote: CurrencyCode
    on: date | None = None
    source: Annotated[str, Field(max_length=40)] = ""
    """Take rates of this source only; empty takes any."""


class RateAnswer(Output):
    """One unit of `base` in `quote`. `on` is the day the rate was set, which may be before the day asked for."""

    base: str
    quote: str
    rate: Decimal
    on: date
    source: str


@read("money.rate", label=gettext_lazy("Exchange rate"), seats={ANYONE}, surfaces={"web", "rest", "mcp", "cli"})
def rate(ask: Ask, data: RateQuery) -> RateAnswer:
    """Tell what one unit of a currency was worth in another: the newest rate on or before the day asked for."""
    found = rate_on(data.base, data.quote, on=data.on or ask.now.date(), source=data.source)
    if found is None:
        raise Missing(
            _("No rate from %(base)s to %(quote)s is recorded for that day or before.")
            % {"base": data.base, "quote": data.quote}
        )
    return RateAnswer(
        base=found.base, quote=found.quote, rate=_twelve_decimals(found.rate), on=found.on, source=found.source
    )


def _twelve_decimals(rate: Fraction) -> Decimal:
    return Decimal(f"{round(rate * 10**12)}E-12").normalize(Context(prec=60))


def rate_on(base: str, quote: str, *, on: date, source: str = "") -> ExchangeRate | None:
    """Return the exact rate for other rooms' sums; None when nothing is known on or before `on`.

    Looks for the pair itself, its inverse, then for two rates that meet in one currency (central banks quote one base);
    the newer day wins, the direct pair among equals.
    """
    if base == quote:
        return ExchangeRate(base, quote, Fraction(1), "identity", on)
    direct = _latest(base, quote, on, source)
    if direct is not None:
        return direct
    pivots = _partners(base, on, source) & _partners(quote, on, source)
    crossed = [
        first.through(second)
        for pivot in sorted(pivots)
        if (first := _latest(base, pivot, on, source)) and (second := _latest(pivot, quote, on, source))
    ]
    return max(crossed, key=lambda found: found.on, default=None)


def _partners(currency: str, on: date, source: str) -> set[str]:
    """Return the currencies that have a rate to `currency` on or before a day."""
    rows = Rate.objects.filter(Q(base=currency) | Q(quote=currency), on__lte=on, **_only(source))
    return {code for pair in rows.values_list("base", "quote").distinct() for code in pair} - {currency}


def _latest(base: str, quote: str, on: date, source: str) -> ExchangeRate | None:
    pair = Q(base=base, quote=quote) | Q(base=quote, quote=base)
    row = Rate.objects.filter(pair, on__lte=on, **_only(source)).order_by("-on", "-recorded_at", "-pk").first()
    if row is None:
        return None
    found = ExchangeRate(row.base, row.quote, Fraction(row.rate), row.source, row.on)
    return found if row.base == base else found.inverse()


def _only(source: str) -> dict[str, str]:
    return {"source": source} if source else {}
