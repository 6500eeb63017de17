"""The store room."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "storecrew.kernel.store"
    label = "store"
