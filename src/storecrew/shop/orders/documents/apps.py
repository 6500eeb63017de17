"""The papers of orders."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "storecrew.shop.orders.documents"
    label = "orders_documents"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences and what the console shows of it."""
        from storecrew.shop.orders.documents import actions, console, constraints, health, reads  # noqa: F401
