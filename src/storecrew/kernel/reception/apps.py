"""The reception room."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "storecrew.kernel.reception"
    label = "reception"
