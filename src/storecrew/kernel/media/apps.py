"""The media room."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "storecrew.kernel.media"
    label = "media"

    def ready(self) -> None:
        from storecrew.kernel.media import actions, handlers, health, reads  # noqa: F401  models must be loaded first
