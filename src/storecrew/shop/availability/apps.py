"""The room of what suppliers' reports are still worth."""

from django.apps import AppConfig


class AvailabilityConfig(AppConfig):
    name = "storecrew.shop.availability"
    label = "availability"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, jobs and what the console shows of it."""
        from storecrew.shop.availability import (  # noqa: F401, PLC0415  apps first
            actions,
            console,
            constraints,
            handlers,
            health,
            jobs,
            panels,
            queue,
            reads,
        )
