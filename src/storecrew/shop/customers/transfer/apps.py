"""The room that brings customers in."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "storecrew.shop.customers.transfer"
    label = "customers_transfer"

    def ready(self) -> None:
        """Register actions, long works and the sweeping of files."""
        from storecrew.shop.customers.transfer import actions, jobs, work  # noqa: F401
