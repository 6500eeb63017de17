"""The shipping room."""

from django.apps import AppConfig


class ShippingConfig(AppConfig):
    name = "storecrew.shop.shipping"
    label = "shipping"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences and what the console shows of it."""
        from storecrew.shop.shipping import actions, console, constraints, reads  # noqa: F401
