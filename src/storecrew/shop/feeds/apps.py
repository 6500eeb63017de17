"""The room of suppliers' feeds."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "storecrew.shop.feeds"
    label = "feeds"

    def ready(self) -> None:
        """Register what this room offers."""
        from storecrew.shop.feeds import (  # noqa: F401, PLC0415  apps must be loaded
            actions,
            console,
            constraints,
            handlers,
            health,
            jobs,
            queue,
            reads,
            work,
        )
