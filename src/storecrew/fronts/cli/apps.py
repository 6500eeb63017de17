"""The command line."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "storecrew.fronts.cli"
    label = "cli"

    def ready(self) -> None:
        from storecrew.config import checks  # noqa: F401  registers them, for every process of the store
