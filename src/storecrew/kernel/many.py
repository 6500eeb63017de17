"""Insert and change very many rows by one statement each: an object of the ORM for every row costs more than the database.

The rows travel as one JSON parameter, so that a statement costs one round trip whatever the number of rows. Checks, keys
and triggers hold as ever; signals, defaults of the model and `auto_now` do not.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field
from django.db.models.expressions import RawSQL

type Values = Sequence[Any]
"""Numbers, texts, moments, lists for a JSON field, and None, in the order of the named fields."""


def insert(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Values], *, same: Mapping[str, Any] | None = None
) -> int:
    """Insert rows of values; `same` are fields that have one value in all of them. Returns how many there were."""
    connection = connections[router.db_for_write(model)]
    packed, count = _packed(connection, rows)
    if not count:
        return 0
    fields, fixed = _fields(model, names), _fields(model, same or {})
    quote = _quoter(connection)
    columns = ", ".join(quote(field.column) for field in (*fields, *fixed))
    picked = [_pick(connection, field, place) for place, field in enumerate(fields)]
    values = ", ".join([*picked, *(["%s"] * len(fixed))])
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) SELECT {values} FROM {_source(connection)}"  # noqa: S608  names of our own columns
    given = [
        field.get_db_prep_save(value, connection) for field, value in zip(fixed, (same or {}).values(), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, packed])
    return count


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Values]) -> int:
    """Set fields of rows: each row of values begins with the primary key. Returns how many rows there were to change."""
    connection = connections[router.db_for_write(model)]
    packed, count = _packed(connection, rows)
    if not count:
        return 0
    quote = _quoter(connection)
    table, fields = quote(model._meta.db_table), _fields(model, names)
    sets = ", ".join(
        f"{quote(field.column)} = {_pick(connection, field, place)}" for place, field in enumerate(fields, start=1)
    )
    key = _pick(connection, model._meta.pk, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM {_source(connection)} WHERE {table}.{quote(model._meta.pk.column)} = {key}",  # noqa: S608  names of our own columns
            [packed],
        )
    return count


def among(values: Iterable[int] | Iterable[str]) -> RawSQL:
    """Return what `field__in=` takes of very many numbers or texts: one parameter instead of thousands."""
    found = list(values)
    if connections["default"].vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(found)])  # noqa: S611  a parameter
    kind = "text" if found and isinstance(found[0], str) else "bigint"
    return RawSQL(f"SELECT value::{kind} FROM jsonb_array_elements_text(%s::jsonb)", [json.dumps(found)])  # noqa: S608, S611  a parameter


def _fields(model: type[models.Model], names: Iterable[str]) -> list["Field[Any, Any]"]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in names]


def _packed(connection: BaseDatabaseWrapper, rows: Iterable[Values]) -> tuple[str, int]:
    """Return rows as JSON; moments as the database takes them (SQLite: text in UTC without an offset)."""

    known: dict[datetime, str] = {}

    def moment(value: object) -> str:
        if not isinstance(value, datetime):
            raise TypeError(f"{type(value).__name__} cannot travel")
        text = known.get(value)
        if text is None:
            text = known[value] = str(connection.ops.adapt_datetimefield_value(value))
        return text

    found = list(rows)
    return json.dumps(found, default=moment, ensure_ascii=False, separators=(",", ":")), len(found)


def _quoter(connection: BaseDatabaseWrapper) -> Callable[[str | None], str]:
    return lambda name: connection.ops.quote_name(name or "")


def _source(connection: BaseDatabaseWrapper) -> str:
    if connection.vendor == "sqlite":
        return "json_each(%s) AS given"
    return "jsonb_array_elements(%s::jsonb) AS given(value)"


def _pick(connection: BaseDatabaseWrapper, field: "Field[Any, Any]", place: int) -> str:
    """Return the expression of the value at one place of a row."""
    if field.get_internal_type() == "JSONField":
        return f"given.value -> {place}"
    if connection.vendor == "sqlite":
        return f"given.value ->> {place}"
    return f"(given.value ->> {place})::{field.cast_db_type(connection)}"
