"""Tools: what a caller's seats and scopes allow, by name, with schemas from the registry."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import mcp_types as types
from django.utils.translation import gettext as _

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Parked
from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.questions import Read
from storecrew.kernel.actions.surfaces import Door, exposed, find
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.actions.validation import parse

KEY = "idempotency_key"
DRY_RUN = "dry_run"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to; `text` is for the model, `data` for its program."""

    text: str
    data: dict[str, Any]
    failed: bool = False


def listed(actor: Actor, now: datetime) -> list[types.Tool]:
    """Return the tools this caller may use at this moment, reads first."""
    doors = exposed(Surface.MCP)
    return [_tool(door) for door in doors if allows(actor, name=door.name, seats=door.seats, at=now)]


def call(actor: Actor, name: str, arguments: dict[str, Any], now: datetime) -> Answer | None:
    """Use a tool; returns None when there is none of that name. Expected failures are answers that a model can act on."""
    door = find(_dotted(name), Surface.MCP)
    if door is None:
        return None
    try:
        if isinstance(door, Read):
            return _done(door(actor, parse(door.input, arguments), now=now).model_dump(mode="json"))
        return _act(door, actor, dict(arguments), now)
    except Parked as parked:
        return _done({"state": "waits_for_approval", "request": parked.request, "detail": parked.message})
    except InvalidInput as invalid:
        if not allows(actor, name=door.name, seats=door.seats, at=now):
            return Answer(_("Your seats do not include this."), {"code": "denied"}, failed=True)
        lines = "\n".join(f"- {field}: {sentence}" for field, sentence in invalid.fields.items())
        return Answer(
            _("Some fields need another look.") + "\n" + lines,
            {"code": invalid.code, "errors": invalid.fields},
            failed=True,
        )
    except ActionError as error:
        return Answer(error.message, {"code": error.code}, failed=True)


def _act(action: Action[Any, Any], actor: Actor, arguments: dict[str, Any], now: datetime) -> Answer:
    key = str(arguments.pop(KEY, "") or "")[:200]
    dry = arguments.pop(DRY_RUN, False) is True and action.previews
    data = parse(action.input, arguments)
    if dry:
        preview = action.preview(actor, data, now=now)
        changes = [f"{change.subject} {change.field}: {change.old!r} → {change.new!r}" for change in preview.changes]
        return _done({"dry_run": True, "result": preview.result.model_dump(mode="json"), "changes": changes})
    return _done(action(actor, data, key=key, now=now).model_dump(mode="json"))


def _tool(door: Door) -> types.Tool:
    schema = door.input.model_json_schema()
    if isinstance(door, Action):
        schema.setdefault("properties", {})[KEY] = {
            "type": "string",
            "description": "A name you choose for this change. Sent again, the first answer comes back and nothing is done twice.",
        }
        if door.previews:
            schema["properties"][DRY_RUN] = {
                "type": "boolean",
                "description": "true: say what would change, and change nothing.",
            }
        hints = types.ToolAnnotations(read_only_hint=False, destructive_hint=door.destructive, idempotent_hint=False)
    else:
        hints = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True)
    return types.Tool(
        name=_undotted(door.name),
        title=str(door.label),
        description=door.describe,
        input_schema=schema,
        annotations=hints,
    )


def _dotted(name: str) -> str:
    # some clients allow no dot in a tool's name: one underscore stands for it, and rooms may have underscores themselves
    if "." in name:
        return name
    return next((door.name for door in exposed(Surface.MCP) if _undotted(door.name) == name), name)


def _undotted(name: str) -> str:
    return name.replace(".", "_", 1)


def _done(data: dict[str, Any]) -> Answer:
    return Answer(json.dumps(data, ensure_ascii=False), data)
