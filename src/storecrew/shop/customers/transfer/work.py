"""The long works of an import: the check and the import itself. Both run the same rules; the check rolls them back."""

from collections.abc import Iterable, Iterator
from itertools import batched

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.jobs.work import CannotGoOn, LongWork, Step, long_work
from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.sentences import sentence_of
from storecrew.kernel.tabular.table import Header, recognise, records
from storecrew.shop.customers.transfer.actions import BATCH, CHECK, RUN, SHELF, ImportBatch, import_batch
from storecrew.shop.customers.transfer.applying import Outcome
from storecrew.shop.customers.transfer.dialects import COLUMNS, places_of
from storecrew.shop.customers.transfer.rows import row_of


@long_work(CHECK, label=gettext_lazy("Check of a file of customers"))
def check(work: LongWork) -> None:
    """Tell of every row what an import would do; somebody who stands in the file twice counts as new twice."""
    _go(work, dry=True)


@long_work(RUN, label=gettext_lazy("Import of customers"))
def bring_in(work: LongWork) -> None:
    """Write the rows, a batch at a time."""
    _go(work, dry=False)


def _go(work: LongWork, *, dry: bool) -> None:
    path = SHELF.path_of(work.params["digest"])
    try:
        form, header = recognise(path, encoding=work.params["encoding"])
        for some in batched(_after(records(path, form, header), work.cursor.get("line", 0)), BATCH):
            with work.step() as step:
                _batch(work, step, header, some, dry=dry)
    except Unreadable as error:
        raise CannotGoOn(sentence_of(error.code, error.params)) from error
    except FileNotFoundError as error:
        raise CannotGoOn(_("The file is not here any more. Send it again.")) from error
    except Denied as error:
        raise CannotGoOn(_("Whoever started this import may not write customers any more.")) from error


def _after(rows: Iterable[Row | Broken], line: int) -> Iterator[Row | Broken]:
    return (row for row in rows if row.line > line)


def _batch(work: LongWork, step: Step, header: Header, some: tuple[Row | Broken, ...], *, dry: bool) -> None:
    places = places_of(header)
    good = tuple(row_of(row.line, row.cells, places) for row in some if isinstance(row, Row))
    for bad in (row for row in some if isinstance(row, Broken)):
        step.refused(bad.line, reason=sentence_of(bad.code, {}), value=bad.text)
        _count(step, "refused")
    if good:
        data = ImportBatch(rows=good, source=work.params["dialect"])
        now = work.now
        answer = (
            import_batch.preview(work.actor, data, now=now).result if dry else import_batch(work.actor, data, now=now)
        )
        for outcome in answer.outcomes:
            _report(step, outcome, header, dry=dry)
    step.cursor = {"line": some[-1].line}


def _report(step: Step, outcome: Outcome, header: Header, *, dry: bool) -> None:
    subject = f"customer:{outcome.customer_id}" if outcome.customer_id and not (dry and outcome.became == "new") else ""
    _count(step, outcome.became)
    said = {
        "new": _("would be new") if dry else _("new"),
        "changed": _("would be added to") if dry else _("added to"),
        "same": _("nothing new in it"),
    }
    note = " ".join(filter(None, (said.get(outcome.became, ""), outcome.said)))
    match outcome.became:
        case "refused":
            column = _column(header, outcome.column)
            step.refused(outcome.line, reason=outcome.said, column=column, value=outcome.value)
        case "same":
            step.skipped(outcome.line, reason=note, subject=subject)
        case _:
            step.did(outcome.line, subject=subject, note=note)


def _column(header: Header, field: str) -> str:
    """Return what the file itself calls the column of a field."""
    names = COLUMNS.get(field, ())
    return next((name for name in header.index if name.casefold() in names), field)


def _count(step: Step, became: str) -> None:
    step.summary = {**step.summary, became: step.summary.get(became, 0) + 1}
