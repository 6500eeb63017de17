"""The storefront."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "storecrew.fronts.storefront"
    label = "storefront"

    def ready(self) -> None:
        """Register this room's actions, reads and menu entry."""
        from storecrew.fronts.storefront import actions, dressing, menu, reads  # noqa: F401, PLC0415  models must be loaded first
