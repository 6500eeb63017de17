"""The list of products, and a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.actions.bulk import AT_MOST
from storecrew.shop.catalogue.forms import NewForm, split_words
from storecrew.shop.catalogue.models import Product
from storecrew.shop.catalogue.reads.console import console_rows
from storecrew.shop.catalogue.tables import products_table
from storecrew.shop.catalogue.views.access import actor_of, reader, rights


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List products; a post is about the chosen ones."""
    store, may = current(), rights(request)
    table = products_table(store.currency if store else "", may_edit=may["may_edit"])
    rows = console_rows()
    if request.method == "POST":
        return _bulk(request, list(tables.chosen(table, request, rows).values_list("pk", flat=True)[: AT_MOST + 1]))
    if (file := tables.export(table, request, rows)) is not None:
        return file
    page = tables.show(table, request, rows)
    return answers.page(request, "catalogue/products.html", {"page": page, **may})


@require_http_methods(["GET", "POST"])
@reader
def new(request: HttpRequest) -> HttpResponseBase:
    """Write a new product's first words; all the rest is done on its page."""
    store = current()
    form = NewForm(request.POST or None, currency=store.currency if store else "CNY")
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, actions.Written):
            done = _("A draft is there. Nobody sees it before it goes on sale.")
            return answers.went(request, reverse("catalogue:product", args=[answer.product_id]), done)
    return answers.page(request, "catalogue/new.html", {"form": form, **rights(request)})


def _bulk(request: HttpRequest, ids: list[int]) -> HttpResponseBase:
    here = f"{reverse('catalogue:products')}?{request.POST.get('state', '')}"
    wanted = request.POST.get("bulk", "")
    if not ids or len(ids) > AT_MOST:
        messages.error(request, _("Choose between 1 and %(n)d products.") % {"n": AT_MOST})
        return answers.see(here)
    if wanted == "grid":
        return answers.see(f"{reverse('catalogue:grid')}?{urlencode({'id': ids[:100]}, doseq=True)}")
    if wanted == "tag":
        if "add" not in request.POST:
            return answers.page(request, "catalogue/tag.html", {"ids": ids, "here": here})
        add, remove = split_words(request.POST["add"]), split_words(request.POST.get("remove", ""))
        return _run(request, lambda: _tag(request, ids, add, remove), here)
    if wanted in {"active", "draft", "archived"}:
        return _run(request, lambda: _set_status(request, ids, wanted, here), here)
    return answers.see(here)


def _run(request: HttpRequest, step: object, here: str) -> HttpResponseBase:
    try:
        step()  # type: ignore[operator]  # a closure of this module
    except ActionError as error:
        return answers.refused(request, error, then=here)
    return answers.see(here)


def _tag(request: HttpRequest, ids: list[int], add: tuple[str, ...], remove: tuple[str, ...]) -> None:
    done = actions.bulk_tag(actor_of(request), actions.BulkTag(product_ids=tuple(ids), add=add, remove=remove))
    say = ngettext("%(n)d product tagged.", "%(n)d products tagged.", done.changed) % {"n": done.changed}
    back = {"bulk": "tag", "row": "", "add": ", ".join(remove), "remove": ", ".join(add)}
    if len(ids) == 1:
        answers.undoable(request, say, reverse("catalogue:products"), back | {"row": str(ids[0])})
    else:
        messages.success(request, say)


def _set_status(request: HttpRequest, ids: list[int], wanted: str, here: str) -> None:
    before = set(Product.objects.filter(pk__in=ids).values_list("status", flat=True))
    data = actions.BulkStatus.model_validate({"product_ids": tuple(ids), "status": wanted})
    done = actions.bulk_status(actor_of(request), data)
    say = {
        "active": ngettext("%(n)d product is on sale now.", "%(n)d products are on sale now.", done.changed),
        "draft": ngettext("%(n)d product is off sale now.", "%(n)d products are off sale now.", done.changed),
        "archived": ngettext("%(n)d product put away.", "%(n)d products put away.", done.changed),
    }[wanted] % {"n": done.changed}
    if done.changed == 1 and len(ids) == 1 and len(before) == 1:
        answers.undoable(request, say, reverse("catalogue:products"), {"bulk": before.pop(), "row": str(ids[0])})
    else:
        messages.success(request, say)
    for _number, why in done.skipped[:5]:
        messages.error(request, why)
    if len(done.skipped) > 5:
        more = len(done.skipped) - 5
        messages.error(request, ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more})
