"""The command line."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "storecrew.fronts.cli"
    label = "cli"
