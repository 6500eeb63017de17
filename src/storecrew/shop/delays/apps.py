"""The room of promises that are about to break."""

from django.apps import AppConfig


class DelaysConfig(AppConfig):
    name = "storecrew.shop.delays"
    label = "delays"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, handlers, letters, and what the console shows of it."""
        from storecrew.shop.delays import (  # noqa: F401
            actions,
            console,
            constraints,
            handlers,
            health,
            jobs,
            letters,
            queue,
            reads,
        )
