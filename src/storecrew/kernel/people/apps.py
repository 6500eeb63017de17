"""The people room: resolves what everybody may do."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "storecrew.kernel.people"
    label = "people"

    def ready(self) -> None:
        """Become the resolver of the action door and register actions, reads, limits and handover sections."""
        from storecrew.kernel.actions.door import add_gate  # noqa: PLC0415  models must be loaded first
        from storecrew.kernel.people import actions, grants, limits, passing, reads, staffing, standing  # noqa: F401, PLC0415

        grants.install()
        add_gate(limits.look)
        staffing.explain_constraints()
