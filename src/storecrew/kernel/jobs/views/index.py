"""What runs by itself, and what is stuck: one page for the operator."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from storecrew.kernel.jobs import presenting, reads
from storecrew.kernel.jobs.views import with_links
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of, signed_in

SHOWN = 20


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """Show the state of the outbox, works, schedules and jobs."""
    actor = actor_of(request)
    backlog = reads.backlog(actor, reads.NoQuestion())
    letters = reads.dead_letters(actor, reads.Newest(limit=SHOWN)).items
    tone, title, advice = presenting.verdict(backlog)
    context = {
        "backlog": backlog,
        "look": tone,
        "verdict": title,
        "advice": advice,
        "letters": with_links(letters, [letter.subject for letter in letters]),
        "handlers": sorted({letter.handler for letter in letters}),
        "acts": [presenting.act_said(row) for row in reads.acts(actor, reads.ActQuery(limit=SHOWN)).items],
        "works": [presenting.work_said(row) for row in reads.works(actor, reads.WorkQuery(limit=8)).items],
        "schedules": [presenting.schedule_said(row) for row in reads.schedules(actor, reads.NoQuestion()).items],
        "tasks": reads.dead_tasks(actor, reads.Newest(limit=SHOWN)).items,
    }
    return answers.page(request, "jobs/index.html", context)
