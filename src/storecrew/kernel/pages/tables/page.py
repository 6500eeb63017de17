"""One page of a table, ready for `{% table page %}`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from storecrew.kernel.pages.models import SavedView
from storecrew.kernel.pages.tables.cells import NUMERIC, Cell, cell
from storecrew.kernel.pages.tables.paging import CAP, Order, Slice, capped_count, slice_of
from storecrew.kernel.pages.tables.state import State, narrowed, read_state
from storecrew.kernel.pages.tables.types import Bulk, Column, Empty, Filter, Kind, Rows, Table
from storecrew.kernel.pages.types import Text


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head. `url` sorts by it; `sorted` is "", "ascending" or "descending"."""

    column: Column
    label: Text
    url: str
    sorted: str
    css: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what choosing it sends, and its cells."""

    key: str
    name: Text
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A view over the table."""

    label: Text
    url: str
    current: bool
    view_id: int | None = None
    """Set on the reader's own views, which they may remove."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, with the address without it."""

    label: Text
    value: Text
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter in the menu, with what is chosen now."""

    filter: Filter
    options: Sequence[tuple[str, Text]]
    value: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """What the template draws. `count` None: there are more than can be counted cheaply (`capped` says how many at least)."""

    table: Table
    state: State
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    tabs: tuple[Tab, ...]
    chips: tuple[Chip, ...]
    choices: tuple[Choice, ...]
    columns: tuple[tuple[Column, bool], ...]
    count: int | None
    first: int
    last: int
    previous_url: str
    next_url: str
    clear_url: str
    kept: tuple[tuple[str, str], ...]
    """The address's parts that a search form has to carry along."""
    query: str
    bulk: Sequence[Bulk]
    empty: Empty | None
    capped: int = CAP

    @property
    def selectable(self) -> bool:
        """Tell whether rows can be chosen."""
        return bool(self.bulk and self.lines)

    @property
    def slug(self) -> str:
        """Return the table's name as an id of the page."""
        return self.table.name.replace(".", "-").replace("_", "-")

    @property
    def searchable(self) -> bool:
        """Tell whether the rows can be searched by words."""
        return self.table.search is not None

    @property
    def own_tab(self) -> Tab | None:
        """Return the tab the reader is on, if it is a view of theirs."""
        return next((tab for tab in self.tabs if tab.current and tab.view_id), None)

    @property
    def on_tab(self) -> bool:
        """Tell whether this way of looking has a name already."""
        return any(tab.current for tab in self.tabs)

    @property
    def unfiltered(self) -> list[tuple[str, str]]:
        """Return what the filter form has to carry along."""
        names = {one.name for one in self.table.filters}
        return [("q", self.state.text), *((name, value) for name, value in self.kept if name not in names)]

    @property
    def uncolumned(self) -> list[tuple[str, str]]:
        """Return what the form of columns has to carry along; the first column is always there."""
        first = ("col", self.table.columns[0].name)
        return [("q", self.state.text), first, *((name, value) for name, value in self.kept if name != "col")]

    @property
    def exportable(self) -> bool:
        """Tell whether there is anything to export."""
        return self.table.exports and bool(self.lines)


def show(table: Table, request: HttpRequest, rows: Rows) -> TablePage:
    """Return the page of `rows` that the address asks for: four queries for a queryset, whatever its length."""
    state = read_state(table, request.GET)
    matching = narrowed(table, state, rows)
    part = _slice(table, state, matching)
    pictures = table.pictures(part.rows) if table.pictures else None
    count = _count(matching, part, state)
    asked = request.GET.copy()
    first = state.n + 1 if part.rows else 0
    return TablePage(
        table=table,
        state=state,
        heads=tuple(_head(table, state, column, asked) for column in state.columns),
        lines=tuple(_line(table, state, row, pictures) for row in part.rows),
        tabs=_tabs(table, request, asked),
        chips=tuple(_chip(one, value, asked) for one, value in state.filters),
        choices=tuple(Choice(one, one.options(), dict(_pairs(state)).get(one.name, "")) for one in table.filters),
        columns=tuple((column, column in state.columns) for column in table.columns),
        count=count if count <= CAP else None,
        first=first,
        last=state.n + len(part.rows),
        previous_url=_url(asked, before=part.previous, n=max(state.n - table.per_page, 0)) if part.previous else "",
        next_url=_url(asked, after=part.next, n=state.n + len(part.rows)) if part.next else "",
        clear_url=_clear(table, asked),
        kept=tuple(
            (name, value) for name, value in _items(asked) if name not in {"q", "after", "before", "n", "export"}
        ),
        query=_view_query(asked),
        bulk=table.bulk,
        empty=table.empty if not part.rows and not state.narrowed else None,
    )


def chosen(table: Table, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows a posted bulk action is about: the ticked ones, or everything that matched when `every` was ticked.

    `rows` are those the reader may act on; what was ticked is only ever looked for among them.
    """
    if request.POST.get("every"):
        narrow = narrowed(table, read_state(table, QueryDict(request.POST.get("state", ""))), rows)
        return narrow if isinstance(narrow, QuerySet) else rows.none()
    keys = [key for key in request.POST.getlist("row") if key.isdigit()]
    return rows.filter(pk__in=keys)


def _slice(table: Table, state: State, rows: Rows) -> Slice:
    column = table.column(state.sort_column)
    if isinstance(rows, QuerySet):
        field = column.sort if column and column.sort else table.tie
        order = Order(field, state.descending, table.tie)
        return slice_of(rows, order, after=state.after, before=state.before, size=table.per_page)
    listed = list(rows)
    if column is not None and column.sort:
        empty = [row for row in listed if column.value(row) is None]
        listed = [row for row in listed if column.value(row) is not None]
        listed.sort(key=column.raw or column.value, reverse=state.descending)
        listed += empty
    end = state.n + table.per_page
    return Slice(listed[state.n : end], "back" if state.n else "", "on" if len(listed) > end else "")


def _count(rows: Rows, part: Slice, state: State) -> int:
    if not isinstance(rows, QuerySet):
        return len(rows)
    if not part.previous and not part.next and not state.n:
        return len(part.rows)  # everything is on this page
    return capped_count(rows)


def _head(table: Table, state: State, column: Column, asked: QueryDict) -> Head:
    here = state.sort_column == column.name
    direction = ("descending" if state.descending else "ascending") if here else ""
    turned = f"-{column.name}" if here and not state.descending else column.name
    money = column.kind is Kind.MONEY and table.currency
    css = [f"c-{column.name}"] + (["num"] if column.kind in NUMERIC else []) + ([] if column.phone else ["only-desk"])
    return Head(
        column=column,
        label=f"{column.label} {table.currency}" if money else column.label,
        url=_url(asked, sort=turned) if column.sort else "",
        sorted=direction,
        css=" ".join(css),
    )


def _line(table: Table, state: State, row: Any, pictures: Mapping[Any, Text] | None) -> Line:
    lead = _lead(state.columns)
    picture = None if pictures is None else pictures.get(getattr(row, "pk", None), "")
    cells = tuple(
        cell(table, column, row, first=not index, lead=column is lead, picture=picture)
        for index, column in enumerate(state.columns)
    )
    return Line(str(getattr(row, "pk", "") or ""), cells[0].html, cells)


def _lead(columns: Sequence[Column]) -> Column | None:
    """Return the figure that a narrow screen shows beside the name: the first amount, else the last number."""
    money = [column for column in columns[1:] if column.kind is Kind.MONEY]
    numbers = [column for column in columns[1:] if column.kind is Kind.NUMBER]
    return money[0] if money else numbers[-1] if numbers else None


def _tabs(table: Table, request: HttpRequest, asked: QueryDict) -> tuple[Tab, ...]:
    actor = getattr(request, "actor", None)
    person = actor.person_id if actor is not None else None
    now = _view_query(asked)
    tabs = [Tab(view.label, f"?{view.query}", _same(view.query, now)) for view in table.views]
    mine = Q(person_id=person or 0) | Q(shared=True)
    for saved in SavedView.objects.filter(mine, table=table.name).order_by("name", "pk"):
        own = saved.pk if saved.person_id == person else None
        tabs.append(Tab(saved.name, f"?{saved.query}", _same(saved.query, now), own))
    return tuple(tabs)


def _chip(one: Filter, value: str, asked: QueryDict) -> Chip:
    return Chip(one.label, dict(one.options()).get(value, value), _url(asked, **{one.name: ""}))


def _pairs(state: State) -> list[tuple[str, str]]:
    return [(one.name, value) for one, value in state.filters]


def _url(asked: QueryDict, **changes: str | int) -> str:
    """Return the address with changes; a page begins anew unless a cursor is given."""
    kept = asked.copy()
    for name in ("after", "before", "n", "export"):
        kept.pop(name, None)
    for name, value in changes.items():
        kept.pop(name, None)
        if value not in ("", 0):
            kept[name] = str(value)
    return f"?{kept.urlencode()}"


def _clear(table: Table, asked: QueryDict) -> str:
    return _url(asked, q="", **{one.name: "" for one in table.filters})


def _view_query(asked: QueryDict) -> str:
    kept = asked.copy()
    for name in ("after", "before", "n", "export"):
        kept.pop(name, None)
    return kept.urlencode()


def _same(one: str, other: str) -> bool:
    return sorted(_items(QueryDict(one))) == sorted(_items(QueryDict(other)))


def _items(asked: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in asked.lists() for value in values if value]
