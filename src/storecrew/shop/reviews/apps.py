"""The room of reviews."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "storecrew.shop.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Register this room's actions, reads, sentences, and what the console shows of it."""
        from storecrew.shop.reviews import actions, buyers, constraints, health, queue, reads, registering  # noqa: F401
