"""The pages of suppliers."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "storecrew.fronts.portal"
    label = "portal"
