"""The room of promises that are about to break."""

from django.apps import AppConfig


class DelaysConfig(AppConfig):
    name = "storecrew.shop.delays"
    label = "delays"
