"""The dialects that are known, and which one a header speaks."""

from typing import Final

from storecrew.kernel.tabular.table import Header
from storecrew.shop.catalogue.transfer.dialects.base import Dialect
from storecrew.shop.catalogue.transfer.dialects.magento import Magento, MagentoFixture, MagentoPictures
from storecrew.shop.catalogue.transfer.dialects.mapped import Mapped
from storecrew.shop.catalogue.transfer.dialects.shopify import Shopify
from storecrew.shop.catalogue.transfer.dialects.spree import Spree, SpreeTranslations
from storecrew.shop.catalogue.transfer.dialects.woocommerce import WooCommerce

DIALECTS: Final[tuple[type[Dialect], ...]] = (
    Shopify,
    WooCommerce,
    Spree,
    SpreeTranslations,
    Magento,
    MagentoFixture,
    MagentoPictures,
    Mapped,
)


def dialect_of(header: Header) -> type[Dialect]:
    """Return the dialect most of whose columns are there; any table is `Mapped` when none fits."""
    return max(DIALECTS, key=lambda dialect: dialect.recognises(header))


def dialect_named(name: str) -> type[Dialect]:
    """Return the dialect; raises KeyError."""
    return {dialect.name: dialect for dialect in DIALECTS}[name]
