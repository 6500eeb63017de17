"""The clock room."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "storecrew.kernel.clock"
    label = "clock"

    def ready(self) -> None:
        from storecrew.kernel.clock import actions, health, reads, registering  # noqa: F401  models must be loaded first
