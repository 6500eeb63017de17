"""The room of what suppliers send to buyers for the store."""

from django.apps import AppConfig


class DropshipsConfig(AppConfig):
    name = "storecrew.shop.dropships"
    label = "dropships"
