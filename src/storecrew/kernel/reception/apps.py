"""The reception room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    name = "storecrew.kernel.reception"
    label = "reception"

    def ready(self) -> None:
        """Register menu entries and the names of people, seats and agents."""
        from storecrew.kernel.actions.types import ANYONE, OWNER
        from storecrew.kernel.pages import links, menu
        from storecrew.kernel.pages.types import MenuItem
        from storecrew.kernel.reception import (  # noqa: F401  they register themselves
            desk,
            handlers,
            health,
            letters,
            naming,
            queue,
            search,
            watching,
            wording,
        )

        house = {ANYONE, OWNER}
        menu.register(MenuItem("reception", _("People"), "people", "reception:people", house, order=900))
        menu.register(MenuItem("reception", _("The eight seats"), "flag", "reception:seats", house, order=901))
        menu.register(MenuItem("reception", _("Agents"), "agent", "reception:agents", house, order=902))
        watching.listen()
        links.register("person", naming.person)
        links.register("agent", naming.agent)
        links.register("seat", naming.seat)
        links.register("handover", naming.handover)
