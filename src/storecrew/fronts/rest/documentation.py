"""Pages that describe the programs' side of the house, made from the registry: nothing here can fall behind."""

import json
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from storecrew.kernel.actions import surfaces
from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import SignedOut
from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import ANYONE, OWNER, PUBLIC, Actor, Surface
from storecrew.kernel.people.seats import Seat

PROGRAMS = (Surface.REST, Surface.MCP, Surface.CLI)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an input or result."""

    name: str
    type: str
    needed: bool
    description: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An action or read as its page shows it. `mine`: the reader's seats include it."""

    name: str
    label: Any
    describe: str
    writes: bool
    previews: bool
    may_wait: bool
    seats: list[str]
    special: str
    surfaces: list[str]
    input: list[Field]
    result: list[Field]
    curl: str
    mine: bool


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show how programs come in, and the rooms that have something for them."""
    _signed_in(request)
    rooms = [(room, len(list(doors))) for room, doors in groupby(_exposed(), key=_room)]
    return render(request, "rest/index.html", {"rooms": rooms, "origin": request.build_absolute_uri("/").rstrip("/")})


@require_GET
def room(request: HttpRequest, name: str) -> HttpResponse:
    """Show what one room offers to programs."""
    actor = _signed_in(request)
    origin = request.build_absolute_uri("/").rstrip("/")
    doors = [_door(door, actor, origin) for door in _exposed() if _room(door) == name]
    if not doors:
        raise Http404
    return render(request, "rest/room.html", {"room": name, "doors": doors})


def _signed_in(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if actor.stranger:
        raise SignedOut
    return actor


def _exposed() -> list[surfaces.Door]:
    return sorted(surfaces.exposed(*PROGRAMS), key=lambda door: (_room(door), isinstance(door, Action), door.name))


def _room(door: surfaces.Door) -> str:
    return door.name.partition(".")[0]


def _door(door: surfaces.Door, actor: Actor, origin: str) -> Entry:
    schema = door.input.model_json_schema()
    writes = isinstance(door, Action)
    return Entry(
        name=door.name,
        label=door.label,
        describe=door.describe,
        writes=writes,
        previews=isinstance(door, Action) and door.previews,
        may_wait=isinstance(door, Action) and door.weigh is not None,
        seats=[seat.value for seat in Seat if seat.value in door.seats],
        special=next((name for name in (PUBLIC, ANYONE, OWNER) if name in door.seats), ""),
        surfaces=[surface.value for surface in PROGRAMS if surface in door.surfaces],
        input=_fields(schema),
        result=_fields(door.output.model_json_schema(mode="serialization")),
        curl=_curl(door.name, schema, origin, writes=writes) if Surface.REST in door.surfaces else "",
        mine=allows(actor, name=door.name, seats=door.seats, at=timezone.now()),
    )


def _fields(schema: dict[str, Any]) -> list[Field]:
    needed = set(schema.get("required", []))
    inner = schema.get("$defs", {})
    return [
        Field(name, _type(field, inner), name in needed, field.get("description", ""))
        for name, field in schema.get("properties", {}).items()
    ]


def _type(field: dict[str, Any], inner: dict[str, Any]) -> str:
    """Say a JSON schema in a few words: `text`, `integer ≥ 1`, `list of {sku, price_minor}`, `one of draft, active`."""
    if "$ref" in field:
        return _type(inner.get(field["$ref"].rpartition("/")[2], {}), inner)
    if "enum" in field:
        return "one of " + ", ".join(map(str, field["enum"]))
    if "const" in field:
        return json.dumps(field["const"], ensure_ascii=False)
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_type(option, inner) for option in field["anyOf"]))
    match field.get("type"):
        case "array":
            return "list of " + _type(field.get("items", {}), inner)
        case "object" if "properties" in field:
            return "{" + ", ".join(field["properties"]) + "}"
        case "null":
            return "nothing"
    kind = {"string": "text", "object": "names and values"}.get(field.get("type", ""), field.get("type", "anything"))
    bounds = [
        f"{sign} {field[key]}"
        for key, sign in (
            ("minimum", "≥"),
            ("exclusiveMinimum", ">"),
            ("maximum", "≤"),
            ("exclusiveMaximum", "<"),
            ("maxLength", "≤"),
        )
        if key in field
    ]
    return " ".join([field.get("format", kind), *bounds])


def _curl(name: str, schema: dict[str, Any], origin: str, *, writes: bool) -> str:
    sample = {key: _sample(schema["properties"][key]) for key in schema.get("required", [])}
    key = " \\\n  -H 'Idempotency-Key: a-name-you-choose'" if writes else ""
    body = json.dumps(sample, ensure_ascii=False).replace("'", "'\\''")
    return (
        f'curl {origin}/api/v1/{"actions" if writes else "reads"}/{name} \\\n  -H "Authorization: Bearer $TOKEN"{key} \\\n'
        f"  -H 'Content-Type: application/json' -d '{body}'"
    )


def _sample(field: dict[str, Any]) -> Any:
    if "enum" in field:
        return field["enum"][0]
    samples: dict[str, Any] = {"integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}
    return samples.get(field.get("type", ""), "…")
