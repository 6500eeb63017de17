"""The list of customers, and a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.customers import actions
from storecrew.shop.customers.actions.crew import AT_MOST
from storecrew.shop.customers.forms import CustomerForm
from storecrew.shop.customers.tables import customers_table, rows
from storecrew.shop.customers.views.access import keeper, reader, rights


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List customers; a post is about the chosen ones."""
    store, may = current(), rights(request)
    table = customers_table(store.currency if store else "", may_tag=may["may_tag"], may_keep=may["may_keep"])
    found = rows()
    if request.method == "POST":
        return _tag(request, list(tables.chosen(table, request, found).values_list("pk", flat=True)[: AT_MOST + 1]))
    if (file := tables.export(table, request, found)) is not None:
        return file
    page = tables.show(table, request, found)
    return answers.page(request, "customers/customers.html", {"page": page, **may})


@require_http_methods(["GET", "POST"])
@keeper
def new(request: HttpRequest) -> HttpResponseBase:
    """Write down somebody new."""
    form = CustomerForm(request.POST or None)
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, actions.Known):
            url = reverse("customers:customer", args=[answer.customer_id])
            return answers.went(request, url, _("The customer is in the book."))
    return answers.page(request, "customers/new.html", {"form": form})


def _tag(request: HttpRequest, ids: list[int]) -> HttpResponseBase:
    here = f"{reverse('customers:customers')}?{request.POST.get('state', '')}"
    if not ids or len(ids) > AT_MOST:
        messages.error(request, _("Choose between 1 and %(n)d customers.") % {"n": AT_MOST})
        return answers.see(here)
    if "add" not in request.POST:
        return answers.page(request, "customers/tag.html", {"ids": ids, "here": here})
    add, remove = split_words(request.POST["add"]), split_words(request.POST.get("remove", ""))
    try:
        done = actions.tag(actor_of(request), actions.TagCustomers(customer_ids=tuple(ids), add=add, remove=remove))
    except ActionError as error:
        return answers.refused(request, error, then=here)
    said = ngettext("%(n)d customer tagged.", "%(n)d customers tagged.", done.changed) % {"n": done.changed}
    return answers.went(request, here, said)


def split_words(text: str) -> tuple[str, ...]:
    """Return the parts of a list written with commas of either width."""
    return tuple(part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip())
