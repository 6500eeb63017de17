"""The room of links by which suppliers come in."""

from django.apps import AppConfig


class SupplyAccessConfig(AppConfig):
    name = "storecrew.shop.supply.access"
    label = "supply_access"

    def ready(self) -> None:
        """Register this room's actions, handlers and what the console shows of it."""
        from storecrew.shop.supply.access import (  # noqa: F401, PLC0415  apps first
            actions,
            console,
            handlers,
            panels,
            queue,
            wording,
        )
