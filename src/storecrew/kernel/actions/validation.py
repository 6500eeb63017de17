"""Build an input from what a surface received, and say in the reader's language what is wrong with it."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from storecrew.kernel.actions.errors import InvalidInput


def parse[M: BaseModel](model: type[M], values: Mapping[str, Any]) -> M:
    """Return the input; raises InvalidInput with one sentence a field (nested fields as `lines.0.quantity`)."""
    refuse_unstorable(values)
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise invalid(error) from error


def parse_json[M: BaseModel](model: type[M], body: bytes | str) -> M:
    """Return the input from a JSON body; raises InvalidInput."""
    try:
        values = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise InvalidInput({"input": _("This is not valid JSON.")}) from error
    if not isinstance(values, dict):
        raise InvalidInput({"input": _("Send a JSON object: names and values in braces.")})
    refuse_unstorable(values)
    try:
        return model.model_validate_json(body or b"{}")
    except ValidationError as error:
        raise invalid(error) from error


def refuse_unstorable(values: Any, path: str = "") -> None:
    """Raise InvalidInput for what no database column takes: NUL, half a character, integers beyond 64 bits."""
    if isinstance(values, Mapping):
        for name, value in values.items():
            refuse_unstorable(str(name), path or "input")
            refuse_unstorable(value, f"{path}.{name}" if path else str(name))
    elif isinstance(values, (list, tuple)):
        for index, value in enumerate(values):
            refuse_unstorable(value, f"{path}.{index}" if path else str(index))
    elif isinstance(values, str) and ("\x00" in values or _has_half_a_character(values)):
        raise InvalidInput(
            {path.encode("utf-8", "replace").decode(): _("There is a character in it that cannot be stored.")}
        )
    elif isinstance(values, int) and not -(2**63) <= values < 2**63:
        raise InvalidInput({path: _("This number is too large.")})


def invalid(error: ValidationError) -> InvalidInput:
    """Translate pydantic's findings; the first finding of a field wins."""
    fields: dict[str, str] = {}
    for detail in error.errors(include_url=False):
        path = ".".join(str(part) for part in detail["loc"]) or "input"
        fields.setdefault(path, sentence(detail))
    return InvalidInput(fields)


def sentence(detail: ErrorDetails) -> str:
    """Return one finding as a sentence that says what to do."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return _("This is needed.")
        case "extra_forbidden":
            return _("There is no such field here.")
        case "string_too_short" if context["min_length"] == 1:
            return _("This cannot be empty.")
        case "string_too_short":
            return ngettext(
                "Write at least %(n)d character.", "Write at least %(n)d characters.", context["min_length"]
            ) % {"n": context["min_length"]}
        case "string_too_long":
            return ngettext(
                "Write at most %(n)d character.", "Write at most %(n)d characters.", context["max_length"]
            ) % {"n": context["max_length"]}
        case "greater_than" | "decimal_greater_than":
            return _("This has to be more than %(limit)s.") % {"limit": context["gt"]}
        case "greater_than_equal":
            return _("This has to be %(limit)s or more.") % {"limit": context["ge"]}
        case "less_than":
            return _("This has to be less than %(limit)s.") % {"limit": context["lt"]}
        case "less_than_equal":
            return _("This has to be %(limit)s or less.") % {"limit": context["le"]}
        case "too_short":
            return _("Choose at least %(n)d.") % {"n": context["min_length"]}
        case "too_long":
            return _("Choose at most %(n)d.") % {"n": context["max_length"]}
        case "literal_error" | "enum":
            return _("Choose one of: %(choices)s.") % {"choices": context["expected"]}
        case "string_pattern_mismatch":
            return _("This is not in the form that is expected here.")
        case "value_error" | "assertion_error":
            return str(context.get("error", detail["msg"]))
        case kind if kind.startswith(("int_", "float_", "decimal_")):
            return _("Write a number.")
        case kind if kind.startswith("bool_"):
            return _("Say yes or no.")
        case kind if kind.startswith(("date", "time")):
            return _("Write a date or time like 2026-11-25 or 2026-11-25T09:30:00+08:00.")
        case kind if kind.startswith("json"):
            return _("This is not valid JSON.")
    return _("This cannot be understood here.")


def _has_half_a_character(text: str) -> bool:
    # a file in base64 is looked at in a millisecond, sign by sign it would take seconds
    return not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text)
