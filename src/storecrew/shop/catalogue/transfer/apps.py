"""Import and export of the catalogue: a part of the catalogue room with tables of its own."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "storecrew.shop.catalogue.transfer"
    label = "catalogue_transfer"

    def ready(self) -> None:
        """Register what this part offers."""
        from storecrew.shop.catalogue.transfer import (  # noqa: F401, PLC0415  apps must be loaded
            actions,
            applying,
            console,
            handlers,
            jobs,
            picture_work,
            reads,
            work,
        )
