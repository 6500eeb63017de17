"""What a file would change, in a scratch SQLite file beside it: in constant memory, and to be thrown away at any time.

Built again from the same file, the same lines that held before and the same settings, it numbers changes alike, so that
applying them goes on where it stopped.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

from storecrew.shop.feeds.reading import Bad, Line

AT_ONCE: Final = 5_000
_TABLES: Final = """
CREATE TABLE new (number INTEGER, key TEXT, sku TEXT, site INTEGER, quantity INTEGER, cost INTEGER);
CREATE TABLE gone (key TEXT, sku TEXT, site INTEGER, quantity INTEGER, cost INTEGER, line BLOB, held INTEGER);
CREATE TABLE bad (number INTEGER, key TEXT, sku TEXT, name TEXT, value TEXT, code TEXT, params TEXT);
CREATE TABLE skip (number INTEGER);
CREATE TABLE kept (key TEXT, sku TEXT, site INTEGER, quantity INTEGER, cost INTEGER, line BLOB, held INTEGER);
CREATE TABLE change (
    id INTEGER PRIMARY KEY, number INTEGER, sku TEXT, site INTEGER,
    had INTEGER, before INTEGER, after INTEGER, cost_before INTEGER, cost_after INTEGER, held INTEGER DEFAULT 0, offer INTEGER
);
CREATE TABLE done (counts TEXT);
"""


class Change(NamedTuple):
    """What becomes of one SKU at one warehouse. None: not listed (`had` false: it never was). Costs in minor units."""

    number: int
    line: int
    sku: str
    site_id: int
    had: bool
    before: int | None
    after: int | None
    cost_before: int | None
    cost_after: int | None
    held: bool
    """Its new row cannot be read: what is known stays, and is not confirmed any more."""
    offer_id: int | None


class Old(NamedTuple):
    """A line that held before, with what it says. `held`: only because its newer rows cannot be read."""

    said: Line
    line: bytes
    held: bool


class Stage:
    """The scratch file of one version. Open it with `with`; `begin` empties it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> "Stage":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self._path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA cache_size=-32000")
        return self

    def __exit__(self, *exc: object) -> None:
        self._db.close()

    def begin(self) -> None:
        """Throw away what is there."""
        self._db.close()
        self._path.unlink(missing_ok=True)
        self.__enter__()
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def finish(self, counts: dict[str, int]) -> None:
        """Mark the stage as whole, once it lies on the disk."""
        self._db.execute("COMMIT")
        with self._path.open("rb") as file:
            os.fsync(file.fileno())
        self._db.execute("INSERT INTO done VALUES (?)", [json.dumps(counts)])

    def put(self, lines: Iterable[Line]) -> None:
        """Keep rows that only the new file has."""
        self._db.executemany(
            "INSERT INTO new VALUES (?, ?, ?, ?, ?, ?)",
            ((row.number, row.key, row.sku, row.site_id, row.quantity, row.cost) for row in lines),
        )

    def put_gone(self, lines: Iterable[Old]) -> None:
        """Keep lines that only the old file has."""
        self._db.executemany("INSERT INTO gone VALUES (?, ?, ?, ?, ?, ?, ?)", map(_of_old, lines))

    def put_bad(self, rows: Iterable[Bad]) -> None:
        """Keep rows that cannot be taken."""
        self._db.executemany(
            "INSERT INTO bad VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (row.number, row.key, row.sku, row.problem.column, row.problem.value, row.problem.code, _json(row))
                for row in rows
            ),
        )

    def index(self) -> None:
        """Make keys quick to find; called once all lines are in."""
        self._db.execute("CREATE INDEX new_key ON new (key)")
        self._db.execute("CREATE INDEX gone_key ON gone (key)")

    def repeated(self) -> int:
        """Settle SKUs that stand in the file more than once; returns how many rows only say the same again.

        Rows that say the same count once. Where they differ, nobody knows which is right: all of them are bad.
        """
        twice = self._db.execute(
            "SELECT key, min(number), max(number), count(*), min(quantity) IS max(quantity) AND count(quantity) IN"
            " (0, count(*)) AND min(cost) IS max(cost) AND count(cost) IN (0, count(*))"
            " FROM new GROUP BY key HAVING count(*) > 1"
        ).fetchall()
        again = 0
        for key, first, last, count, same in twice:
            if same:
                again += count - 1
                self._db.execute("INSERT INTO skip SELECT number FROM new WHERE key = ? AND number > ?", [key, first])
                self._db.execute("DELETE FROM new WHERE key = ? AND number > ?", [key, first])
                continue
            self._db.execute(
                "INSERT INTO bad SELECT number, key, sku, '', sku, 'sku_twice',"
                " json_object('other', CASE number WHEN ? THEN ? ELSE ? END) FROM new WHERE key = ?",
                [first, last, first, key],
            )
            self._db.execute("DELETE FROM new WHERE key = ?", [key])
        return again

    def unexplained(self) -> set[str]:
        """Return keys of rows whose like did not go from the old file: new goods, or repetitions of what stands there."""
        rows = self._db.execute("SELECT key FROM new WHERE key NOT IN (SELECT key FROM gone)")
        return {str(key) for (key,) in rows}

    def stands(self, old: Line) -> bool:
        """Settle a row whose SKU also stands in a line that stayed; True when it only says the same again."""
        row = self._db.execute("SELECT number, quantity, cost FROM new WHERE key = ?", [old.key]).fetchone()
        same = bool(row[1] == old.quantity and row[2] in (None, old.cost))
        if same:
            self._db.execute("INSERT INTO skip VALUES (?)", [row[0]])
        else:
            self._db.execute(
                "INSERT INTO bad SELECT number, key, sku, '', sku, 'sku_stands', '{}' FROM new WHERE key = ?",
                [old.key],
            )
        self._db.execute("DELETE FROM new WHERE key = ?", [old.key])
        return same

    def keep_what_is_bad(self, candidates: Callable[[str], Sequence[str]]) -> None:
        """Keep the old lines of SKUs whose new row cannot be taken: what was known of them stays, and grows older.

        `candidates` names what may be the SKU in a line that cannot be taken apart. Where none of them is known, any line
        that is gone may be the one: then all of them stay.
        """
        self._db.execute("CREATE TABLE wanted (key TEXT PRIMARY KEY)")
        self._db.execute("INSERT OR IGNORE INTO wanted SELECT key FROM bad WHERE key <> ''")
        unknown = False
        for (text,) in self._db.execute("SELECT value FROM bad WHERE key = '' AND code <> 'no_sku'").fetchall():
            skus = [sku for sku in candidates(text) if sku]
            found = self._db.execute(
                f"SELECT key FROM gone WHERE sku IN ({', '.join('?' * len(skus[:200]))})",  # noqa: S608  only marks
                skus[:200],
            ).fetchall()
            self._db.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", found)
            unknown = unknown or not found
        if unknown:
            self._db.execute("INSERT OR IGNORE INTO wanted SELECT key FROM gone WHERE key NOT IN (SELECT key FROM new)")
        self._db.execute("INSERT INTO kept SELECT * FROM gone WHERE key IN (SELECT key FROM wanted)")
        self._db.execute("DELETE FROM gone WHERE key IN (SELECT key FROM wanted)")
        self._db.execute("INSERT INTO skip SELECT DISTINCT number FROM bad")

    def quarantine_jumps(self, times: int) -> int:
        """Hold back rows whose cost is so many times, or by so much less, what it was; returns how many."""
        found = self._db.execute(f"SELECT new.key {_JUMPS}", [times, times]).fetchall()  # noqa: S608  our own words
        for (key,) in found:
            self._db.execute(
                "INSERT INTO bad SELECT new.number, new.key, new.sku, '', new.cost, 'cost_jump',"
                " json_object('before', gone.cost, 'after', new.cost) FROM new JOIN gone USING (key) WHERE key = ?",
                [key],
            )
            self._db.execute("DELETE FROM new WHERE key = ?", [key])
        return len(found)

    def jumps(self, times: int, most: int) -> tuple[int, int, int]:
        """Return how many costs rose to so many times up to `most` times, fell by as much, and how many changed at all."""
        row = self._db.execute(
            "SELECT coalesce(sum(new.cost >= gone.cost * ? AND new.cost <= gone.cost * ?), 0),"
            " coalesce(sum(gone.cost >= new.cost * ? AND gone.cost <= new.cost * ?), 0), count(*)"
            " FROM new JOIN gone USING (key) WHERE new.cost > 0 AND gone.cost > 0 AND new.cost <> gone.cost",
            [times, most, times, most],
        ).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def lay_down(self, *, whole: bool) -> None:
        """Number the changes: what is new or other in the order of the file, then what is no longer listed.

        A part says anew of all its goods that they are there, changed or not. What could not be read stays unconfirmed.
        """
        self._db.execute(
            "INSERT INTO change (number, sku, site, had, before, after, cost_before, cost_after)"
            " SELECT new.number, new.sku, new.site, gone.key IS NOT NULL, gone.quantity, new.quantity, gone.cost, new.cost"
            " FROM new LEFT JOIN gone USING (key)"
            " WHERE gone.key IS NULL OR new.quantity IS NOT gone.quantity"
            " OR (new.cost IS NOT NULL AND new.cost IS NOT gone.cost) OR gone.held OR ? ORDER BY new.number, new.key",
            [not whole],
        )
        if whole:
            self._db.execute(
                "INSERT INTO change (number, sku, site, had, before, after, cost_before, cost_after)"
                " SELECT 0, sku, site, 1, quantity, NULL, cost, cost FROM gone"
                " WHERE key NOT IN (SELECT key FROM new) AND quantity IS NOT NULL ORDER BY key"
            )
        self._db.execute(
            "INSERT INTO change (number, sku, site, had, before, after, cost_before, cost_after, held)"
            " SELECT 0, sku, site, 1, quantity, quantity, cost, cost, 1 FROM kept WHERE NOT held ORDER BY key"
        )

    def counts(self) -> dict[str, int]:
        """Return how many lines and changes of each kind there are."""
        one = self._db.execute(
            "SELECT (SELECT count(*) FROM new), (SELECT coalesce(sum(quantity > 0), 0) FROM new),"
            " (SELECT count(*) FROM gone), (SELECT coalesce(sum(quantity > 0), 0) FROM gone),"
            " (SELECT count(DISTINCT number) FROM bad), (SELECT count(*) FROM kept),"
            " (SELECT coalesce(sum(quantity > 0), 0) FROM kept)"
        ).fetchone()
        names = ("new", "new_stocked", "gone", "gone_stocked", "bad", "kept", "kept_stocked")
        two = self._db.execute(
            "SELECT coalesce(sum(NOT had), 0), coalesce(sum(had AND after IS NOT NULL AND before IS NOT after), 0),"
            " coalesce(sum(had AND after IS NULL), 0),"
            " coalesce(sum(had AND cost_after IS NOT NULL AND cost_after IS NOT cost_before), 0), count(*) FROM change"
        ).fetchone()
        kinds = ("added", "changed", "delisted", "costs", "changes")
        return dict(zip((*names, *kinds), (*one, *two), strict=True))

    def match(self, offers: Callable[[Sequence[str]], dict[str, int]]) -> int:
        """Find the offer of each change, 5,000 SKUs at a time; returns how many changes are about goods we do not have."""
        unknown, last = 0, 0
        while part := self._db.execute(
            "SELECT id, sku FROM change WHERE id > ? ORDER BY id LIMIT ?", [last, AT_ONCE]
        ).fetchall():
            last = part[-1][0]
            known = offers(sorted({sku for _, sku in part}))
            found = [(known[sku], number) for number, sku in part if sku in known]
            unknown += len(part) - len(found)
            self._db.executemany("UPDATE change SET offer = ? WHERE id = ?", found)
        return unknown

    def is_whole(self) -> bool:
        """Tell whether the stage was finished."""
        try:
            return bool(self._db.execute("SELECT count(*) FROM done").fetchone()[0])
        except sqlite3.DatabaseError:
            return False

    def matched(self, *, after: int, limit: int) -> list[Change]:
        """Return the next changes about offers of ours, those numbered higher than `after`."""
        return self._changes("offer IS NOT NULL AND id > ?", "id", [after], limit)

    def matched_back(self, *, before: int, limit: int) -> list[Change]:
        """Return the changes about offers of ours numbered up to `before`, the last first."""
        return self._changes("offer IS NOT NULL AND id <= ?", "id DESC", [before], limit)

    def changes(self, *, after: int, limit: int, costs: bool = False) -> list[Change]:
        """Return changes to look at, largest number last."""
        where = "cost_after IS NOT NULL AND cost_before IS NOT NULL AND cost_after <> cost_before AND id > ?"
        return self._changes(where if costs else "id > ?", "id", [after], limit)

    def _changes(self, where: str, order: str, values: Sequence[Any], limit: int) -> list[Change]:
        names = "id, number, sku, site, had, before, after, cost_before, cost_after, held, offer"
        sql = f"SELECT {names} FROM change WHERE {where} ORDER BY {order} LIMIT ?"  # noqa: S608  our own words
        rows = self._db.execute(sql, [*values, limit])
        return [
            Change(row[0], row[1], row[2], row[3], bool(row[4]), row[5], row[6], row[7], row[8], bool(row[9]), row[10])
            for row in rows
        ]

    def bad_rows(self) -> Iterator[Sequence[tuple[int, str, str, str, str, dict[str, Any]]]]:
        """Yield what is in quarantine, some thousand at a time, in the order of the file."""
        with closing(self._db.cursor()) as cursor:
            cursor.execute("SELECT number, sku, name, value, code, params FROM bad ORDER BY number, rowid")
            while rows := cursor.fetchmany(2_000):
                yield [(*row[:5], json.loads(row[5])) for row in rows]

    def skipped(self) -> Iterator[int]:
        """Yield the numbers of the file's lines that do not hold, rising."""
        yield from (number for (number,) in self._db.execute("SELECT DISTINCT number FROM skip ORDER BY number"))

    def kept(self) -> Iterator[Old]:
        """Yield the old lines that go on holding."""
        yield from map(_to_old, self._db.execute("SELECT * FROM kept ORDER BY key"))

    def said(self) -> Iterator[Line]:
        """Yield the rows that are taken, in the order of the file."""
        rows = self._db.execute("SELECT number, key, sku, site, quantity, cost FROM new ORDER BY number")
        yield from (Line(*row) for row in rows)

    def sites(self) -> list[int]:
        """Return the warehouses that rows are about."""
        return [site for (site,) in self._db.execute("SELECT DISTINCT site FROM new ORDER BY site")]

    def replaced(self) -> set[bytes]:
        """Return the old lines that new rows take the place of."""
        return {line for (line,) in self._db.execute("SELECT line FROM gone")}


_JUMPS: Final = (
    "FROM new JOIN gone USING (key) WHERE new.cost > 0 AND gone.cost > 0"
    " AND (new.cost >= gone.cost * ? OR gone.cost >= new.cost * ?)"
)


def _of_old(old: Old) -> tuple[Any, ...]:
    said = old.said
    return said.key, said.sku, said.site_id, said.quantity, said.cost, old.line, old.held


def _to_old(row: Sequence[Any]) -> Old:
    return Old(Line(0, *row[:5]), row[5], bool(row[6]))


def _json(row: Bad) -> str:
    return json.dumps(dict(row.problem.params)) if row.problem.params else "{}"
