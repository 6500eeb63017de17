"""Tell whether what a request rests on has moved since it was asked."""

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.approvals.models import Request
from storecrew.kernel.approvals.seal import unseal


def is_stale(request: Request) -> bool:
    """Return True when versions or amount differ from what was asked, or the act can no longer be weighed."""
    try:
        action, data = unseal(request)
        if action.weigh is None:
            return False
        weight = action.weigh(data)
    except (ActionError, LookupError, ValueError):
        return True
    asked = (request.versions, request.amount_minor, request.currency)
    return asked != (dict(weight.versions), weight.amount_minor, weight.currency)
