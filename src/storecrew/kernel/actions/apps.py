"""The actions room: a mechanism without tables."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "storecrew.kernel.actions"
    label = "actions"
