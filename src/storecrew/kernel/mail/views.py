"""The letters that went out, and one of them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from storecrew.kernel.jobs.presenting import act_words
from storecrew.kernel.mail import reads
from storecrew.kernel.pages import answers, links
from storecrew.kernel.pages.access import actor_of, signed_in


@require_GET
@signed_in
def outbox(request: HttpRequest) -> HttpResponse:
    """List letters, newest first."""
    before = request.GET.get("before", "")
    question = reads.MessageQuery.model_validate(
        {"before": int(before) if before.isdigit() and before != "0" else None}
    )
    page = reads.messages(actor_of(request), question)
    about = links.link_many([row.subject for row in page.items if row.subject])
    rows = [(row, *act_words(row.state), about.get(row.subject)) for row in page.items]
    context = {"rows": rows, "cursor": page.cursor, "as_files": _as_files()}
    return answers.page(request, "mail/outbox.html", context)


@require_GET
@signed_in
def letter(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one letter."""
    found = reads.message(actor_of(request), reads.OneMessage(id=message_id))
    word, tone = act_words(found.row.state)
    return answers.page(request, "mail/letter.html", {"found": found, "word": word, "look": tone})


def _as_files() -> bool:
    return bool(settings.MAILERS["default"]["BACKEND"].endswith("filebased.EmailBackend"))
