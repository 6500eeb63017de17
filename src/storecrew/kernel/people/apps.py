"""The people room: resolves what everybody may do."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "storecrew.kernel.people"
    label = "people"
