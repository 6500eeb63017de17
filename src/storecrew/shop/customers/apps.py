"""The customers room."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "storecrew.shop.customers"
    label = "customers"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, jobs and what the console shows of it."""
        from storecrew.shop.customers import actions, console, constraints, health, jobs, letters, parts, queue, reads  # noqa: F401
