"""The events room."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "storecrew.kernel.events"
    label = "events"
