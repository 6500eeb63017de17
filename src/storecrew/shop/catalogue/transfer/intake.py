"""Where files of imports lie, and how an import reads its own: by its digest, so that the same file is kept once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from storecrew.kernel.store.reads import current
from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Container
from storecrew.kernel.tabular.keeping import Kept, Shelf
from storecrew.kernel.tabular.table import Form, Header, records
from storecrew.shop.catalogue.transfer.dialects import dialect_named
from storecrew.shop.catalogue.transfer.dialects.base import Dialect
from storecrew.shop.catalogue.transfer.difference import Rules
from storecrew.shop.catalogue.transfer.models import Import
from storecrew.shop.catalogue.transfer.reading import Reading
from storecrew.shop.catalogue.transfer.stage import Stage, Staged

MAX_BYTES: Final = 2 * 1024**3


SHELF: Final = Shelf("imports")


def folder() -> Path:
    """Return the folder of imports."""
    return SHELF.folder


def keep(chunks: Iterable[bytes]) -> Kept:
    """Write a file to the imports folder; a file that is there already is not kept twice."""
    return SHELF.keep(chunks)


def keep_file(path: Path) -> Kept:
    """Copy a file of this machine to the imports folder."""
    return SHELF.keep_file(path)


def path_of(digest: str) -> Path:
    """Return where the file with this digest lies."""
    return SHELF.path_of(digest)


@dataclass(frozen=True, slots=True)
class Opened:
    """An import's file, ready to be read."""

    row: Import
    form: Form
    header: Header
    dialect: Dialect
    stage: Stage
    rules: Rules

    def staged(self, *, tick: Callable[[int], None] | None = None) -> Staged:
        """Stage the file unless it is staged already. Raises Unreadable."""
        return self.stage.content() or self.stage.build(self.rows(), self.dialect, tick=tick)

    def rows(self) -> Iterable[Row | Broken]:
        """Return the file's rows."""
        return records(path_of(self.row.digest), self.form, self.header)


def opened(row: Import, *, now: datetime) -> Opened:
    """Open an import's file as its settings say."""
    form, header = form_of(row.form), Header(row.form["header_line"], tuple(row.header))
    choices = row.choices
    store = current()
    currency = choices.get("currency") or (store.currency if store else "CNY")
    reading = Reading(
        currency=currency,
        decimal=choices.get("decimal", "."),
        now=now,
        mapping=choices.get("mapping") or {},
        weight_unit=choices.get("weight_unit", "kg"),
        length_unit=choices.get("length_unit", "cm"),
        any_currency=choices.get("any_currency", False),
    )
    rules = Rules(
        currency=currency,
        language=choices.get("language") or (store.languages[0] if store else "zh-hans"),
        drafts_only=choices.get("drafts_only", False),
        by_type=choices.get("by_type", False),
    )
    dialect = dialect_named(row.dialect)(header, reading)
    return Opened(row, form, header, dialect, Stage(folder() / f"{row.uid}.stage"), rules)


def form_of(values: dict[str, Any]) -> Form:
    """Return a form from what an import row keeps of it."""
    container = Container(values["kind"], values["packed"], values["encoding"])
    return Form(container, values["delimiter"], values["sheet"], values["header_line"])


def form_values(form: Form) -> dict[str, Any]:
    """Return what an import row keeps of a form."""
    return {
        "kind": form.container.kind,
        "packed": form.container.packed,
        "encoding": form.container.encoding,
        "delimiter": form.delimiter,
        "sheet": form.sheet,
        "header_line": form.header_line,
    }
