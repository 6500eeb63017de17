"""The money room: values, and the table of exchange rates."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "storecrew.kernel.money"
    label = "money"

    def ready(self) -> None:
        from storecrew.kernel.money import actions, reads  # noqa: F401 - registers what the room offers
