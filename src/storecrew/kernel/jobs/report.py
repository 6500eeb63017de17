"""A work's report as a file: one line a row, read from the database as it is sent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from storecrew.kernel.jobs.models import WorkRow
from storecrew.kernel.jobs.presenting import line_said
from storecrew.kernel.jobs.reads.running import line_of
from storecrew.kernel.jobs.types import RowOutcome
from storecrew.kernel.tabular.writing import BOM, harmless, line_writer

CHUNK = 1000


def report_csv(work_id: int, outcome: RowOutcome | None) -> Iterator[str]:
    """Yield the lines of the file; constant memory, one query for each thousand rows."""
    line = line_writer()
    yield BOM + line([_("Line"), _("Outcome"), _("Column"), _("Value"), _("Reason"), _("Object")])
    last = 0
    while True:
        rows = WorkRow.objects.filter(work_id=work_id, pk__gt=last).order_by("pk")
        chunk = list(rows.filter(outcome=outcome)[:CHUNK] if outcome else rows[:CHUNK])
        for row in chunk:
            said = line_said(line_of(row))
            yield line(
                [row.line, said.word, *(harmless(text) for text in (row.column, row.value, row.reason, row.subject))]
            )
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].pk
