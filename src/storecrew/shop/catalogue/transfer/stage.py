"""A file's rows on disk, gathered by product: read once, then walked in order, in constant memory, from any product on.

The stage is a scratch SQLite file beside the upload. It can be thrown away at any time: built again from the same file with
the same settings it numbers the products alike, so that an import goes on where it stopped.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import batched
from pathlib import Path
from typing import Final, NamedTuple

from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.shop.catalogue.transfer.dialects.base import Dialect

_CHUNK: Final = 2_000
_SCHEMA: Final = """
CREATE TABLE raw (line INTEGER PRIMARY KEY, key TEXT NOT NULL, cells TEXT NOT NULL);
CREATE TABLE alias (alias TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE broken (line INTEGER PRIMARY KEY, code TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE row (product INTEGER NOT NULL, line INTEGER NOT NULL, key TEXT NOT NULL, cells TEXT NOT NULL,
                  PRIMARY KEY (product, line)) WITHOUT ROWID;
CREATE TABLE claim (name TEXT PRIMARY KEY, product INTEGER NOT NULL, line INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE done (rows INTEGER NOT NULL, products INTEGER NOT NULL, broken INTEGER NOT NULL);
"""
_GATHER: Final = """
INSERT INTO row
SELECT dense_rank() OVER (ORDER BY first), line, key, cells FROM (
    SELECT raw.line, coalesce(alias.key, raw.key) AS key, raw.cells,
           min(raw.line) OVER (PARTITION BY coalesce(alias.key, raw.key)) AS first
    FROM raw LEFT JOIN alias ON alias.alias = raw.key)
"""


class Staged(NamedTuple):
    """What a file holds."""

    rows: int
    """Rows that can be read."""
    products: int
    broken: int
    """Rows that cannot."""


class Gathered(NamedTuple):
    """The rows of one product; `number` counts products from 1 in the order in which they begin in the file."""

    number: int
    key: str
    rows: list[Row]


class Stage:
    """One staged file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def content(self) -> Staged | None:
        """Return what was staged; None when nothing is, or when staging was broken off."""
        if not self._path.exists():
            return None
        with closing(self._open()) as db:
            try:
                found = db.execute("SELECT rows, products, broken FROM done").fetchone()
            except sqlite3.DatabaseError:
                return None
        return Staged(*found) if found else None

    def build(
        self, rows: Iterable[Row | Broken], dialect: Dialect, *, tick: Callable[[int], None] | None = None
    ) -> Staged:
        """Stage all rows anew. `tick` is called now and then with the number of rows read so far."""
        self.drop()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as db:
            db.executescript(_SCHEMA)
            broken = count = 0
            before = ""
            for chunk in batched(rows, _CHUNK):
                good = []
                for row in chunk:
                    if isinstance(row, Broken):
                        db.execute("INSERT INTO broken VALUES (?, ?, ?)", (row.line, row.code, _storable(row.text)))
                        broken += 1
                        continue
                    belongs = dialect.belongs(row)
                    before = belongs.key or before or f"line:{row.line}"
                    good.append((row.line, before, json.dumps(row.cells, ensure_ascii=False)))
                    for alias in belongs.aliases:
                        # the first product that claims a name has it
                        db.execute("INSERT OR IGNORE INTO alias VALUES (?, ?)", (alias, before))
                db.executemany("INSERT INTO raw VALUES (?, ?, ?)", good)
                count += len(good)
                if tick:
                    tick(count + broken)
            db.execute(_GATHER)
            db.execute("DROP TABLE raw")
            products = db.execute("SELECT coalesce(max(product), 0) FROM row").fetchone()[0]
            db.execute("INSERT INTO done VALUES (?, ?, ?)", (count, products, broken))
            db.commit()
        return Staged(count, products, broken)

    def products(self, *, after: int = 0) -> Iterator[Gathered]:
        """Yield the products in order, those numbered higher than `after`."""
        with closing(self._open()) as db:
            number, key = 0, ""
            rows: list[Row] = []
            query = "SELECT product, line, key, cells FROM row WHERE product > ? ORDER BY product, line"
            for product, line, name, cells in db.execute(query, (after,)):
                if product != number:
                    if rows:
                        yield Gathered(number, key, rows)
                    number, key, rows = product, name, []
                rows.append(Row(line, json.loads(cells)))
            if rows:
                yield Gathered(number, key, rows)

    def batch(self, *, after: int, products: int, rows: int) -> list[Gathered]:
        """Return the next products: as many as are asked for, fewer when they have more rows than that, at least one."""
        taken: list[Gathered] = []
        count = 0
        for gathered in self.products(after=after):
            count += len(gathered.rows)
            if taken and count > rows:
                break
            taken.append(gathered)
            if len(taken) == products:
                break
        return taken

    def broken(self, *, limit: int = -1) -> Iterator[Broken]:
        """Yield the rows that cannot be read, in order; `limit` below 0 means all."""
        with closing(self._open()) as db:
            for line, code, text in db.execute("SELECT line, code, text FROM broken ORDER BY line LIMIT ?", (limit,)):
                yield Broken(line, code, text)

    def claims(self) -> "Claims":
        """Return the names (SKUs, handles) that products of the file have taken, to be closed after use."""
        return Claims(self._open())

    def drop(self) -> None:
        """Throw the stage away."""
        for name in (
            self._path,
            *(self._path.with_name(self._path.name + end) for end in ("-journal", "-wal", "-shm")),
        ):
            name.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path)
        db.executescript(
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -16000; PRAGMA temp_store = FILE;"
        )
        return db


class Claims:
    """Names that must be unique, each held by the product of the file that came first."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> "Claims":
        return self

    def __exit__(self, *exc: object) -> None:
        self._db.commit()
        self._db.close()

    def take(self, name: str, *, product: int, line: int) -> int:
        """Take a name for a product; return 0, or the line on which another product of the file has it already."""
        self._db.execute("INSERT OR IGNORE INTO claim VALUES (?, ?, ?)", (name, product, line))
        holder, first = self._db.execute("SELECT product, line FROM claim WHERE name = ?", (name,)).fetchone()
        return 0 if holder == product else int(first)


def _storable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:2_000]
