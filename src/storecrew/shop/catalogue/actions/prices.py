"""Set prices, with a preview of what a reduction means under the 30-day rule."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.shop.catalogue.actions.products import Written, written
from storecrew.shop.catalogue.drafts import Currency, Minor
from storecrew.shop.catalogue.events import PriceChanged
from storecrew.shop.catalogue.seats import EVERYWHERE, PRICERS
from storecrew.shop.catalogue.weighing import KINDS, weigh_prices
from storecrew.shop.catalogue.writing.loading import product_of, variants_of
from storecrew.shop.catalogue.writing.prices import NewPrice, set_prices
from storecrew.shop.catalogue.writing.touching import finish


class VariantPrice(Input):
    """A price of one variant; `price_minor` None takes it away, with the compare-at price."""

    variant_id: int
    currency: Currency
    price_minor: Minor | None
    compare_at_minor: Minor | None = None


class SetPrices(Input):
    """Prices of variants of one product, in any currencies."""

    product_id: int
    version: int | None = None
    prices: Annotated[tuple[VariantPrice, ...], Field(min_length=1, max_length=10_000)]


@action(
    "catalogue.set_prices",
    label=gettext_lazy("Set prices"),
    seats=PRICERS,
    surfaces=EVERYWHERE,
    emits=(PriceChanged,),
    previews=True,
    weigh=weigh_prices,
    kinds=KINDS,
)
def set_prices_of(run: Run, data: SetPrices) -> Written:
    """Set the prices of a product's variants. Each change is kept for ever, with who made it and when.

    Amounts are in minor units (fen, cents). A compare-at price is shown crossed out where it is higher than the price.
    """
    product = product_of(run, data.product_id, version=data.version)
    rows = variants_of(product)
    for index, price in enumerate(data.prices):
        if price.variant_id not in rows:
            raise InvalidInput({f"prices.{index}": _("A variant named here does not belong to this product any more.")})
    changed = set_prices(
        run,
        [
            NewPrice(rows[price.variant_id], price.currency, price.price_minor, price.compare_at_minor)
            for price in data.prices
        ],
    )
    if changed:
        finish(run, product)
    return written(product, changed=bool(changed))
