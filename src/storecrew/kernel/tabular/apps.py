"""The room of tabular files: an app only so that its words are translated."""

from django.apps import AppConfig


class TabularConfig(AppConfig):
    name = "storecrew.kernel.tabular"
    label = "tabular"
