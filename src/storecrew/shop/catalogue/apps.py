"""The catalogue room."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "storecrew.shop.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Register this room's actions, reads and sentences."""
        from storecrew.shop.catalogue import actions, constraints, reads  # noqa: F401
