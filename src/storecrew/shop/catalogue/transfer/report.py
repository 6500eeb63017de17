"""The report of an import as a table: the file's own rows, with what became of each and why, in the file's own encoding."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from storecrew.kernel.tabular.table import NOTES
from storecrew.kernel.tabular.writing import line_writer
from storecrew.shop.catalogue.transfer import intake
from storecrew.shop.catalogue.transfer.models import Import, ImportedProduct, ImportFinding, Outcome
from storecrew.shop.catalogue.transfer.reads import findings_of
from storecrew.shop.catalogue.transfer.sentences import sentence_of

CHUNK: Final = 500


def encoding_of(row: Import) -> str:
    """Return the encoding of the report: the file's own, where it can hold the reader's language."""
    own = str(row.form.get("encoding", ""))
    return own if own in {"utf-8", "utf-8-sig", "gb18030", "utf-16"} else "utf-8-sig"


def report(row: Import, *, refused_only: bool, now: datetime) -> Iterator[bytes]:
    """Yield the lines of the report. Corrected and sent again, it imports: its own columns are not read."""
    opened = intake.opened(row, now=now)
    opened.staged()
    encoding = encoding_of(row)
    write = line_writer(delimiter=opened.form.delimiter)

    def line(cells: Iterable[object]) -> bytes:
        # a byte order mark belongs to the first line alone
        return write([str(cell) for cell in cells]).encode(encoding.removesuffix("-sig"), "replace")

    first = line([*opened.header.names, *NOTES])
    yield (b"\xef\xbb\xbf" + first) if encoding == "utf-8-sig" else first
    for bad in opened.stage.broken():
        yield line(
            [
                bad.text,
                *[""] * (len(opened.header.names) - 1),
                bad.line,
                Outcome.REFUSED.label,
                sentence_of(bad.code, {}),
            ]
        )
    after = 0
    while gathered := opened.stage.batch(after=after, products=CHUNK, rows=CHUNK * 20):
        numbers = [item.number for item in gathered]
        outcomes = dict(ImportedProduct.objects.filter(of=row, number__in=numbers).values_list("number", "outcome"))
        found = _reasons(row, [one.line for item in gathered for one in item.rows])
        for item in gathered:
            outcome = outcomes.get(item.number, "")
            for one in item.rows:
                reasons = found[one.line]
                out = outcome == Outcome.REFUSED or any(finding.refused for finding in reasons)
                if out or not refused_only:
                    word = Outcome(Outcome.REFUSED if out else outcome).label if out or outcome else ""
                    yield line([*one.cells, one.line, word, " ".join(_said(finding) for finding in reasons)])
        after = numbers[-1]


def _reasons(row: Import, lines: list[int]) -> dict[int, list[ImportFinding]]:
    found: dict[int, list[ImportFinding]] = defaultdict(list)
    for start in range(0, len(lines), CHUNK):
        for finding in findings_of(row).filter(line__in=lines[start : start + CHUNK]):
            found[finding.line].append(finding)
    return found


def _said(finding: ImportFinding) -> str:
    sentence = sentence_of(finding.code, finding.params)
    return f"{finding.column}: {sentence}" if finding.column else sentence
