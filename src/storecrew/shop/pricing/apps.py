"""The pricing room."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "storecrew.shop.pricing"
    label = "pricing"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences and what the console shows of it."""
        from storecrew.shop.pricing import actions, console, constraints, queue, reads  # noqa: F401
