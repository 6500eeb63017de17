"""Files of suppliers on the shelf: what each one is, and its rows as lines that can be compared."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from storecrew.kernel.tabular import markup, objects
from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Container, Unreadable
from storecrew.kernel.tabular.flat import flatten
from storecrew.kernel.tabular.keeping import Shelf
from storecrew.kernel.tabular.lines import RawFile
from storecrew.kernel.tabular.table import Form, Header, recognise, records
from storecrew.shop.feeds.columns import guess

SHELF: Final = Shelf("feeds")
MAX_BYTES: Final = 2 * 1024**3
CSV, XLSX, JSON, XML = "csv", "xlsx", "json", "xml"
NO_CONTAINER: Final = Container("csv", packed=False, encoding="")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file turned out to be. `way` leads to the rows of an XML file."""

    format: str
    form: Form
    header: Header
    way: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """Return how the file is read, as a version keeps it."""
        container = self.form.container
        return {
            "format": self.format,
            "packed": container.packed,
            "encoding": container.encoding,
            "delimiter": self.form.delimiter,
            "sheet": self.form.sheet,
            "header_line": self.form.header_line,
            "way": list(self.way),
        }

    @property
    def is_csv(self) -> bool:
        """Tell whether the file has lines that can be compared as they stand."""
        return self.format == CSV


def recognise_file(path: Path, reading: Mapping[str, Any]) -> Found:
    """Find out what a file is; what a person chose for its source goes first. Raises Unreadable, FileNotFoundError."""
    if path.stat().st_size == 0:
        raise Unreadable("empty_file")
    if objects.is_json(path):
        return _some(Found(JSON, Form(NO_CONTAINER), objects.object_header(path)))
    if markup.is_xml(path):
        way, header = markup.read_header(path)
        return _some(Found(XML, Form(NO_CONTAINER), header, way))
    chosen = {name: str(reading.get(name) or "") for name in ("encoding", "delimiter", "sheet")}
    form, header = recognise(path, **chosen)
    return _some(Found(XLSX if form.container.kind == "xlsx" else CSV, form, header))


def _some(found: Found) -> Found:
    if not found.header.index:
        raise Unreadable("no_header")
    return found


def found_of(values: Mapping[str, Any], header: Header) -> Found:
    """Return what `Found.values` was made of."""
    kind: Any = XLSX if values["format"] == XLSX else CSV
    container = Container(kind, values["packed"], values["encoding"])
    form = Form(container, values["delimiter"], values["sheet"], values["header_line"])
    return Found(values["format"], form, header, tuple(values["way"]))


def header_of(values: Mapping[str, Any], names: list[str]) -> Header:
    """Return a header as it was kept."""
    return Header(int(values.get("header_line") or 1), tuple(names))


def rows_of(path: Path, found: Found) -> Iterator[Row | Broken]:
    """Yield the rows of a file of any kind. Raises Unreadable."""
    match found.format:
        case "json":
            return objects.object_rows(path, found.header)
        case "xml":
            return markup.read_rows(path, found.way, found.header)
    return records(path, found.form, found.header)


def flat_lines(
    path: Path, found: Found, target: Path, *, broken: Callable[[Broken], None], tick: Callable[[], None]
) -> RawFile:
    """Write the rows of a file of any kind as lines. Raises Unreadable."""
    form = flatten(rows_of(path, found), found.header, target, broken=broken, tick=tick)
    return RawFile(target, form)


def mapping_for(found: Found, remembered: Mapping[str, str]) -> dict[str, str]:
    """Return field → column: what was remembered as far as it fits, else what the columns are usually called."""
    if remembered:
        return dict(remembered)
    return guess(found.header)
