"""Dead letters: look at one, deliver again, drop."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.jobs import actions, reads
from storecrew.kernel.jobs.actions.deliveries import OneDelivery, RetryDead
from storecrew.kernel.jobs.forms import DropDeliveryForm
from storecrew.kernel.jobs.views import written
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def letter(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Show what could not be delivered and why; dropping it needs a reason."""
    found = reads.dead_letter(actor_of(request), reads.OneId(id=delivery_id))
    form = DropDeliveryForm(request.POST or None, fixed={"delivery_id": delivery_id})
    done = _("Dropped. What waited behind it goes on.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=reverse("jobs:index"), done=done)):
        return answer
    return answers.page(request, "jobs/letter.html", {"found": found, "payload": written(found.payload), "form": form})


@require_POST
@signed_in
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Give one delivery another chance."""
    data = OneDelivery(delivery_id=delivery_id)
    done = _("It is being delivered again. If the cause is still there it comes back here.")
    return answers.act(request, actions.retry_delivery, data, then=reverse("jobs:index"), done=done)


@require_POST
@signed_in
def retry_all(request: HttpRequest) -> HttpResponse:
    """Give all deliveries of one handler another chance."""
    then = reverse("jobs:index")
    try:
        retried = actions.retry_dead(actor_of(request), RetryDead(handler=request.POST.get("handler", "")))
    except ActionError as error:
        return answers.refused(request, error, then=then)
    done = ngettext("%(n)d is being delivered again.", "%(n)d are being delivered again.", retried.count)
    return answers.went(request, then, done % {"n": retried.count})
