"""Lay a file beside what held before, read what is new in it, and judge the whole."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import Any, Final, NamedTuple

from storecrew.kernel.tabular.compare import compare
from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.lines import NotPlain, Numbered, RawFile, take_apart
from storecrew.kernel.tabular.table import Header
from storecrew.shop.feeds.columns import columns_gone
from storecrew.shop.feeds.gate import breakers
from storecrew.shop.feeds.gate.lines import ABOUT_US, Writer, but, is_held, without
from storecrew.shop.feeds.gate.stage import AT_ONCE, Old, Stage
from storecrew.shop.feeds.opening import SHELF, Found, flat_lines, found_of, header_of
from storecrew.shop.feeds.reading import Bad, Line, Problem, Reader, Reading
from storecrew.shop.feeds.types import Trip

type Tick = Callable[[], None]
_SHOWN: Final = 200
"""Characters of a line that cannot be read, as it is shown."""


@dataclass(frozen=True, slots=True)
class Base:
    """Lines that hold, and how they are read."""

    digest: str
    found: Found
    mapping: Mapping[str, str]
    reading: Reading

    @property
    def values(self) -> dict[str, Any]:
        """Return how the lines are read, as a version keeps it."""
        return {
            "form": self.found.values,
            "header": list(self.found.header.names),
            "mapping": dict(self.mapping),
            "reading": self.reading.settings,
        }

    def raw(self, *, in_utf8: bool = False) -> RawFile:
        """Return the lines."""
        return RawFile(SHELF.path_of(self.digest), self.found.form, in_utf8)

    def reader(self) -> Reader:
        """Return what reads the rows."""
        return Reader(self.found.header, self.mapping, self.reading)


def base_of(digest: str, values: Mapping[str, Any], reading: Reading) -> Base:
    """Return what `Base.values` was made of; `reading` knows the supplier's warehouses."""
    kept = values["reading"]
    found = found_of(values["form"], header_of(values["form"], values["header"]))
    own = Reading(kept["currency"], kept["site"], reading.sites, kept["decimal"], kept["in_stock"])
    return Base(digest, found, values["mapping"], own)


@dataclass(frozen=True, slots=True)
class Question:
    """A file at the gate. `trusted`: somebody looked at it, so that the breaker and single jumps of cost keep quiet."""

    digest: str
    found: Found
    mapping: Mapping[str, str]
    reading: Reading
    over: Base | None
    whole: bool
    usual: int | None
    stocked: int
    trusted: bool


class Examined(NamedTuple):
    """What came out. `base` holds once the version is accepted; None where the file is not even compared."""

    counts: dict[str, Any]
    trips: list[tuple[Trip, dict[str, Any]]]
    base: Base | None


def examine(
    ask: Question,
    stage: Stage,
    *,
    offers: Callable[[Sequence[str]], dict[str, int]],
    places: Mapping[int, str],
    tick: Tick,
) -> Examined:
    """Fill the stage with what the file changes, and judge it. Raises Unreadable, FileNotFoundError."""
    if gone := columns_gone(ask.mapping, ask.found.header.names, whole=ask.whole):
        return Examined({}, [(Trip.COLUMNS, {"columns": ", ".join(gone)})], None)
    with _scratch() as folder:
        try:
            new, rows = _lay_together(ask, stage, folder, tick, flat=not ask.found.is_csv)
        except NotPlain:
            new, rows = _lay_together(ask, stage, folder, tick, flat=True)
        stage.index()
        again = stage.repeated() + _meet_what_stands(ask, stage, tick)
        up, down, costs = stage.jumps(breakers.TIMES, breakers.MOST_TIMES)
        if not ask.trusted and not breakers.is_wave(up, costs) and not breakers.is_wave(down, costs):
            stage.quarantine_jumps(breakers.TIMES)
        reader = Reader(new.found.header, new.mapping, new.reading)
        stage.keep_what_is_bad(lambda text: reader.key_among(text, new.found.form.delimiter))
        stage.lay_down(whole=ask.whole)
        counts = stage.counts()
        stocked = ask.stocked - counts["gone_stocked"] + counts["new_stocked"]
        facts = breakers.Facts(
            whole=ask.whole,
            rows=rows,
            bad=counts["bad"],
            usual=ask.usual,
            before=ask.stocked if ask.whole else counts["gone_stocked"],
            after=stocked if ask.whole else counts["new_stocked"],
            up=up,
            down=down,
            costs=costs,
        )
        trips = [] if ask.trusted else breakers.trips(facts)
        counts |= {"rows": rows, "repeated": again, "stocked": stocked, "unknown": stage.match(offers)}
        found: dict[str, Any] = {**counts, "sites": stage.sites()}
        base = _what_holds(ask, stage, new, folder, places, touched=bool(counts["bad"] or again or counts["kept"]))
    stage.finish(counts)
    return Examined(found, trips, base)


def say_again(
    base: Base, stage: Stage, *, offers: Callable[[Sequence[str]], dict[str, int]], tick: Tick
) -> dict[str, int]:
    """Fill the stage with everything that holds, as if it were new: for offers that were not there when it came."""
    stage.begin()
    for some in _old_lines(base, tick):
        stage.put(old.said for old in some if not old.held)
    stage.index()
    stage.lay_down(whole=False)
    counts = {"changes": stage.counts()["changes"], "unknown": stage.match(offers)}
    stage.finish(counts)
    return counts


@contextmanager
def _scratch() -> Iterator[Path]:
    """Give a name beside the shelf's files for lines that are written; what was not adopted is let go."""
    SHELF.folder.mkdir(parents=True, exist_ok=True)
    path = SHELF.folder / f"{uuid.uuid4().hex}.lines"
    try:
        yield path
    finally:
        for one in SHELF.folder.glob(f"{path.stem}.*"):
            one.unlink(missing_ok=True)


def _lay_together(ask: Question, stage: Stage, scratch: Path, tick: Tick, *, flat: bool) -> tuple[Base, int]:
    """Sort the lines by which the file differs from what held; returns the file as lines, and how many rows it has."""
    stage.begin()
    broken: list[Broken] = []
    total = 0

    def put_broken(some: Sequence[Broken]) -> None:
        stage.put_bad(_unreadable(one) for one in some)

    def take(one: Broken) -> None:
        nonlocal total
        total += 1
        broken.append(one)
        if len(broken) >= AT_ONCE:
            put_broken(broken)
            broken.clear()

    if flat:
        raw = flat_lines(SHELF.path_of(ask.digest), ask.found, scratch.with_suffix(".flat"), broken=take, tick=tick)
        put_broken(broken)
        kept = SHELF.adopt(raw.path)
        digest, found = kept.digest, Found("csv", raw.form, Header(raw.form.header_line, ask.found.header.names))
    else:
        digest, found = ask.digest, ask.found
    new = Base(digest, found, ask.mapping, ask.reading)
    over = ask.over if ask.whole else None
    if over is not None and _comparable(over, new):
        recoded = over.raw().encoding != new.raw().encoding
        old, raw = over.raw(in_utf8=recoded), new.raw(in_utf8=recoded)
        sorter = _Sorter(stage, new.reader(), raw, (over.reader(), old))
        return new, compare(old, raw, sorter, folder=SHELF.folder, tick=tick).new + total
    raw = new.raw()
    rows = compare(None, raw, _Sorter(stage, new.reader(), raw, None), folder=SHELF.folder, tick=tick).new
    if over is not None:
        for some in _old_lines(over, tick):
            stage.put_gone(some)
    return new, rows + total


def _comparable(over: Base, new: Base) -> bool:
    """Tell whether the same line means the same in both."""
    one, two = over.values, new.values
    same = all(one[name] == two[name] for name in ("header", "mapping", "reading"))
    return same and one["form"]["delimiter"] == two["form"]["delimiter"]


class _Sorter:
    """Reads lines as they are found, and puts them on the stage."""

    def __init__(self, stage: Stage, reader: Reader, raw: RawFile, old: tuple[Reader, RawFile] | None) -> None:
        self._stage, self._reader, self._raw, self._old = stage, reader, raw, old

    def added(self, lines: Sequence[Numbered]) -> None:
        """Read lines that only the new file has."""
        good: list[Line] = []
        bad: list[Bad] = []
        for row in take_apart(lines, self._raw.encoding, self._raw.form.delimiter):
            said = _unreadable(row) if isinstance(row, Broken) else self._reader.read(row)
            (good if isinstance(said, Line) else bad).append(said)  # type: ignore[arg-type]  # each to its own
        self._stage.put(good)
        self._stage.put_bad(bad)

    def gone(self, lines: Sequence[bytes]) -> None:
        """Read lines that only the old file has."""
        if self._old is not None:
            self._stage.put_gone(_read_old(lines, *self._old))


def _read_old(lines: Sequence[bytes], reader: Reader, raw: RawFile) -> Iterator[Old]:
    numbered = [Numbered(place, line) for place, line in enumerate(lines)]
    for row in take_apart(numbered, raw.encoding, raw.form.delimiter):
        said = reader.read(row) if isinstance(row, Row) else None
        if isinstance(said, Line):  # a warehouse that is not there any more says nothing
            yield Old(said, lines[row.line], is_held(lines[row.line]))


def _old_lines(over: Base, tick: Tick) -> Iterator[list[Old]]:
    raw, reader = over.raw(), over.reader()
    for _number, lines in raw.blocks():
        tick()
        for some in batched((line.rstrip(b"\r\n") for line in lines), AT_ONCE):
            yield list(_read_old([line for line in some if line], reader, raw))


def _unreadable(one: Broken) -> Bad:
    return Bad(one.line, "", "", Problem("", one.text[:_SHOWN], one.code))


def _meet_what_stands(ask: Question, stage: Stage, tick: Tick) -> int:
    """Look up in what held the SKUs whose old line did not go: for a part all of them, else goods that seem to be new.

    Returns how many rows only say again what stands in a line that stayed.
    """
    if ask.over is None or not (wanted := stage.unexplained()):
        return 0
    again = 0
    for some in _old_lines(ask.over, tick):
        met = [old for old in some if old.said.key in wanted]
        if not ask.whole:
            stage.put_gone(met)
            continue
        again += sum(stage.stands(old.said) for old in met)
    return again


def _what_holds(
    ask: Question, stage: Stage, new: Base, scratch: Path, places: Mapping[int, str], *, touched: bool
) -> Base:
    """Return the lines that hold once the file is accepted; the file itself, where all of it does."""
    if ask.whole and not touched:
        return new
    like = new if ask.whole or ask.over is None else ask.over
    if ask.whole:
        raw = like.raw()
        writer = Writer(like.found.header, like.mapping, like.reading, like=raw)
        kept = (writer.line_of(old.said, places, held=True) for old in stage.kept())
        writer.write(scratch, _chained(without(raw, stage.skipped()), kept))
    elif ask.over is not None:
        raw = like.raw()
        writer = Writer(like.found.header, like.mapping, like.reading, like=raw)
        writer.write(scratch, _chained(but(raw, stage.replaced()), _lines(stage, writer, places)))
    else:
        header = Header(1, tuple(ABOUT_US.values()))
        like = Base("", Found("csv", ask.found.form, header), ABOUT_US, ask.reading)
        writer = Writer(header, ABOUT_US, ask.reading, like=None)
        writer.write(scratch, _lines(stage, writer, places))
    header = Header(1, like.found.header.names)
    return Base(SHELF.adopt(scratch).digest, Found("csv", writer.form, header), like.mapping, like.reading)


def _lines(stage: Stage, writer: Writer, places: Mapping[int, str]) -> Iterator[bytes]:
    return (writer.line_of(said, places) for said in stage.said())


def _chained(*parts: Iterator[bytes]) -> Iterator[bytes]:
    for part in parts:
        yield from part
