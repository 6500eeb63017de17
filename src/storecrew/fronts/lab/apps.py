"""The lab."""

from django.apps import AppConfig


class LabConfig(AppConfig):
    name = "storecrew.fronts.lab"
    label = "lab"

    def ready(self) -> None:
        """Register the record of trials and what the IT seat sees of it."""
        from storecrew.fronts.lab import actions, desk, reads  # noqa: F401
