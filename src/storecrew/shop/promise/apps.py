"""The room of promises."""

from django.apps import AppConfig


class PromiseConfig(AppConfig):
    name = "storecrew.shop.promise"
    label = "promise"

    def ready(self) -> None:
        """Register this room's actions, reads, jobs, checks and what the console shows of it."""
        from storecrew.shop.promise import actions, console, constraints, health, jobs, reads  # noqa: F401
