"""The buyer's account."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "storecrew.fronts.account"
    label = "shop_account"  # allauth, by which the crew signs in, has taken "account"

    def ready(self) -> None:
        """Put the account at the top of every page, and its own entries into its menu."""
        from storecrew.fronts.account import entries, filling  # noqa: F401
