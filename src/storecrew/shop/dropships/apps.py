"""The room of what suppliers send to buyers for us."""

from django.apps import AppConfig


class DropshipsConfig(AppConfig):
    name = "storecrew.shop.dropships"
    label = "dropships"

    def ready(self) -> None:
        """Register this room's actions, reads, handlers, jobs, acts and what the console shows of it."""
        from storecrew.shop.dropships import (  # noqa: F401
            actions,
            billing,
            buyers,
            console,
            constraints,
            handing_over,
            handlers,
            health,
            jobs,
            queue,
            reads,
            wording,
        )
        from storecrew.shop.dropships.ways import asking  # noqa: F401
