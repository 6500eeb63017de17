"""Proposals: a part of the room of buying with tables of its own."""

from django.apps import AppConfig


class ProposingConfig(AppConfig):
    name = "storecrew.shop.buying.proposing"
    label = "buying_proposing"

    def ready(self) -> None:
        """Register what this part offers."""
        from storecrew.shop.buying.proposing import (  # noqa: F401, PLC0415  apps must be loaded
            actions,
            console,
            jobs,
            panels,
            queue,
            reads,
        )
