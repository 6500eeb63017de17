"""The pages room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "storecrew.kernel.pages"
    label = "pages"
