"""The approvals room."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "storecrew.kernel.approvals"
    label = "approvals"

    def ready(self) -> None:
        from storecrew.kernel.actions.door import add_gate
        from storecrew.kernel.approvals import actions, desk, gate, handlers, jobs, queue, reads  # noqa: F401  they register

        add_gate(gate.look)
