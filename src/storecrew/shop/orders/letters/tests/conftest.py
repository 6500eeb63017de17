"""The same small shop, and its post."""

from storecrew.shop.orders.tests.conftest import shop

__all__ = ["shop"]
