"""The room of buying for the store's own shelves."""

from django.apps import AppConfig


class BuyingConfig(AppConfig):
    name = "storecrew.shop.buying"
    label = "buying"
