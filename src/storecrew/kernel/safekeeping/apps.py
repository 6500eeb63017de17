"""The safekeeping room."""

from django.apps import AppConfig


class SafekeepingConfig(AppConfig):
    name = "storecrew.kernel.safekeeping"
    label = "safekeeping"

    def ready(self) -> None:
        from storecrew.kernel.safekeeping import backlog, machine, services  # noqa: F401  they register checks
