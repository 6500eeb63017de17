"""Show answers and failures, to people as text and to scripts as JSON."""

import difflib
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from storecrew.kernel.actions.errors import ActionError, InvalidInput, Parked
from storecrew.kernel.actions.types import Preview

COLUMN_AT_MOST = 48


def answer(result: Any, *, as_json: bool) -> None:
    """Print what an action or read answered."""
    values = _plain(result)
    if as_json:
        print(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        _show(values)


def failure(error: ActionError, *, as_json: bool) -> None:
    """Print why something was not done; to standard error, or as JSON where a script reads."""
    if as_json:
        told: dict[str, Any] = {"code": error.code, "message": error.message}
        if isinstance(error, InvalidInput):
            told["fields"] = error.fields
        if isinstance(error, Parked):
            told["request"] = error.request
        print(json.dumps({"error": told}, ensure_ascii=False, indent=2))
    elif isinstance(error, InvalidInput):
        for name, sentence in error.fields.items():
            print(f"  --{name}: {sentence}", file=sys.stderr)
    else:
        print(error.message, file=sys.stderr)


def table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows in columns as wide as what is in them; Chinese characters take two places."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_short(row.get(name)) for name in names] for row in rows]
    lines = [names, *cells] if any(names) else cells
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip())


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return the names that somebody may have meant."""
    return difflib.get_close_matches(name, list(names), n=3, cutoff=0.5)


def _plain(result: Any) -> Any:
    if isinstance(result, Preview):
        changes = [
            {"subject": change.subject, "field": change.field, "old": change.old, "new": change.new}
            for change in result.changes
        ]
        return {"would_answer": _plain(result.result), "would_change": changes, "would_announce": list(result.events)}
    return result.model_dump(mode="json") if isinstance(result, BaseModel) else result


def _show(values: Any) -> None:
    if not isinstance(values, dict) or not values:
        print(_("Done.") if not values else _short(values))
        return
    lists = {name: value for name, value in values.items() if _is_table(value)}
    single = {name: value for name, value in values.items() if name not in lists and value not in (None, [])}
    if not lists and not single:
        print(_("Nothing there."))
    width = max((_width(name) for name in single), default=0)
    for name, value in single.items():
        print(f"{name}{' ' * (width - _width(name))}  {value if isinstance(value, str) else _json(value)}")
    for name, rows in lists.items():
        if len(lists) > 1 or single:
            print(f"\n{name}:")
        table(rows)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _short(value: Any) -> str:
    text = "–" if value is None else value if isinstance(value, str) else _json(value)
    text = " ".join(text.split())
    return text if len(text) <= COLUMN_AT_MOST else f"{text[: COLUMN_AT_MOST - 1]}…"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
