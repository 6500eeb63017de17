"""The pages of wish lists."""

from django.apps import AppConfig


class WishingConfig(AppConfig):
    name = "storecrew.fronts.wishing"
    label = "wishing"

    def ready(self) -> None:
        """Put hearts and notices onto the storefront's pages, and the list into the account."""
        from storecrew.fronts.wishing import filling, serving  # noqa: F401
