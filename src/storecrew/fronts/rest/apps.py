"""The REST room."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "storecrew.fronts.rest"
    label = "rest"
