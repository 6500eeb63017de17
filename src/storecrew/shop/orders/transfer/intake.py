"""Where files of orders lie, how one is recognised, and how it is opened for a batch."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from json import dumps
from pathlib import Path
from typing import Any, Final

from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Container, Unreadable
from storecrew.kernel.tabular.keeping import Shelf
from storecrew.kernel.tabular.table import Form, Header, recognise, records
from storecrew.shop.orders.transfer.dialects import JSONS, MAPPED, json_named, json_of, table_named, table_of
from storecrew.shop.orders.transfer.dialects.mapped import by_order, weigh
from storecrew.shop.orders.transfer.jsonfile import is_json, read_orders
from storecrew.shop.orders.transfer.models import Batch
from storecrew.shop.orders.transfer.reading import Reading, text_of
from storecrew.shop.orders.transfer.stage import Raw, Stage, Staged

SHELF: Final = Shelf("imports-of-orders")
MAX_BYTES: Final = 2 * 1024**3
JSON: Final = "json"
_LOOKED_AT: Final = 50
"""So many objects of a JSON file are looked at to tell whose it is."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file turned out to be. `form` empty: JSON."""

    dialect: str
    form: Form | None
    header: Header

    @property
    def values(self) -> dict[str, Any]:
        """Return the form as a batch keeps it."""
        if self.form is None:
            return {"kind": JSON}
        container = self.form.container
        return {
            "kind": container.kind,
            "packed": container.packed,
            "encoding": container.encoding,
            "delimiter": self.form.delimiter,
            "sheet": self.form.sheet,
            "header_line": self.form.header_line,
        }


def recognise_file(path: Path, *, encoding: str = "", delimiter: str = "", table: bool = False) -> Recognised:
    """Find out what a file is; `table` reads it by a mapping whatever its columns look like. Raises Unreadable."""
    if path.stat().st_size == 0:
        raise Unreadable("empty_file")
    if is_json(path):
        for order in islice(read_orders(path), _LOOKED_AT):
            if (dialect := json_of(order)) is not None:
                return Recognised(dialect.name, None, Header(0, ()))
        raise Unreadable("json_no_orders")
    form, header = recognise(path, encoding=encoding, delimiter=delimiter)
    if not header.index:
        raise Unreadable("no_header")
    return Recognised(MAPPED.name if table else table_of(header).name, form, header)


@dataclass(frozen=True, slots=True)
class Opened:
    """A batch's file, open for reading."""

    batch: Batch
    path: Path
    form: Form | None
    header: Header
    reading: Reading
    stage: Stage

    @property
    def is_json(self) -> bool:
        """Tell whether orders are objects, not rows."""
        return self.form is None

    def rows(self) -> Iterator[Raw | Broken]:
        """Yield the rows of the file, each with the order it belongs to. Raises Unreadable."""
        if self.form is None:
            yield from self._objects()
            return
        dialect = table_named(self.batch.dialect)
        weighs = dialect is MAPPED and not by_order(self.reading.mapping)
        for row in records(self.path, self.form, self.header):
            if isinstance(row, Broken):
                yield row
                continue
            key = dialect.key(row.cells, self.header, self.reading)
            if not key and dialect is MAPPED:
                key = f"row:{row.line}"
            yield Raw(row, key, weigh(row.cells, self.header, self.reading) if weighs else None)

    def staged(self, *, tick: Callable[[int], None] | None = None) -> Staged:
        """Return what the file holds; stages it when that was not done yet. Raises Unreadable."""
        return self.stage.content() or self.stage.build(self.rows(), tick=tick)

    def _objects(self) -> Iterator[Raw | Broken]:
        dialect = json_named(self.batch.dialect)
        for place, order in enumerate(read_orders(self.path), 1):
            if dialect.recognises(order):
                name = text_of(order.get("id"))
                key = f"id:{name}" if name else f"object:{place}"
                yield Raw(Row(place, [dumps(order, ensure_ascii=False)]), key)
            else:
                yield Broken(place, "json_no_order", dumps(order, ensure_ascii=False)[:200])


def opened(batch: Batch, *, now: datetime) -> Opened:
    """Return the file of a batch, ready to be read. Raises FileNotFoundError."""
    path = SHELF.path_of(batch.digest)
    if not path.is_file():
        raise FileNotFoundError(path)
    form, header = form_of(batch.form), Header(batch.form.get("header_line", 0), tuple(batch.header))
    stage = Stage(SHELF.folder / f"{batch.uid}.stage")
    return Opened(batch, path, form, header, reading_of(batch, now), stage)


def form_of(values: dict[str, Any]) -> Form | None:
    """Return how a table is read; None for JSON."""
    if values.get("kind") == JSON:
        return None
    container = Container(values["kind"], values["packed"], values["encoding"])
    return Form(container, values["delimiter"], values["sheet"], values["header_line"])


def reading_of(batch: Batch, now: datetime) -> Reading:
    """Return how a batch's file is to be read. JSON always has points and its own times."""
    choices = batch.choices
    return Reading(
        currency=choices["currency"],
        zone=choices["zone"],
        decimal="." if batch.form.get("kind") == JSON else choices["decimal"],
        day_first=choices["day_first"],
        mapping=choices["mapping"],
        paid_is=choices["paid_is"],
        country=choices["country"],
        shipping_codes=tuple(choices["shipping_codes"]),
        book_codes=tuple(choices["book_codes"]),
        silent_sent=choices["silent_sent"],
        now=batch.created_at,
    )


NAMES: Final = {**{one.name: one.label for one in JSONS}, MAPPED.name: MAPPED.label}
"""Systems by name, as people read them."""
