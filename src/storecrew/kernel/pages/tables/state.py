"""What the address asks of a table. Anything it does not understand is left out rather than refused."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from storecrew.kernel.pages.tables.types import Column, Filter, Rows, Table


@dataclass(frozen=True, slots=True)
class State:
    """Understood. `after` and `before` are cursors, at most one of them set; `n` is how many rows lie before this page."""

    text: str
    sort: str
    filters: tuple[tuple[Filter, str], ...]
    columns: tuple[Column, ...]
    chosen_columns: bool
    after: str
    before: str
    n: int

    @property
    def narrowed(self) -> bool:
        """Tell whether fewer rows than all may be shown."""
        return bool(self.text or self.filters)

    @property
    def sort_column(self) -> str:
        """Return the name of the column that rows are ordered by."""
        return self.sort.lstrip("-")

    @property
    def descending(self) -> bool:
        """Tell whether the order is from the end."""
        return self.sort.startswith("-")


def read_state(table: Table, asked: QueryDict | MultiValueDict[str, str]) -> State:
    """Return what `asked` means for this table."""
    names = asked.getlist("col")
    columns = [column for column in table.columns if column.name in names] if names else []
    first = table.columns[0]
    if columns and first not in columns:
        columns.insert(0, first)  # without its name a row is nothing
    return State(
        text=" ".join((asked.get("q") or "").split())[:200],
        sort=_sort(table, asked.get("sort") or ""),
        filters=tuple((one, value) for one in table.filters if (value := _value(one, asked.get(one.name) or ""))),
        columns=tuple(columns or [column for column in table.columns if column.shown]),
        chosen_columns=bool(columns),
        after=asked.get("after") or "",
        before="" if asked.get("after") else asked.get("before") or "",
        n=_whole(asked.get("n") or ""),
    )


def narrowed(table: Table, state: State, rows: Rows) -> Rows:
    """Return the rows that match the text and the filters."""
    for one, value in state.filters:
        rows = one.apply(rows, value)
    if state.text and table.search is not None:
        rows = table.search(rows, state.text)
    return rows


def _sort(table: Table, asked: str) -> str:
    column = table.column(asked.lstrip("-"))
    return asked if column is not None and column.sort else table.sort


def _value(one: Filter, value: str) -> str:
    codes = [code for code, _word in one.options()]
    return value if not codes or value in codes else ""


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 10 else 0
