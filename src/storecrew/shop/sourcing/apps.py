"""The room of choosing where a line is taken from."""

from django.apps import AppConfig


class SourcingConfig(AppConfig):
    name = "storecrew.shop.sourcing"
    label = "sourcing"

    def ready(self) -> None:
        """Register this room's reads and actions."""
        from storecrew.shop.sourcing import reads  # noqa: F401, PLC0415  apps first
