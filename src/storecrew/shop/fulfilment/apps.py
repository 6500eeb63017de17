"""The fulfilment room."""

from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "storecrew.shop.fulfilment"
    label = "fulfilment"

    def ready(self) -> None:
        """Register this room's actions, reads, handlers, jobs, acts and what the console shows of it."""
        from storecrew.shop.fulfilment import (  # noqa: F401
            actions,
            begun,
            buyers,
            console,
            constraints,
            handlers,
            health,
            jobs,
            learning,
            letters,
            queue,
            reads,
            services,
        )
