"""The room of suppliers and what they offer."""

from django.apps import AppConfig


class SupplyConfig(AppConfig):
    name = "storecrew.shop.supply"
    label = "supply"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, jobs and what the console shows of it."""
        from storecrew.shop.supply import (  # noqa: F401, PLC0415  apps first
            actions,
            console,
            constraints,
            handing_over,
            health,
            jobs,
            queue,
            reads,
            wording,
        )
