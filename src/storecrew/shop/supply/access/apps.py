"""The room of links by which suppliers come in."""

from django.apps import AppConfig


class SupplyAccessConfig(AppConfig):
    name = "storecrew.shop.supply.access"
    label = "supply_access"
