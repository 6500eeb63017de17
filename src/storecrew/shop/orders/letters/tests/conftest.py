"""The same small shop, and its post."""

from storecrew.shop.orders.tests.conftest import lasting_shop, shop

__all__ = ["lasting_shop", "shop"]
