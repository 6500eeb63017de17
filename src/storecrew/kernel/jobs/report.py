"""A work's report as a file: one line a row, read from the database as it is sent."""

import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from storecrew.kernel.jobs.models import WorkRow
from storecrew.kernel.jobs.presenting import line_said
from storecrew.kernel.jobs.reads.running import line_of
from storecrew.kernel.jobs.types import RowOutcome

CHUNK = 1000
BOM = "\ufeff"
"""Without it spreadsheets take the file for a local encoding, and Chinese for noise."""


def report_csv(work_id: int, outcome: RowOutcome | None) -> Iterator[str]:
    """Yield the lines of the file; constant memory, one query for each thousand rows."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([_("Line"), _("Outcome"), _("Column"), _("Value"), _("Reason"), _("Object")])
    last = 0
    while True:
        rows = WorkRow.objects.filter(work_id=work_id, pk__gt=last).order_by("pk")
        chunk = list(rows.filter(outcome=outcome)[:CHUNK] if outcome else rows[:CHUNK])
        for row in chunk:
            said = line_said(line_of(row))
            yield writer.writerow(
                [row.line, said.word, *(_safe(text) for text in (row.column, row.value, row.reason, row.subject))]
            )
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].pk


def _safe(text: str) -> str:
    # a value that a spreadsheet would run as a formula: OWASP, CSV Injection
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
