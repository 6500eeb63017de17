"""The room of buying for the store's own shelves."""

from django.apps import AppConfig


class BuyingConfig(AppConfig):
    name = "storecrew.shop.buying"
    label = "buying"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, jobs and what the console shows of it."""
        from storecrew.shop.buying import (  # noqa: F401, PLC0415  apps must be loaded
            actions,
            console,
            health,
            jobs,
            panels,
            queue,
            reads,
            wording,
        )
