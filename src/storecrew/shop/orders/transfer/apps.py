"""The room that brings orders of other systems in: a part of the orders room with tables of its own."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "storecrew.shop.orders.transfer"
    label = "orders_transfer"

    def ready(self) -> None:
        """Register what this part offers."""
        from storecrew.shop.orders.transfer import actions, console, handlers, queue, reads, work  # noqa: F401, PLC0415  apps must be loaded
