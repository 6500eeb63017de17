"""What may be asked about prices: what a basket costs, and in which currencies the store sells."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Input, Output
from storecrew.kernel.store.reads import current
from storecrew.shop.pricing.models import PriceRule
from storecrew.shop.pricing.origins import origins
from storecrew.shop.pricing.quoting import price
from storecrew.shop.pricing.seats import EVERYWHERE
from storecrew.shop.pricing.types import Quote, QuoteQuery

__all__ = ["Currencies", "NoInput", "SellingCurrency", "currencies", "origins", "price", "quote", "selling"]


@read("pricing.quote", label=gettext_lazy("What a basket costs"), seats={PUBLIC})
def quote(ask: Ask, data: QuoteQuery) -> Quote:
    """Tell what a basket costs to the cent: prices, discounts, shipping, taxes, and what stands in the way of buying it.

    For pages of this installation, which show of it what buyers may see; costs are in it for the crew.
    """
    if data.staff is not None and not ask.seats:
        raise Denied(_("Only the crew agrees prices with buyers."))
    return price(data, now=ask.now)


class NoInput(Input):
    """Nothing needs to be said."""


class SellingCurrency(Output):
    """A currency that buyers can choose. `own`: the store's, in which prices are kept."""

    code: str
    own: bool


class Currencies(Output):
    """The store's own first."""

    items: tuple[SellingCurrency, ...]


@read("pricing.currencies", label=gettext_lazy("Selling currencies"), seats={PUBLIC}, surfaces=EVERYWHERE)
def currencies(ask: Ask, data: NoInput) -> Currencies:
    """List the currencies that buyers can choose, the store's own first."""
    return Currencies(items=selling())


def selling() -> tuple[SellingCurrency, ...]:
    """Return the currencies that buyers can choose, for pages of this installation; empty before set-up."""
    store = current()
    if store is None:
        return ()
    others = PriceRule.objects.filter(active=True).exclude(currency=store.currency).order_by("position", "currency")
    return (
        SellingCurrency(code=store.currency, own=True),
        *(SellingCurrency(code=code, own=False) for code in others.values_list("currency", flat=True)),
    )
