"""The counting part of the stock room."""

from django.apps import AppConfig


class CountingConfig(AppConfig):
    name = "storecrew.shop.stock.counting"
    label = "stock_counting"

    def ready(self) -> None:
        """Register what this part offers."""
        from storecrew.shop.stock.counting import actions, console, jobs, reads  # noqa: F401, PLC0415  apps first
