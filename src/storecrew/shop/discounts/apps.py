"""The discounts room."""

from django.apps import AppConfig


class DiscountsConfig(AppConfig):
    name = "storecrew.shop.discounts"
    label = "discounts"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences and what the console shows of it."""
        from storecrew.shop.discounts import actions, console, constraints, queue, reads  # noqa: F401
