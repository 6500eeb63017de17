"""What a room declares about a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from storecrew.kernel.pages.types import Text

type Choices = Sequence[tuple[str, Text]] | Callable[[], Sequence[tuple[str, Text]]]


class Kind(StrEnum):
    """How a column's values are written and aligned."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    """Values are `Money`; the header names the currency when the table gives one, else each cell does."""
    DAY = "day"
    MOMENT = "moment"
    STATUS = "status"
    """Values are `(word, tone)`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. The first one is the link of the row and its name on a phone.

    `value` gets a row and returns what the kind asks for, None for a dash. `sort` is the field path that orders rows by this
    column (`price_minor`, `supplier__name`), empty when it cannot. `sub` is a second, muted line. `phone` False leaves the
    column out on a phone. `shown` False hides it until somebody chooses it.
    """

    name: str
    label: Text
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    sort: str = ""
    link: Callable[[Any], str] | None = None
    sub: Callable[[Any], Text] | None = None
    raw: Callable[[Any], Any] | None = None
    """What an export writes; None: the value as it is."""
    shown: bool = True
    phone: bool = True
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter. `apply` gets the rows and the chosen value. Without choices the reader types a text."""

    name: str
    label: Text
    apply: Callable[[Any, str], Any]
    choices: Choices = ()
    date: bool = False
    """The reader chooses a day; the value is an ISO date."""

    def options(self) -> Sequence[tuple[str, Text]]:
        """Return codes and words of the choices."""
        return self.choices() if callable(self.choices) else self.choices


@dataclass(frozen=True, slots=True)
class Bulk:
    """Something to do with the chosen rows: posted as `bulk=<name>` to the table's page. `main` makes it the solid one."""

    name: str
    label: Text
    main: bool = False
    bad: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A way of looking that the room itself offers, as a tab. `query` is what stands in the address."""

    name: str
    label: Text
    query: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands there while there is nothing at all: what it is for, and the one way to begin."""

    title: Text
    text: Text
    url: str = ""
    label: Text = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `name` is `room.table` and names its saved views; `sort` is the usual order, `-name` for descending.

    `search` gets rows and words. `tie` is a unique, never empty field that decides between equal rows.
    """

    name: str
    label: Text
    columns: Sequence[Column]
    sort: str
    filters: Sequence[Filter] = ()
    search: Callable[[Any, str], Any] | None = None
    search_hint: Text = ""
    bulk: Sequence[Bulk] = ()
    views: Sequence[View] = ()
    empty: Empty | None = None
    currency: str = ""
    """Named in the header of money columns; cells then show bare amounts."""
    per_page: int = 50
    tie: str = "pk"
    exports: bool = True
    pictures: Callable[[Sequence[Any]], Mapping[Any, Text]] | None = None
    """Gets the rows of the page and returns HTML of small pictures by primary key, one query for all. They stand before
    the names (class `thumb`); a row without one keeps the room."""

    def column(self, name: str) -> Column | None:
        """Return the column of that name."""
        return next((column for column in self.columns if column.name == name), None)


type Rows = QuerySet[Any] | Sequence[Any]
