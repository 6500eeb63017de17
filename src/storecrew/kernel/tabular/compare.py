"""Tell which lines of a new file were not in an old one, and which lines of the old one are gone, in constant memory.

Most files come with their rows where they were: lines are laid side by side first, which costs next to nothing where they
agree. What does not agree waits in memory to be found a little later in the other file (rows that were put in or taken out
shift all that follow). When more waits than may, both files are dealt out to small files by what is in their lines, and
these are compared one by one: then the order of rows does not matter at all.
"""

import operator
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import batched, compress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple, Protocol

from storecrew.kernel.tabular.lines import Numbered, RawFile

WAITING: Final = 400_000
"""Lines that may wait in memory: with some hundred bytes each, less than a hundred megabytes."""
AT_ONCE: Final = 5_000
_PART_BYTES: Final = 8 << 20
_MOST_PARTS: Final = 200


class Out(Protocol):
    """Who takes what is found, some thousand lines at a time, in no particular order."""

    def added(self, lines: Sequence[Numbered]) -> None:
        """Take lines that only the new file has."""

    def gone(self, lines: Sequence[bytes]) -> None:
        """Take lines that only the old file has."""


class Compared(NamedTuple):
    """How many lines with something in them both files have."""

    old: int
    new: int


@dataclass(slots=True)
class _Count:
    old: int = 0
    new: int = 0


def compare(
    old: RawFile | None,
    new: RawFile,
    out: Out,
    *,
    folder: Path,
    tick: Callable[[], None] = lambda: None,
    waiting: int = WAITING,
) -> Compared:
    """Hand to `out` the lines by which the files differ. Without an old file all lines are added.

    Of a line that stands in a file twice, each one counts. `folder` takes scratch files; `tick` is called now and then.
    Raises NotPlain.
    """
    if old is None:
        return _all_added(new, out, tick)
    count = _Count()
    held = _Held()
    pairs = _side_by_side(old, new)
    for number, mine, theirs in pairs:
        tick()
        count.old, count.new = count.old + _filled(mine), count.new + _filled(theirs)
        held.lay_together(number, mine, theirs)
        if len(held) > waiting:
            _by_parts(held, pairs, count, out, folder, tick, size=_size(old, new))
            return Compared(count.old, count.new)
    held.hand_over(out)
    return Compared(count.old, count.new)


def _all_added(new: RawFile, out: Out, tick: Callable[[], None]) -> Compared:
    count = 0
    for number, lines in new.blocks():
        tick()
        numbered = _numbered(number, lines)
        count += len(numbered)
        for some in batched(numbered, AT_ONCE):
            out.added(some)
    return Compared(0, count)


type _Pair = tuple[int, list[bytes], list[bytes]]


def _side_by_side(old: RawFile, new: RawFile) -> Iterator[_Pair]:
    """Yield the blocks of both files that stand at the same place, with the number of the new file's first line."""
    mine, theirs = old.blocks(), new.blocks()
    ended: tuple[int, list[bytes]] = (0, [])
    while True:
        here, there = next(mine, ended), next(theirs, ended)
        if not here[1] and not there[1]:
            return
        yield there[0], here[1], there[1]


class _Held:
    """Lines of either file that wait for their like in the other one."""

    def __init__(self) -> None:
        self.old: dict[bytes, int] = {}
        """Line → how often."""
        self.new: dict[bytes, int] = {}
        """Line → its number."""
        self.again: list[Numbered] = []
        """Lines of the new file that wait a second time."""

    def __len__(self) -> int:
        return len(self.old) + len(self.new) + len(self.again)

    def lay_together(self, number: int, mine: list[bytes], theirs: list[bytes]) -> None:
        shared = min(len(mine), len(theirs))
        for place in compress(range(shared), map(operator.ne, mine, theirs)):
            self.meet_old(mine[place])
            self.meet_new(number + place, theirs[place])
        for line in mine[shared:]:
            self.meet_old(line)
        for place in range(shared, len(theirs)):
            self.meet_new(number + place, theirs[place])

    def meet_old(self, line: bytes) -> None:
        bare = line.rstrip(b"\r\n")
        if bare and self.new.pop(bare, None) is None:
            self.old[bare] = self.old.get(bare, 0) + 1

    def meet_new(self, number: int, line: bytes) -> None:
        bare = line.rstrip(b"\r\n")
        if not bare:
            return
        if many := self.old.get(bare):
            if many == 1:
                del self.old[bare]
            else:
                self.old[bare] = many - 1
        elif bare in self.new:
            self.again.append(Numbered(number, bare))
        else:
            self.new[bare] = number

    def hand_over(self, out: Out) -> None:
        added = [Numbered(number, line) for line, number in self.new.items()]
        for some in batched(sorted([*added, *self.again]), AT_ONCE):
            out.added(some)
        for gone in batched((line for line, many in self.old.items() for _ in range(many)), AT_ONCE):
            out.gone(gone)


def _by_parts(
    held: _Held,
    rest: Iterable[_Pair],
    count: _Count,
    out: Out,
    folder: Path,
    tick: Callable[[], None],
    *,
    size: int,
) -> None:
    """Deal what waits and what is still unread out to small files, and compare those."""
    parts = max(16, min(_MOST_PARTS, size // _PART_BYTES))
    with TemporaryDirectory(dir=folder) as scratch, _Dealt(Path(scratch), parts) as dealt:
        dealt.old(line for line, many in held.old.items() for _ in range(many))
        dealt.new([Numbered(number, line) for line, number in held.new.items()] + held.again)
        held.old, held.new, held.again = {}, {}, []
        for number, mine, theirs in rest:
            tick()
            lines = [line.rstrip(b"\r\n") for line in mine]
            numbered = _numbered(number, theirs)
            count.old, count.new = count.old + _filled(mine), count.new + len(numbered)
            dealt.old(filter(None, lines))
            dealt.new(numbered)
        for part in range(parts):
            tick()
            of_part = _Held()
            for line in dealt.old_of(part):
                of_part.meet_old(line)
            for number, line in dealt.new_of(part):
                of_part.meet_new(number, line)
            of_part.hand_over(out)


class _Dealt(ExitStack):
    """Lines dealt out to files by what is in them, so that equal ones lie in files of the same number."""

    def __init__(self, folder: Path, parts: int) -> None:
        super().__init__()
        self._parts = parts
        self._old = [self.enter_context((folder / f"{part}.old").open("wb+")) for part in range(parts)]
        self._new = [self.enter_context((folder / f"{part}.new").open("wb+")) for part in range(parts)]

    def old(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self._old[zlib.crc32(line) % self._parts].write(line + b"\n")

    def new(self, lines: Iterable[Numbered]) -> None:
        for number, line in lines:
            self._new[zlib.crc32(line) % self._parts].write(b"%d:%b\n" % (number, line))

    def old_of(self, part: int) -> Iterator[bytes]:
        file = self._old[part]
        file.seek(0)
        yield from file

    def new_of(self, part: int) -> Iterator[Numbered]:
        file = self._new[part]
        file.seek(0)
        for line in file:
            number, _, bare = line.partition(b":")
            yield Numbered(int(number), bare)


def _numbered(number: int, lines: Sequence[bytes]) -> list[Numbered]:
    bare = ((place, line.rstrip(b"\r\n")) for place, line in enumerate(lines, start=number))
    return [Numbered(place, line) for place, line in bare if line]


def _filled(lines: list[bytes]) -> int:
    joined = b"".join(lines)
    if joined[:1] not in b"\r\n" and b"\n\n" not in joined and b"\n\r\n" not in joined:
        return len(lines)
    return len(lines) - lines.count(b"\n") - lines.count(b"\r\n")


def _size(*files: RawFile) -> int:
    return sum(file.path.stat().st_size for file in files)
