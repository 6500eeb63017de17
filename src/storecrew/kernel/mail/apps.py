"""The mail room."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "storecrew.kernel.mail"
    label = "mail"

    def ready(self) -> None:
        from storecrew.kernel.mail import adapter, reads, registering  # noqa: F401  they register themselves
