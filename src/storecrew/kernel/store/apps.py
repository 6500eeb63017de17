"""The store room."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "storecrew.kernel.store"
    label = "store"

    def ready(self) -> None:
        """Register this room's actions and reads."""
        from storecrew.kernel.store import actions, reads  # noqa: F401, PLC0415  models must be loaded first
