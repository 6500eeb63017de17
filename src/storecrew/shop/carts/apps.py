"""The room of carts."""

from django.apps import AppConfig


class CartsConfig(AppConfig):
    name = "storecrew.shop.carts"
    label = "carts"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, jobs and what the console shows of it."""
        from storecrew.shop.carts import actions, buyers, console, constraints, jobs, reads  # noqa: F401
