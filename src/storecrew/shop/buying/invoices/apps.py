"""Suppliers' invoices: a part of the room of buying with tables of its own."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "storecrew.shop.buying.invoices"
    label = "buying_invoices"

    def ready(self) -> None:
        """Register what this part offers."""
        from storecrew.shop.buying.invoices import (  # noqa: F401, PLC0415  apps must be loaded
            actions,
            console,
            constraints,
            handlers,
            health,
            queue,
            reads,
        )
