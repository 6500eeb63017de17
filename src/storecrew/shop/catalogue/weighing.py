"""What approval rules look at when prices change: how deep the deepest cut is, and whether it goes below cost."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

from storecrew.kernel.actions.types import Weight
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import MoneyError
from storecrew.shop.catalogue.models import Price, Product, Variant

CUT, BELOW_COST = "cut", "below_cost"
KINDS = (
    (CUT, pgettext_lazy("price change", "a cut, by so much a piece")),
    (BELOW_COST, pgettext_lazy("price change", "a price below cost")),
)

type NewPrices = Mapping[tuple[int, str], int]
"""(variant, currency) → minor units of the price that is to be."""


def weigh_prices(data: Any) -> Weight:
    """Weigh the input of `catalogue.set_prices`."""
    prices = {(row.variant_id, row.currency): row.price_minor for row in data.prices if row.price_minor is not None}
    return _weigh(prices)


def weigh_cells(data: Any) -> Weight:
    """Weigh the cells of `catalogue.bulk_edit`; cells that cannot be read weigh nothing, the action refuses them itself."""
    prices: dict[tuple[int, str], int] = {}
    for cell in data.cells:
        field, _colon, currency = cell.field.partition(":")
        if field != "price" or cell.variant_id is None:
            continue
        try:
            prices[cell.variant_id, currency] = parse_money(cell.text, currency, language=data.language or None).minor
        except MoneyError:
            continue
    return _weigh(prices)


def _weigh(prices: NewPrices) -> Weight:
    """Return the deepest cut a piece by share of the old price; nothing when no price falls.

    Three queries whatever the number of prices; none when there are none.
    """
    if not prices:
        return Weight()
    variants = Variant.objects.in_bulk({variant for variant, _currency in prices})
    old = Price.objects.filter(variant__in=variants).values_list("variant_id", "currency", "price_minor")
    cuts = [
        (before, before - prices[variant, currency], variant, currency)
        for variant, currency, before in old
        if prices.get((variant, currency), before) < before
    ]
    if not cuts:
        return Weight()
    _before, cut, _variant, currency = max(cuts, key=lambda row: (row[1] / row[0], row[2], row[3]))
    below = any(is_below_cost(variants[row[2]], row[3], prices[row[2], row[3]]) for row in cuts)
    products = {variants[row[2]].product_id for row in cuts}
    versions = Product.objects.filter(pk__in=products).values_list("pk", "version")
    return Weight(
        amount_minor=cut,
        currency=currency,
        kind=BELOW_COST if below else CUT,
        versions={f"product:{pk}": version for pk, version in versions},
    )


def is_below_cost(variant: Variant, currency: str, price_minor: int) -> bool:
    """Tell whether a price of a variant is below what it costs; False when that is not known in the price's currency."""
    return variant.cost_minor is not None and variant.cost_currency == currency and price_minor < variant.cost_minor
