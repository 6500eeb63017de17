"""The payments room."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "storecrew.shop.payments"
    label = "payments"

    def ready(self) -> None:
        """Register providers, actions, reads, acts, sentences, jobs and what the console shows of payments."""
        from storecrew.shop.payments import (  # noqa: F401
            actions,
            carrying,
            console,
            constraints,
            handlers,
            health,
            jobs,
            providers,
            queue,
            reads,
        )
