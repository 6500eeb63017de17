"""The room of wishes."""

from django.apps import AppConfig


class WishesConfig(AppConfig):
    name = "storecrew.shop.wishes"
    label = "wishes"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, handlers, jobs and what the console shows of it."""
        from storecrew.shop.wishes import (  # noqa: F401
            actions,
            buyers,
            console,
            constraints,
            handlers,
            health,
            jobs,
            queue,
            reads,
        )
