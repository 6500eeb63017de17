"""The room of orders."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "storecrew.shop.orders"
    label = "orders"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, handlers and what the console shows of it."""
        from storecrew.shop.orders import (  # noqa: F401
            actions,
            buyers,
            console,
            constraints,
            handlers,
            health,
            jobs,
            promised,
            queue,
            reads,
            sources,
            wording,
        )
