"""The outgoing room: a guarded HTTP client without tables."""

from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    name = "storecrew.kernel.outgoing"
    label = "outgoing"
