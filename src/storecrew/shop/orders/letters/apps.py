"""The letters of orders."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "storecrew.shop.orders.letters"
    label = "orders_letters"

    def ready(self) -> None:
        """Register this room's kinds, actions, handlers, jobs and what the console shows of it."""
        from storecrew.shop.orders.letters import actions, console, handlers, jobs, own  # noqa: F401
