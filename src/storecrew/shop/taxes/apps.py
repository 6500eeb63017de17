"""The taxes room."""

from django.apps import AppConfig


class TaxesConfig(AppConfig):
    name = "storecrew.shop.taxes"
    label = "taxes"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences and what the console shows of it."""
        from storecrew.shop.taxes import actions, console, constraints, reads  # noqa: F401
