"""Read an input from query parameters: lists repeat the name, everything else is one text that pydantic understands."""

from typing import Any, get_args, get_origin

from django.http import QueryDict
from pydantic import BaseModel


def values_of(model: type[BaseModel], query: QueryDict) -> dict[str, Any]:
    """Return the parameters as the model's raw values; unknown names are kept, so that they are refused by name."""
    values: dict[str, Any] = {}
    for name in query:
        field = model.model_fields.get(name)
        many = field is not None and _is_many(field.annotation)
        values[name] = query.getlist(name) if many else query[name]
    return values


def _is_many(annotation: Any) -> bool:
    if get_origin(annotation) in {list, tuple, set, frozenset}:
        return True
    return any(
        _is_many(part) for part in get_args(annotation) if part is not type(None) and get_origin(annotation) is not dict
    )
