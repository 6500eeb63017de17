"""The jobs room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "storecrew.kernel.jobs"
    label = "jobs"

    def ready(self) -> None:
        from storecrew.kernel.actions.cause import because
        from storecrew.kernel.events.handling import surround
        from storecrew.kernel.jobs import (  # noqa: F401  they register themselves
            actions,
            desk,
            jobs,
            lateness,
            reads,
            registering,
            running,
            ticking,
        )

        surround(because)
