"""The addresses room: an app only so that its words are translated."""

from django.apps import AppConfig


class AddressesConfig(AppConfig):
    name = "storecrew.shop.addresses"
    label = "addresses"
