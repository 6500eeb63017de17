"""Turn an input into what the audit may keep of it."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from pydantic import BaseModel

from storecrew.kernel.actions.types import Personal, Private

HIDDEN = "•••"


def audit_form(data: BaseModel) -> tuple[dict[str, Any], list[list[str | int]]]:
    """Return `data` as JSON without its private fields, and the paths of its personal ones.

    Bytes are replaced by their length and SHA-256: enough to prove what was sent, never the content.
    """
    tree: dict[str, Any] = {}
    personal: list[list[str | int]] = []
    for name, field in type(data).model_fields.items():
        if Private in field.metadata:
            tree[name] = HIDDEN if getattr(data, name) else getattr(data, name)  # that nothing was said is no secret
            continue
        tree[name], inner = _value(getattr(data, name), data, name)
        personal += [[name]] if Personal in field.metadata else [[name, *path] for path in inner]
    return tree, personal


def _value(value: Any, owner: BaseModel, name: str) -> tuple[Any, list[list[str | int]]]:
    if isinstance(value, BaseModel):
        return audit_form(value)
    if isinstance(value, bytes):
        return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}, []
    if isinstance(value, (list, tuple)) and any(isinstance(item, (BaseModel, bytes)) for item in value):
        items = [_value(item, owner, name) for item in value]
        return [tree for tree, _ in items], [[index, *path] for index, (_, paths) in enumerate(items) for path in paths]
    return owner.model_dump(mode="json", include={name})[name], []


def input_hash(data: BaseModel) -> str:
    """Return a fingerprint of the whole input, private fields included: two inputs are the same if theirs are.

    It is keyed (HMAC-SHA256): from a bare hash in a stolen audit a short password could be guessed offline.
    """
    digest = hmac.new(settings.SECRET_KEY.encode(), digestmod=hashlib.sha256)
    for part in _canonical(data):
        digest.update(part)
    return digest.hexdigest()


def _canonical(value: Any) -> Iterator[bytes]:
    if isinstance(value, BaseModel):
        for name in sorted(type(value).model_fields):
            yield f"{name}=".encode()
            yield from _canonical(getattr(value, name))
            yield b";"
    elif isinstance(value, bytes):
        yield hashlib.sha256(value).digest()
    elif isinstance(value, (list, tuple)):
        if all(item is None or type(item) is int for item in value):  # the rows of a report: the same bytes at once
            yield f"[{''.join('null,' if item is None else f'{item},' for item in value)}]".encode()
            return
        yield b"["
        for item in value:
            yield from _canonical(item)
            yield b","
        yield b"]"
    elif isinstance(value, (set, frozenset)):
        yield from _canonical(sorted(value))
    else:
        yield json.dumps(value, sort_keys=True, default=str, ensure_ascii=False).encode()
