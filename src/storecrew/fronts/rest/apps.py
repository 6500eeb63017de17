"""The REST room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RestConfig(AppConfig):
    name = "storecrew.fronts.rest"
    label = "rest"

    def ready(self) -> None:
        from storecrew.kernel.pages import menu  # noqa: PLC0415  registries are filled once apps are loaded
        from storecrew.kernel.pages.types import MenuItem  # noqa: PLC0415

        menu.register(
            MenuItem(room="rest", label=_("API"), icon="key", url_name="api_docs:index", seats={"it", "web"}, order=80)
        )
