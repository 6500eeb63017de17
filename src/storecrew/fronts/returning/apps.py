"""The buyers' pages of returns."""

from django.apps import AppConfig


class ReturningConfig(AppConfig):
    name = "storecrew.fronts.returning"
    label = "returning"
