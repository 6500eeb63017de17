"""The catalogue room."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "storecrew.shop.catalogue"
    label = "catalogue"
