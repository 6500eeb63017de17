"""The room of returns."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "storecrew.shop.returns"
    label = "returns"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, and what the console shows of it."""
        from storecrew.shop.returns import (  # noqa: F401
            actions,
            buyers,
            console,
            constraints,
            handlers,
            health,
            jobs,
            photos,
            queue,
            reads,
        )
