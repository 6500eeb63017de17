"""The desks front."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "storecrew.fronts.desks"
    label = "desks"

    def ready(self) -> None:
        from storecrew.fronts.desks import actions, beginnings, passing  # noqa: F401 - registers what the front offers
