"""The catalogue room."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "storecrew.shop.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, jobs and what the console shows of it."""
        from storecrew.shop.catalogue import (  # noqa: F401  they register themselves
            actions,
            console,
            constraints,
            health,
            jobs,
            queue,
            reads,
            wording,
        )
