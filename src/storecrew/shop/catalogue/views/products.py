"""The list of products, and a new one."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Parked
from storecrew.kernel.actions.types import Input
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.actions.bulk import AT_MOST
from storecrew.shop.catalogue.forms import NewForm, split_words
from storecrew.shop.catalogue.reads.console import console_rows
from storecrew.shop.catalogue.tables import products_table
from storecrew.shop.catalogue.views.access import reader, rights


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


@require_POST
@reader
def take_back(request: HttpRequest) -> HttpResponseBase:
    """Take back the tags or statuses of many products."""
    then = answers.back(request, reverse("catalogue:products"))
    try:
        told = json.loads(request.POST.get("back", ""))
    except ValueError:
        told = {}
    try:
        if request.POST.get("kind") == "tags":
            actions.retag(actor_of(request), parse(actions.Retag, told))
        else:
            _say_skipped(request, actions.put_back(actor_of(request), parse(actions.PutBack, told)))
    except Parked as waits:
        return answers.parked(request, waits, then=then)
    except ActionError as error:
        return answers.refused(request, error, then=then)
    return answers.went(request, then, _("Taken back."))


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
        return _run(request, lambda: _tag(request, ids, add, remove, here), here)
    if wanted in {"active", "draft", "archived"}:
        return _run(request, lambda: _set_status(request, ids, wanted, here), here)
    return answers.see(here)


def _run(request: HttpRequest, step: object, here: str) -> HttpResponseBase:
    try:
        step()  # type: ignore[operator]  # a closure of this module
    except ActionError as error:
        return answers.refused(request, error, then=here)
    return answers.see(here)


def _tag(request: HttpRequest, ids: list[int], add: tuple[str, ...], remove: tuple[str, ...], here: str) -> None:
    done = actions.bulk_tag(actor_of(request), actions.BulkTag(product_ids=tuple(ids), add=add, remove=remove))
    say = ngettext("%(n)d product tagged.", "%(n)d products tagged.", done.changed) % {"n": done.changed}
    _say(request, say, "tags", actions.Retag(steps=done.reverse) if done.reverse else None, here)


def _set_status(request: HttpRequest, ids: list[int], wanted: str, here: str) -> None:
    data = actions.BulkStatus.model_validate({"product_ids": tuple(ids), "status": wanted})
    done = actions.bulk_status(actor_of(request), data)
    say = {
        "active": ngettext("%(n)d product is on sale now.", "%(n)d products are on sale now.", done.changed),
        "draft": ngettext("%(n)d product is off sale now.", "%(n)d products are off sale now.", done.changed),
        "archived": ngettext("%(n)d product put away.", "%(n)d products put away.", done.changed),
    }[wanted] % {"n": done.changed}
    _say(request, say, "statuses", actions.PutBack(products=done.reverse) if done.reverse else None, here)
    _say_skipped(request, done)


def _say(request: HttpRequest, say: str, kind: str, back: Input | None, here: str) -> None:
    """Say what happened, with the way back where something did."""
    if back is None:
        messages.success(request, say)
        return
    values = {"kind": kind, "back": back.model_dump_json(exclude_defaults=True), "next": here}
    answers.undoable(request, say, reverse("catalogue:take_back"), values)


def _say_skipped(request: HttpRequest, done: actions.Bulk) -> None:
    for _number, why in done.skipped[:5]:
        messages.error(request, why)
    if len(done.skipped) > 5:
        more = len(done.skipped) - 5
        messages.error(request, ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more})
