"""The pages of suppliers."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "storecrew.fronts.portal"
    label = "portal"

    def ready(self) -> None:
        """Register where links open, this room's actions, and what the console shows of it."""
        from storecrew.fronts.portal import actions, console, doorway, panels, queue, wording  # noqa: F401, PLC0415  apps first
