"""The OpenAPI 3.1 document, made from the registry: what is not registered for this surface does not exist."""

from typing import Any, Literal

from django.utils.translation import override
from pydantic.json_schema import models_json_schema

import storecrew
from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.surfaces import Door, exposed
from storecrew.kernel.actions.types import PUBLIC, Surface

type Model = tuple[Any, Literal["validation", "serialization"]]

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people, in the language of Accept-Language."},
        "code": {"type": "string", "description": "Stable; for programs."},
        "cause": {"type": "string", "description": "Names this request in the logs."},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "One sentence a field.",
        },
    },
}
WAITS = {
    "type": "object",
    "required": ["state", "request", "detail"],
    "properties": {
        "state": {"const": "waits_for_approval"},
        "request": {"type": "string"},
        "detail": {"type": "string"},
    },
}


def document() -> dict[str, Any]:
    """Return the whole description; texts are in English, the contract's language."""
    doors = exposed(Surface.REST)
    schemas = _Schemas(doors)
    with override("en"):
        paths = dict(_path(door, schemas) for door in doors)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Storecrew",
            "version": storecrew.__version__,
            "description": "Everything the console can do and ask, for programs. Send a token as `Authorization: Bearer …`.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM, "WaitsForApproval": WAITS, **schemas.definitions},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A person's or an agent's token."}
            },
        },
    }


def _path(door: Door, schemas: "_Schemas") -> tuple[str, dict[str, Any]]:
    if isinstance(door, Action):
        return f"/api/v1/actions/{door.name}", {"post": _action(door, schemas)}
    return f"/api/v1/reads/{door.name}", {"post": _read(door, schemas)}


class _Schemas:
    """The schemas of all inputs and outputs together, so that equal class names of different rooms stay apart."""

    def __init__(self, doors: list[Door]) -> None:
        models: list[Model] = [(door.input, "validation") for door in doors]
        models += [(door.output, "serialization") for door in doors]
        self._references, tree = models_json_schema(
            list(dict.fromkeys(models)), ref_template="#/components/schemas/{model}"
        )
        self.definitions: dict[str, Any] = tree.get("$defs", {})

    def of(self, model: Any, mode: Literal["validation", "serialization"]) -> dict[str, Any]:
        """Return a reference to the model's schema."""
        return self._references[(model, mode)]


def _action(action: Any, schemas: _Schemas) -> dict[str, Any]:
    parameters = [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "schema": {"type": "string", "maxLength": 200, "pattern": "^[\\x21-\\x7e]*$"},
            "description": "A name you choose for this request; sent again it gives the first answer again.",
        }
    ]
    if action.previews:
        parameters.append(
            {
                "name": "dry_run",
                "in": "query",
                "schema": {"type": "string", "enum": ["true", "false"]},
                "description": "true: answer what would change, and change nothing.",
            }
        )
    operation = _operation(action, schemas)
    operation["parameters"] = parameters
    operation["responses"]["202"] = _content(
        "Not run yet: it waits for approval.", {"$ref": "#/components/schemas/WaitsForApproval"}
    )
    operation["responses"]["409"] = _problem("A rule said no; the detail says what to do.")
    return operation


def _read(read: Any, schemas: _Schemas) -> dict[str, Any]:
    operation = _operation(read, schemas)
    operation["responses"]["409"] = _problem("A rule said no; the detail says what to do.")
    return operation


def _operation(door: Any, schemas: _Schemas) -> dict[str, Any]:
    body = schemas.of(door.input, "validation")
    result = schemas.of(door.output, "serialization")
    first, _newline, rest = door.describe.partition("\n")
    envelope = {"type": "object", "required": ["result"], "properties": {"result": result}}
    return {
        "operationId": door.name,
        "tags": [door.name.partition(".")[0]],
        "summary": str(door.label),
        "description": f"{first}\n\n{rest.strip()}\n\nSeats: {', '.join(sorted(door.seats))}.".replace(
            "\n\n\n\n", "\n\n"
        ),
        "security": [{"token": []}, {}] if PUBLIC in door.seats else [{"token": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "200": _content("Done.", envelope),
            "401": _problem("No token, or one that is not known."),
            "403": _problem("The token's seats do not include this."),
            "404": _problem("What was asked for does not exist, or is not yours to see."),
            "413": _problem("Too much at once."),
            "422": _problem("Some fields cannot be understood."),
            "429": _problem("Too many requests."),
        },
    }


def _content(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _problem(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
