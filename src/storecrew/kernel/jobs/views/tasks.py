"""Dead jobs: run again, discard."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.kernel.jobs import actions
from storecrew.kernel.jobs.actions.tasks import DiscardTask, OneTask
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import signed_in


@require_POST
@signed_in
def retry(request: HttpRequest, task_id: str) -> HttpResponse:
    """Run a dead job once more."""
    data = OneTask(task_id=_uuid(task_id))
    return answers.act(request, actions.retry_task, data, then=reverse("jobs:index"), done=_("It runs once more."))


@require_POST
@signed_in
def discard(request: HttpRequest, task_id: str) -> HttpResponse:
    """Give up a dead job."""
    data = DiscardTask(task_id=_uuid(task_id), reason=request.POST.get("reason", "")[:400] or "discarded on the page")
    return answers.act(request, actions.discard_task, data, then=reverse("jobs:index"), done=_("Discarded."))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
