"""Keep a waiting act's exact input, unreadable without the installation's key."""

from typing import Any

from storecrew.kernel import secrets
from storecrew.kernel.actions import registry
from storecrew.kernel.actions.types import Input
from storecrew.kernel.approvals.models import Request


def seal(data: Input) -> str:
    """Return `data` as encrypted text."""
    return secrets.encrypt(data.model_dump_json())


def unseal(request: Request) -> tuple[Any, Input]:
    """Return the action and its input; raises LookupError when the action no longer exists."""
    action = registry.find_action(request.action)
    if action is None:
        raise LookupError(request.action)
    return action, action.input.model_validate_json(secrets.decrypt(request.sealed))
