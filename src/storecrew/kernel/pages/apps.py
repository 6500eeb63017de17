"""The pages room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "storecrew.kernel.pages"
    label = "pages"

    def ready(self) -> None:
        from storecrew.kernel.pages import actions, activity, reads  # noqa: F401 - registers what the room offers
