"""The webhooks room."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "storecrew.fronts.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from storecrew.fronts.webhooks import actions, carrier, handlers, reads, registering  # noqa: F401
