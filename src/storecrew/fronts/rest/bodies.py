"""How large a body may be: as everywhere (Django's limit), and larger only where an action takes a file in base64."""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils import timezone
from pydantic import BaseModel

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.grants import permit
from storecrew.kernel.actions.types import Actor


def body_of(request: HttpRequest, action: Action[Any, Any], actor: Actor) -> bytes:
    """Return the body; raises RequestDataTooBig, and for a large one first of all what `permit` raises.

    Who has no right to the action thus never makes the process hold a file.
    """
    usual = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    model: type[BaseModel] = action.input
    room = file_room(model)
    if usual is None or length <= usual or not room:
        return request.body
    permit(actor, name=action.name, seats=action.seats, at=timezone.now())
    if length > usual + room:
        raise RequestDataTooBig
    return request.read()  # `request.body` would insist on the usual limit


@cache
def file_room(model: type[BaseModel]) -> int:
    """Return how many characters the base64 fields of an input may have together."""
    fields = model.model_json_schema().get("properties", {}).values()
    return sum(field.get("maxLength", 0) for field in fields if field.get("contentEncoding") == "base64")
