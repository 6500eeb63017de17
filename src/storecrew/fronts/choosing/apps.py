"""The buyers' page of late orders."""

from django.apps import AppConfig


class ChoosingConfig(AppConfig):
    name = "storecrew.fronts.choosing"
    label = "choosing"
