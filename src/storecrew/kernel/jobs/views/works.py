"""Long works: the list, one with its progress and report, stop, go on."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.jobs import actions, presenting, reads
from storecrew.kernel.jobs.actions.works import OneWork
from storecrew.kernel.jobs.report import report_csv
from storecrew.kernel.jobs.types import RowOutcome, WorkState
from storecrew.kernel.jobs.views import with_links
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of, signed_in


@require_GET
@signed_in
def works(request: HttpRequest) -> HttpResponse:
    """List the reader's works; for IT and director everybody's."""
    page = reads.works(actor_of(request), reads.WorkQuery.model_validate({"before": _number(request, "before")}))
    context = {"works": [presenting.work_said(row) for row in page.items], "cursor": page.cursor}
    return answers.page(request, "jobs/works.html", context)


@require_GET
@signed_in
def work(request: HttpRequest, work_id: int) -> HttpResponse:
    """Show how far a work is, and what became of each row."""
    actor = actor_of(request)
    row = reads.work(actor, reads.OneId(id=work_id))
    outcome = _outcome(request)
    after = _number(request, "after") or 0
    lines = reads.report(actor, reads.ReportQuery(work_id=work_id, outcome=outcome, after=after, limit=50))
    context = {
        "said": presenting.work_said(row),
        "open": row.state in {WorkState.QUEUED, WorkState.RUNNING},
        "resumable": row.state in {WorkState.CANCELLED, WorkState.FAILED},
        "outcome": outcome or "",
        "tabs": [
            ("", _("All rows"), row.done + row.skipped + row.refused),
            (RowOutcome.REFUSED, RowOutcome.REFUSED.label, row.refused),
            (RowOutcome.SKIPPED, RowOutcome.SKIPPED.label, row.skipped),
            (RowOutcome.DONE, RowOutcome.DONE.label, row.done),
        ],
        "lines": with_links(
            [presenting.line_said(line) for line in lines.items], [line.subject for line in lines.items]
        ),
        "cursor": lines.cursor,
    }
    return answers.page(request, "jobs/work.html", context, part="progress")


@require_POST
@signed_in
def cancel(request: HttpRequest, work_id: int) -> HttpResponse:
    """End a work early."""
    done = _("It stops after the step in hand. What is done stays done.")
    then = reverse("jobs:work", args=[work_id])
    return answers.act(request, actions.cancel_work, OneWork(work_id=work_id), then=then, done=done)


@require_POST
@signed_in
def resume(request: HttpRequest, work_id: int) -> HttpResponse:
    """Let a work go on."""
    done = _("It goes on where it stopped.")
    then = reverse("jobs:work", args=[work_id])
    return answers.act(request, actions.resume_work, OneWork(work_id=work_id), then=then, done=done)


@require_GET
@signed_in
def report(request: HttpRequest, work_id: int) -> StreamingHttpResponse:
    """Send the report as a file."""
    row = reads.work(actor_of(request), reads.OneId(id=work_id))
    lines = report_csv(row.work_id, _outcome(request))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="report-{row.work_id}.csv"'
    return response


def _outcome(request: HttpRequest) -> RowOutcome | None:
    asked = request.GET.get("outcome", "")
    return RowOutcome(asked) if asked in RowOutcome.values else None


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() and text != "0" else None
