"""The room of keeping up with suppliers."""

from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "storecrew.team.suppliers"
    label = "suppliers"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, jobs and what the console shows of it."""
        from storecrew.team.suppliers import (  # noqa: F401, PLC0415  apps first
            actions,
            consequences,
            console,
            constraints,
            handing_over,
            handlers,
            health,
            jobs,
            panels,
            photos,
            queue,
            reads,
            story_sources,
            wording,
        )
