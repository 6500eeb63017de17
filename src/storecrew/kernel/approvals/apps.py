"""The approvals room."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "storecrew.kernel.approvals"
    label = "approvals"

    def ready(self) -> None:
        from storecrew.kernel.actions.door import add_gate  # noqa: PLC0415  models must be loaded first
        from storecrew.kernel.approvals import actions, gate, handlers, queue, reads  # noqa: F401, PLC0415  they register

        add_gate(gate.look)
