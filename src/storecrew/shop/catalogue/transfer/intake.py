"""Where files of imports lie, and how an import reads its own: by its digest, so that the same file is kept once."""

import hashlib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue.transfer.decode import Broken, Row
from storecrew.shop.catalogue.transfer.dialects import dialect_named
from storecrew.shop.catalogue.transfer.dialects.base import Dialect
from storecrew.shop.catalogue.transfer.difference import Rules
from storecrew.shop.catalogue.transfer.files import Container
from storecrew.shop.catalogue.transfer.models import Import
from storecrew.shop.catalogue.transfer.reading import Reading
from storecrew.shop.catalogue.transfer.stage import Stage, Staged
from storecrew.shop.catalogue.transfer.table import Form, Header, records

MAX_BYTES: Final = 2 * 1024**3
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the imports folder."""

    digest: str
    size: int


def folder() -> Path:
    """Return the folder of imports."""
    return Path(settings.DATA) / "imports"


def keep(chunks: Iterable[bytes]) -> Kept:
    """Write a file to the imports folder; a file that is there already is not kept twice."""
    folder().mkdir(parents=True, exist_ok=True)
    coming = folder() / f"{uuid.uuid4().hex}.part"
    digest, size = hashlib.sha256(), 0
    try:
        with coming.open("wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        coming.replace(path_of(digest.hexdigest()))
    finally:
        coming.unlink(missing_ok=True)
    return Kept(digest.hexdigest(), size)


def keep_file(path: Path) -> Kept:
    """Copy a file of this machine to the imports folder."""
    with path.open("rb") as file:
        return keep(iter(lambda: file.read(_CHUNK), b""))


def path_of(digest: str) -> Path:
    """Return where the file with this digest lies."""
    if len(digest) != 64 or not digest.isalnum():
        raise ValueError("not a digest")
    return folder() / digest


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
