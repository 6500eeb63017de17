"""The room of choosing where a line is taken from."""

from django.apps import AppConfig


class SourcingConfig(AppConfig):
    name = "storecrew.shop.sourcing"
    label = "sourcing"
