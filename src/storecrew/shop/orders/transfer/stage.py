"""A file's orders on disk, gathered by number: read once, then walked in order, in constant memory, from any order on.

The stage is a scratch SQLite file beside the upload. It can be thrown away at any time: built again from the same file with
the same settings it numbers the orders alike, so that an import goes on where it stopped. It also knows what a single order
cannot: which credits of the file take back lines of which earlier order, and how many different buyers there are.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import batched, groupby, islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.shop.orders.transfer.dialects.base import Credit
from storecrew.shop.orders.transfer.dialects.mapped import Weighed
from storecrew.shop.orders.transfer.draft import Said

MOST_LINES: Final = 5_000
"""An order with more is none; so much of it is kept in memory at most."""
_CHUNK: Final = 2_000
ONCE: Final = "unknown_sku"
_LOOKED_AT: Final = 20
"""So many earlier lines of one customer and article are looked at for a credit."""
_SCHEMA: Final = """
CREATE TABLE raw (line INTEGER PRIMARY KEY, key TEXT NOT NULL, cells TEXT NOT NULL, customer TEXT, code TEXT, pieces INTEGER,
                  unit TEXT, minor TEXT, at TEXT);
CREATE TABLE broken (line INTEGER PRIMARY KEY, code TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE item (seq INTEGER NOT NULL, line INTEGER NOT NULL, key TEXT NOT NULL, cells TEXT NOT NULL, customer TEXT, code TEXT,
                  pieces INTEGER, unit TEXT, minor TEXT, at TEXT, left INTEGER, PRIMARY KEY (seq, line)) WITHOUT ROWID;
CREATE TABLE credited (seq INTEGER NOT NULL, line INTEGER NOT NULL, number TEXT NOT NULL, by_line INTEGER NOT NULL,
                  pieces INTEGER NOT NULL, minor INTEGER NOT NULL, at TEXT NOT NULL, number_of TEXT NOT NULL);
CREATE TABLE buyer (key TEXT PRIMARY KEY, known INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE told (value TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE done (rows INTEGER NOT NULL, orders INTEGER NOT NULL, broken INTEGER NOT NULL);
"""
_GATHER: Final = """
INSERT INTO item
SELECT dense_rank() OVER (ORDER BY first), line, key, cells, customer, code, pieces, unit, minor, at, max(0, coalesce(pieces, 0))
FROM (SELECT *, min(line) OVER (PARTITION BY key) AS first FROM raw)
"""
_INDEX: Final = """
CREATE INDEX item_sold ON item (customer, code, at) WHERE pieces > 0 AND customer <> '';
CREATE INDEX item_credit ON item (at, line) WHERE pieces < 0 AND customer <> '' AND code <> '';
"""


class Staged(NamedTuple):
    """What a file holds."""

    rows: int
    orders: int
    broken: int


@dataclass(slots=True)
class Gathered:
    """The rows of one order; `number` counts orders from 1 as they begin in the file."""

    number: int
    key: str
    rows: list[Row]
    credits: list[Credit] = field(default_factory=list)

    def objects(self) -> list[tuple[Row, dict[str, Any]]]:
        """Return the objects of a JSON file that stand in these rows."""
        return [(row, json.loads(row.cells[0])) for row in self.rows]


class Answer(NamedTuple):
    """What became of a credit's row: which order it takes pieces back from."""

    line: int
    order: str
    pieces: int
    minor: int


class Raw(NamedTuple):
    """A row on its way into the stage."""

    row: Row
    key: str
    weighed: Weighed | None = None


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
                found = db.execute("SELECT rows, orders, broken FROM done").fetchone()
            except sqlite3.DatabaseError:
                return None
        return Staged(*found) if found else None

    def build(self, rows: Iterable[Raw | Broken], *, tick: Callable[[int], None] | None = None) -> Staged:
        """Stage all rows anew. `tick` is called now and then with the number of rows read so far."""
        self.drop()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as db:
            db.executescript(_SCHEMA)
            broken = count = 0
            before = ""
            for chunk in batched(rows, _CHUNK):
                good = []
                for raw in chunk:
                    if isinstance(raw, Broken):
                        text = raw.text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:2_000]
                        db.execute("INSERT INTO broken VALUES (?, ?, ?)", (raw.line, raw.code, text))
                        broken += 1
                        continue
                    before = raw.key or before or f"row:{raw.row.line}"
                    good.append(
                        (raw.row.line, before, json.dumps(raw.row.cells, ensure_ascii=False), *_plain(raw.weighed))
                    )
                db.executemany("INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", good)
                count += len(good)
                if tick:
                    tick(count + broken)
            db.execute(_GATHER)
            db.execute("DROP TABLE raw")
            db.executescript(_INDEX)
            _settle_credits(db)
            orders = db.execute("SELECT coalesce(max(seq), 0) FROM item").fetchone()[0]
            db.execute("INSERT INTO done VALUES (?, ?, ?)", (count, orders, broken))
            db.commit()
        return Staged(count, orders, broken)

    def batch(self, *, after: int, orders: int, rows: int) -> list[Gathered]:
        """Return the next orders: as many as are asked for, fewer when they have more rows than that, at least one."""
        taken: list[Gathered] = []
        count = 0
        for gathered in self._orders(after=after):
            count += len(gathered.rows)
            if taken and count > rows:
                break
            taken.append(gathered)
            if len(taken) == orders:
                break
        self._add_credits(taken)
        return taken

    def answers(self, key: str) -> dict[int, list[Answer]]:
        """Return what became of the rows of a credit: line → which orders it takes pieces back from."""
        found: dict[int, list[Answer]] = {}
        with closing(self._open()) as db:
            query = (
                "SELECT by_line, number_of, pieces, minor FROM credited WHERE number = ? ORDER BY by_line, seq, line"
            )
            for line, order, pieces, minor in db.execute(query, (key,)):
                found.setdefault(line, []).append(Answer(line, order, pieces, minor))
        return found

    def broken(self) -> Iterator[Broken]:
        """Yield the rows that cannot be read, in order."""
        with closing(self._open()) as db:
            for line, code, text in db.execute("SELECT line, code, text FROM broken ORDER BY line"):
                yield Broken(line, code, text)

    def note_buyers(self, buyers: Iterable[tuple[str, bool]]) -> None:
        """Count buyers: each key once, whether they were known here when they were first met."""
        with closing(self._open()) as db:
            db.executemany("INSERT OR IGNORE INTO buyer VALUES (?, ?)", [(key, int(known)) for key, known in buyers])
            db.commit()

    def buyers(self) -> tuple[int, int]:
        """Return how many different buyers there are, and how many of them are known here."""
        with closing(self._open()) as db:
            found = db.execute("SELECT count(*), coalesce(sum(known), 0) FROM buyer").fetchone()
        return int(found[0]), int(found[1])

    def first_of_each(self, said: Iterable[Said]) -> list[Said]:
        """Leave out unknown SKUs that were told already: one remark for each of them is enough in a file of thousands."""
        told = list(said)
        skus = {one.value for one in told if one.code == ONCE}
        with closing(self._open()) as db:
            known = {sku for sku in skus if db.execute("SELECT 1 FROM told WHERE value = ?", (sku,)).fetchone()}
        kept = []
        for one in told:
            if one.code == ONCE:
                if one.value in known:
                    continue
                known.add(one.value)
            kept.append(one)
        return kept

    def remember(self, said: Iterable[Said]) -> None:
        """Note which SKUs were told; after the remarks themselves are safe."""
        with closing(self._open()) as db:
            rows = [(one.value, one.line) for one in said if one.code == ONCE]
            db.executemany("INSERT OR IGNORE INTO told VALUES (?, ?)", rows)
            db.commit()

    def drop(self) -> None:
        """Throw the stage away."""
        for end in ("", "-journal", "-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    def _orders(self, *, after: int) -> Iterator[Gathered]:
        with closing(self._open()) as db:
            query = "SELECT seq, line, key, cells FROM item WHERE seq > ? ORDER BY seq, line"
            for seq, rows in groupby(db.execute(query, (after,)), key=lambda row: row[0]):
                some = list(islice(rows, MOST_LINES + 1))
                yield Gathered(seq, some[0][2], [Row(line, json.loads(cells)) for _seq, line, _key, cells in some])

    def _add_credits(self, taken: list[Gathered]) -> None:
        if not taken:
            return
        by_number = {gathered.number: gathered for gathered in taken}
        with closing(self._open()) as db:
            query = "SELECT seq, line, number, by_line, pieces, minor, at FROM credited WHERE seq BETWEEN ? AND ? ORDER BY seq, line"
            for seq, line, number, by_line, pieces, minor, at in db.execute(query, (taken[0].number, taken[-1].number)):
                gathered = by_number[seq]
                place = next(place for place, row in enumerate(gathered.rows) if row.line == line)
                gathered.credits.append(Credit(place, number, by_line, pieces, minor, datetime.fromisoformat(at)))

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path)
        db.executescript(
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -16000; PRAGMA temp_store = FILE;"
        )
        return db


def _plain(weighed: Weighed | None) -> tuple[object, ...]:
    if weighed is None:
        return (None, None, None, None, None, None)
    unit, minor = format(weighed.unit.normalize(), "f"), format(weighed.minor, "f")
    return (weighed.customer, weighed.code, weighed.pieces, unit, minor, weighed.at)


def _settle_credits(db: sqlite3.Connection) -> None:
    """Let each credit take back pieces of the newest earlier line of the same customer, article and price."""
    credits = db.cursor().execute(
        "SELECT line, key, customer, code, pieces, unit, at FROM item WHERE pieces < 0 AND customer <> '' AND code <> ''"
        " ORDER BY at, line"
    )
    for line, key, customer, code, pieces, unit, at in credits:
        wanted = -pieces
        sold = db.execute(  # customer <> '' lets SQLite use the partial index; without it every credit reads the whole file
            "SELECT seq, line, left, key FROM item WHERE customer = ? AND code = ? AND at <= ? AND pieces > 0 AND left > 0"
            " AND customer <> '' AND unit = ? ORDER BY at DESC, line DESC LIMIT ?",
            (customer, code, at, unit, _LOOKED_AT),
        ).fetchall()
        for seq, sold_line, left, sold_key in sold:
            part = min(left, wanted)
            minor = int((Decimal(unit) * part).to_integral_value())
            db.execute(
                "INSERT INTO credited VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (seq, sold_line, key, line, part, minor, at, sold_key),
            )
            db.execute("UPDATE item SET left = left - ? WHERE seq = ? AND line = ?", (part, seq, sold_line))
            wanted -= part
            if not wanted:
                break
    db.execute("CREATE INDEX credited_of ON credited (seq)")
    db.execute("CREATE INDEX credited_by ON credited (number)")
