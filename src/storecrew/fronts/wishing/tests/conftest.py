"""A browser in front of a shop with a mug, a lamp, and something sold out."""

from storecrew.fronts.checkout.tests.conftest import Browser, _nothing_remembered, browser, furnished, shop

__all__ = ["Browser", "_nothing_remembered", "browser", "furnished", "shop"]
