"""Who may do what with carts."""

from typing import Final

from storecrew.kernel.actions.types import PUBLIC, Surface

SHOPPERS: Final = frozenset({PUBLIC})
"""Whoever holds a cart's token."""
HELPERS: Final = frozenset({"service", "marketing", "director"})
"""Who sees what was left in carts, and brings shoppers back."""
SHOP_DOORS: Final = frozenset({Surface.WEB, Surface.REST})
"""The storefront, and storefronts of one's own."""
