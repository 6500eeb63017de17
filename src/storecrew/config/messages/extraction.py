"""Find the messages in source code and templates."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

SIGNATURES: dict[str, tuple[str, ...]] = {
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}
type Keywords = dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None]
_TEMPLATE_KEYWORDS: Keywords = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One source string; `plural` and `context` are empty where it has none."""

    id: str
    plural: str
    context: str
    path: Path
    line: int


class Unreadable(ValueError):
    """A message that cannot be looked up, because it is put together at run time."""


def messages_of(path: Path) -> Iterator[Message]:
    """Yield the messages of one `.py` file or template; raises Unreadable and SyntaxError."""
    text = path.read_text(encoding="utf-8")
    yield from _of_python(text, path) if path.suffix == ".py" else _of_template(text, path)


def _of_python(text: str, path: Path) -> Iterator[Message]:
    if "translation" not in text:
        return
    tree = ast.parse(text, filename=str(path))
    names = _imported_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name) if name in names:
                signature = SIGNATURES[names[name]]
            case ast.Attribute(attr=name, value=ast.Name(id="translation")) if name in SIGNATURES:
                signature = SIGNATURES[name]
            case _:
                continue
        parts = dict(zip(signature, _literals(node, len(signature), path), strict=True))
        yield Message(parts["id"], parts.get("plural", ""), parts.get("context", ""), path, node.lineno)


def _imported_names(tree: ast.Module) -> dict[str, str]:
    """Return what each function of django.utils.translation is called in this file: `_` → `gettext`."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in SIGNATURES
    }


def _literals(call: ast.Call, count: int, path: Path) -> list[str]:
    values = [
        node.value for node in call.args[:count] if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    if len(values) != count:
        raise Unreadable(f"{path}:{call.lineno}: a message has to be written out, not put together")
    return values


def _of_template(text: str, path: Path) -> Iterator[Message]:
    if "trans" not in text and "_(" not in text:
        return
    # templatize blanks out all but the messages and keeps the lines; their indentation is no Python's
    code = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    found = extract_python(BytesIO(code.encode()), _TEMPLATE_KEYWORDS, [], {"encoding": "utf-8"})
    for line, function, strings, _comments in found:
        # a lone message comes as text, whatever Babel's types say
        parts = [strings] if isinstance(strings, str) else [*strings]  # type: ignore[unreachable]
        context = parts.pop(0) if function in {"pgettext", "npgettext"} else ""
        plural = parts[1] if function in {"ngettext", "npgettext"} else ""
        yield Message(parts[0] or "", plural or "", context or "", path, line)
