"""Turn `--field value` into the input of an action, and explain which fields there are."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.questions import Read


def values(model: type[BaseModel], words: Sequence[str]) -> dict[str, Any]:
    """Return what the words say as the raw values of `model`; raises InvalidInput.

    `--a-b 1` and `--a_b=1` are the same; a field that takes several values is repeated; a value that begins with a brace or
    bracket is read as JSON where the field is not a text; a field without a value is switched on.
    """
    properties = model.model_json_schema().get("properties", {})
    found: dict[str, Any] = {}
    for name, text in _pairs(words):
        kinds = _kinds(properties.get(name, {}))
        value = _value(name, text, kinds)
        if "array" in kinds and not isinstance(value, list):
            found.setdefault(name, []).append(value)
        elif name in found:
            raise InvalidInput({name: _("This takes one value only.")})
        else:
            found[name] = value
    return found


def explain(door: Action[Any, Any] | Read[Any, Any], verb: str) -> str:
    """Return a page about one action or read: what it is for, its fields, an example."""
    schema = door.input.model_json_schema()
    needed = schema.get("required", [])
    lines = [f"storecrew {verb} {door.name}: {door.label}", "", textwrap.dedent(door.describe), ""]
    if schema.get("properties"):
        lines.append(_("fields:"))
    for name, about in schema.get("properties", {}).items():
        notes = [] if name in needed else [_("optional")]
        if "array" in _kinds(about):
            notes.append(_("repeat it for several"))
        mark = f"  ({', '.join(notes)})" if notes else ""
        lines.append(f"  --{name}  {_form(about, schema)}{mark}")
        if about.get("description"):
            lines.append(textwrap.indent(textwrap.fill(about["description"], 96), "      "))
    example = " ".join(f"--{name} …" for name in needed)
    lines += ["", _("example:"), f"  storecrew {verb} {door.name} {example}".rstrip()]
    return "\n".join(lines)


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--") or len(word) < 3:
            raise InvalidInput(
                {"input": _("“%(word)s” stands alone. Fields are given as --field value.") % {"word": word}}
            )
        name, equals, text = word[2:].partition("=")
        if not equals:
            text = rest.pop(0) if rest and not rest[0].startswith("--") else "true"
        yield name.replace("-", "_"), text


def _value(name: str, text: str, kinds: set[str]) -> Any:
    if "string" in kinds or not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise InvalidInput({name: _("This is not valid JSON.")}) from error


def _kinds(about: dict[str, Any]) -> set[str]:
    """Return the JSON types that a field takes."""
    kinds = {about["type"]} if "type" in about else set()
    for option in about.get("anyOf", []):
        kinds |= _kinds(option)
    if "$ref" in about:
        kinds.add("object")
    return kinds


def _form(about: dict[str, Any], schema: dict[str, Any]) -> str:
    """Return what a value looks like: its choices where they are few, else its types."""
    about = {**about, **about.get("items", {})} if "items" in about else about
    target = schema.get("$defs", {}).get(about.get("$ref", "").rpartition("/")[2], {})
    choices = about.get("enum", target.get("enum", []))
    kinds = sorted(_kinds(about) - {"null", "array"})
    return " | ".join(map(str, choices)) or about.get("format", "") or " | ".join(kinds) or _("any")
