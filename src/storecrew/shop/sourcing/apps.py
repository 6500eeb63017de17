"""The room of choosing where a line is taken from."""

from django.apps import AppConfig


class SourcingConfig(AppConfig):
    name = "storecrew.shop.sourcing"
    label = "sourcing"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences and what the console shows of it."""
        from storecrew.shop.sourcing import (  # noqa: F401, PLC0415  apps first
            actions,
            console,
            constraints,
            panels,
            reads,
        )
