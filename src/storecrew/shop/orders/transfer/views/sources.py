"""The page of the shops that tell us of their orders by webhook."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.orders.transfer import actions, reads
from storecrew.shop.orders.transfer.forms import SourceForm

STEPS = {
    "pause": (actions.pause_source, gettext_lazy("Its messages are turned away for now; it sends them again later.")),
    "resume": (actions.resume_source, gettext_lazy("Its messages are taken in again.")),
    "remove": (actions.remove_source, gettext_lazy("Taken away. Its orders stay.")),
}


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show the shops; set one up. A secret is shown this once, on the page that answers."""
    form, made = SourceForm(request.POST or None), None
    if request.method == "POST":
        made = form.run(actor_of(request))
    return _page(request, form if made is None else SourceForm(), made if isinstance(made, actions.Added) else None)


@require_POST
def secret(request: HttpRequest, source_id: int) -> HttpResponse:
    """Make a new secret and show it this once."""
    try:
        made = actions.set_secret(actor_of(request), actions.SetSecret(source_id=source_id))
    except ActionError as error:
        return answers.refused(request, error, then=reverse("orders_transfer:sources"))
    return _page(request, SourceForm(), made)


@require_POST
def step(request: HttpRequest, source_id: int, what: str) -> HttpResponse:
    """Turn a shop's messages away for now, take them in again, or take the shop away."""
    if what not in STEPS:
        raise Missing
    act, done = STEPS[what]
    then = reverse("orders_transfer:sources")
    return answers.act(request, act, actions.OneSource(source_id=source_id), then=then, done=str(done))


def _page(request: HttpRequest, form: SourceForm, made: actions.Added | None) -> HttpResponse:
    shops = reads.sources(actor_of(request), reads.NoQuestion()).items
    origin = settings.ENVIRONMENT.origin.rstrip("/")
    context = {
        "form": form,
        "shops": [(one, f"{origin}{one.path}") for one in shops],
        "made": made,
        "made_at": f"{origin}{made.path}" if made else "",
        "title": _("Shops that tell of their orders"),
    }
    return answers.page(request, "orders_transfer/sources.html", context)
