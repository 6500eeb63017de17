"""The desks front."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "storecrew.fronts.desks"
    label = "desks"
