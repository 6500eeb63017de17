"""Lists of offers: a part of the supply room with tables of its own."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "storecrew.shop.supply.lists"
    label = "supply_lists"

    def ready(self) -> None:
        """Register what this part offers."""
        from storecrew.shop.supply.lists import actions, jobs, queue, reads, work  # noqa: F401, PLC0415  apps must be loaded
