"""The ledger room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "storecrew.shop.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences and what the console shows of it."""
        from storecrew.shop.ledger import actions, console, constraints, health, queue, reads  # noqa: F401
