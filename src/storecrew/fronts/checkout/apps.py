"""The checkout."""

from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "storecrew.fronts.checkout"
    label = "checkout"

    def ready(self) -> None:
        """Fill the storefront's places: the bag in its frame, the way to buy on product pages."""
        from storecrew.fronts.checkout import filling, linking, reviewing, supplying  # noqa: F401
