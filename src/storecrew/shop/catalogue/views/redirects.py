"""Old addresses: where each leads now, those of the former shop added by hand."""

import json

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.addressing import RedirectForm
from storecrew.shop.catalogue.models import Redirect
from storecrew.shop.catalogue.tables_of_words import redirects_table
from storecrew.shop.catalogue.views.access import reader, rights


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List old addresses; a post adds one, or removes the chosen."""
    here, may = reverse("catalogue:redirects"), rights(request)
    table = redirects_table(may_edit=may["may_edit"])
    rows = Redirect.objects.select_related("product", "category", "collection")
    if request.POST.get("bulk") == "remove":
        return _remove(request, list(tables.chosen(table, request, rows).values_list("pk", flat=True)), here)
    form = RedirectForm(request.POST or None)
    if request.method == "POST" and (answer := answers.sent(request, form, then=here, done=_("It leads on now."))):
        return answer
    if (file := tables.export(table, request, rows)) is not None:
        return file
    return answers.page(
        request, "catalogue/redirects.html", {"page": tables.show(table, request, rows), "form": form, **may}
    )


@require_POST
@reader
def put_back(request: HttpRequest) -> HttpResponseBase:
    """Let removed addresses lead on again."""
    then = reverse("catalogue:redirects")
    try:
        told = json.loads(request.POST.get("back", ""))
    except ValueError:
        told = {}
    try:
        actions.put_back_redirects(actor_of(request), parse(actions.PutBackRedirects, told))
    except ActionError as error:
        return answers.refused(request, error, then=then)
    return answers.went(request, then, _("Taken back."))


def _remove(request: HttpRequest, ids: list[int], then: str) -> HttpResponseBase:
    try:
        done = actions.remove_redirects(actor_of(request), parse(actions.RemoveRedirects, {"ids": ids}))
    except ActionError as error:
        return answers.refused(request, error, then=then)
    count = len(done.removed)
    if count:
        say = ngettext("%(n)d old address removed.", "%(n)d old addresses removed.", count) % {"n": count}
        back = actions.PutBackRedirects(addresses=done.removed).model_dump_json(exclude_defaults=True)
        answers.undoable(request, say, reverse("catalogue:put_back_redirects"), {"back": back})
    return answers.see(then)
