"""The stock room."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "storecrew.shop.stock"
    label = "stock"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, jobs and what the console shows of it."""
        from storecrew.shop.stock import (  # noqa: F401, PLC0415  apps first
            actions,
            console,
            constraints,
            health,
            jobs,
            panels,
            queue,
            reads,
        )
