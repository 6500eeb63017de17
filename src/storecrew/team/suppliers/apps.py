"""The room of keeping up with suppliers."""

from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "storecrew.team.suppliers"
    label = "suppliers"
