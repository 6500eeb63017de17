"""Pages by the last row seen, not by counting: the thousandth page costs what the first does.

Order is by the chosen column, then by the table's tie field in the same direction; empty values come last. A cursor is the
pair (value of the column, tie) of a row at the edge of a page.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Field, Model, Q, QuerySet

CAP = 1000
"""Matches are counted up to here; beyond, "1,000+" says enough."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of rows, with the cursors to its neighbours; empty text where there is none."""

    rows: Sequence[Any]
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Order:
    """By which field, in which direction, and what decides between equals."""

    field: str
    descending: bool
    tie: str


def slice_of(rows: QuerySet[Any], order: Order, *, after: str, before: str, size: int) -> Slice:
    """Return the page after or before a cursor; the first one when the cursor is empty or cannot be read."""
    nullable = _nullable(rows.model, order.field)
    edge = _read(after or before)
    backwards = bool(before) and edge is not None
    if edge is not None:
        rows = rows.filter(_beyond(order, edge, backwards=backwards, nullable=nullable))
    found = list(rows.order_by(*_terms(order, backwards=backwards, nullable=nullable))[: size + 1])
    more = len(found) > size
    shown = found[:size]
    if backwards:
        shown.reverse()
    earlier = more if backwards else edge is not None
    later = True if backwards else more
    return Slice(
        rows=shown,
        previous=_cursor(shown[0], order) if shown and earlier else "",
        next=_cursor(shown[-1], order) if shown and later else "",
    )


def capped_count(rows: QuerySet[Any]) -> int:
    """Return how many rows there are, at most `CAP + 1`."""
    return rows.order_by()[: CAP + 1].count()


def _terms(order: Order, *, backwards: bool, nullable: bool) -> list[Any]:
    down = order.descending != backwards
    tie = f"-{order.tie}" if down else order.tie
    if order.field == order.tie:
        return [tie]
    if not nullable:
        return [f"-{order.field}" if down else order.field, tie]
    at_end = {"nulls_first": True} if backwards else {"nulls_last": True}
    return [F(order.field).desc(**at_end) if down else F(order.field).asc(**at_end), tie]


def _beyond(order: Order, edge: tuple[Any, Any], *, backwards: bool, nullable: bool) -> Q:
    value, tie = edge
    step = "lt" if order.descending != backwards else "gt"
    further = Q(**{f"{order.tie}__{step}": tie})
    if order.field == order.tie:
        return further
    empty = Q(**{f"{order.field}__isnull": True})
    if value is None:
        return (Q(**{f"{order.field}__isnull": False}) | (empty & further)) if backwards else (empty & further)
    here = Q(**{f"{order.field}__{step}": value}) | (Q(**{order.field: value}) & further)
    return here | empty if nullable and not backwards else here


def _nullable(model: type[Model], path: str) -> bool:
    """Tell whether a field path may lead to nothing; annotations are taken to be always there."""
    may_be_empty = False
    for part in path.split("__"):
        try:
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist:
            return may_be_empty
        if not isinstance(field, Field):
            return True
        may_be_empty = may_be_empty or field.null
        if field.related_model is not None:
            model = field.related_model
    return may_be_empty


def _cursor(row: Any, order: Order) -> str:
    pair = [_along(row, order.field), _along(row, order.tie)]
    return base64.urlsafe_b64encode(json.dumps([_plain(value) for value in pair]).encode()).decode().rstrip("=")


def _along(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part, None)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return ["t", value.isoformat()]
    if isinstance(value, Decimal):
        return ["d", str(value)]
    return value


def _read(cursor: str) -> tuple[Any, Any] | None:
    if not cursor:
        return None
    try:
        pair = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value, tie = (_back(item) for item in pair)
    except (ValueError, TypeError, binascii.Error, ArithmeticError):
        return None
    return (value, tie) if tie is not None and not isinstance(tie, dict | list) else None


def _back(item: Any) -> Any:
    if isinstance(item, list):
        kind, text = item
        if kind == "d":
            return Decimal(text)
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    if isinstance(item, dict):
        raise TypeError(item)
    return item
