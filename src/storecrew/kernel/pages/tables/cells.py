"""One value in one cell: how each kind is written, and what an export writes instead."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from storecrew.kernel.money.formatting import format_amount, format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import formats
from storecrew.kernel.pages.tables.types import Column, Kind, Table
from storecrew.kernel.pages.types import Text, Tone
from storecrew.kernel.tabular.writing import harmless

NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell ready for the template. `label` names the column on a phone; empty in the first column.

    `picture` stands before the name; None in tables without pictures.
    """

    html: Text
    sub: Text
    link: str
    css: str
    label: Text
    picture: Text | None = None


def cell(
    table: Table, column: Column, row: Any, *, first: bool, lead: bool = False, picture: Text | None = None
) -> Cell:
    """Return a row's value in a column as the page shows it; `lead` stands beside the name on a phone."""
    css = [f"c-{column.name}", "c-lead"] if lead else [f"c-{column.name}"]
    if column.kind in NUMERIC:
        css.append("num")
    if not column.phone:
        css.append("only-desk")
    return Cell(
        html=_written(table, column, column.value(row)),
        sub=column.sub(row) if column.sub else "",
        link=column.link(row) if column.link else "",
        css=" ".join(css),
        label="" if first else column.label,
        picture=picture if first else None,
    )


def _written(table: Table, column: Column, value: Any) -> Text:
    if value is None:
        return formats.MISSING
    match column.kind:
        case Kind.NUMBER:
            return formats.number(value, column.digits)
        case Kind.MONEY:
            return format_amount(value) if table.currency == value.currency else format_money(value)
        case Kind.DAY:
            return formats.day(value)
        case Kind.MOMENT:
            return formats.moment_html(value)
        case Kind.STATUS:
            return _status(*value)
    return value if isinstance(value, str | Promise) else str(value)


def _status(word: Text, tone: Tone) -> SafeString:
    extra = "" if tone == Tone.NEUTRAL else f" tag--{tone}"
    return format_html('<span class="tag{}">{}</span>', extra, word)


def exported(column: Column, row: Any) -> str | int | float | Decimal | date | datetime | None:
    """Return a row's value for a file: numbers as numbers, money as its amount, text made harmless for spreadsheets."""
    value = column.raw(row) if column.raw else column.value(row)
    if isinstance(value, Money):
        return value.amount
    if column.kind is Kind.STATUS and isinstance(value, tuple):
        value = value[0]
    if value is None or isinstance(value, int | float | Decimal | date):
        return value
    return harmless(str(value))
