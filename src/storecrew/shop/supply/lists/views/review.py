"""Rows of lists that somebody has to look at: accept, choose another, say that they are none of ours; and take that back."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply.lists import actions, presenting
from storecrew.shop.supply.lists.models import Match, MatchState
from storecrew.shop.supply.models import Supplier
from storecrew.shop.supply.views.access import buyer, reader, rights

PER_PAGE = 30


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List rows in one state, the surest first."""
    state = request.GET.get("state", MatchState.OPEN)
    state = state if state in MatchState.values else MatchState.OPEN
    rows = Match.objects.all()
    supplier_id = _number(request.GET.get("supplier", ""))
    supplier = Supplier.objects.filter(pk=supplier_id).first() if supplier_id else None
    rows = rows.filter(supplier=supplier) if supplier else rows
    counts = dict(rows.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"))
    found = rows.filter(state=state).select_related("supplier").order_by("supplier_id", "-confidence", "pk")
    start = max(0, _number(request.GET.get("from", "")))
    page = list(found[start : start + PER_PAGE + 1])
    context = {
        "lines": presenting.lines_of(page[:PER_PAGE], timezone.now()),
        "state": state,
        "tabs": [(code, name, counts.get(code, 0)) for code, name in MatchState.choices],
        "supplier": supplier,
        "suppliers": list(
            Supplier.objects.filter(pk__in=Match.objects.filter(state=state).values("supplier_id")).order_by(
                "name", "pk"
            )[:200]
        ),
        "more": start + PER_PAGE if len(page) > PER_PAGE else None,
        "less": max(0, start - PER_PAGE) if start else None,
        **rights(request),
    }
    return answers.page(request, "supply_lists/review.html", context)


@require_POST
@buyer
def decide(request: HttpRequest) -> HttpResponseBase:
    """Do what the pressed button says: `choose=row:variant`, `find=row`, or `do` with the chosen rows."""
    there = answers.back(request, reverse("supply_lists:review"))
    try:
        if request.POST.get("choose"):
            return _choose(request, request.POST["choose"], there)
        if request.POST.get("find"):
            return _find(request, request.POST["find"], there)
        return _bulk(request, there)
    except ActionError as error:
        return answers.refused(request, error, then=there)


@require_POST
@buyer
def take_back(request: HttpRequest) -> HttpResponseBase:
    """Take decisions back."""
    there = answers.back(request, reverse("supply_lists:review"))
    ids = tuple(_number(part) for part in request.POST.get("match_ids", "").split(",") if _number(part))
    if not ids:
        return answers.see(there)
    data = actions.SomeMatches(match_ids=ids)
    return answers.act(request, actions.reopen_matches, data, then=there, done=_("Taken back: to be decided again."))


def _choose(request: HttpRequest, pressed: str, there: str) -> HttpResponseBase:
    match_id, _colon, variant_id = pressed.partition(":")
    data = actions.Choose(match_id=_number(match_id), variant_id=_number(variant_id))
    actions.choose_match(actor_of(request), data)
    return _done(request, [data.match_id], _("Decided; it is an offer now."), there)


def _find(request: HttpRequest, pressed: str, there: str) -> HttpResponseBase:
    """Choose by a SKU, a barcode or words that mean one variant alone."""
    text = request.POST.get(f"goods-{pressed}", "").strip()
    found = catalogue.find_variants(text, language=get_language() or "en", at_most=6)
    faces = catalogue.faces(found, get_language() or "en", now=timezone.now())
    exact = [pk for pk in found if text in {faces[pk].sku, faces[pk].barcode}] or found
    if len(exact) != 1:
        names = "; ".join(f"{faces[pk].sku} {faces[pk].title}".strip() for pk in exact)
        said = (
            _("Several are: %(names)s. Write the SKU of one.")
            if exact
            else _("Nothing in the catalogue is called that.")
        )
        return answers.refused(request, ActionError(said % {"names": names} if exact else said), then=there)
    return _choose(request, f"{pressed}:{exact[0]}", there)


def _bulk(request: HttpRequest, there: str) -> HttpResponseBase:
    ids = _chosen(request.POST)
    does: dict[str, Callable[..., Any]] = {
        "accept": actions.accept_matches,
        "reject": actions.reject_matches,
        "reopen": actions.reopen_matches,
    }
    action = does.get(request.POST.get("do", ""))
    if action is None or not ids:
        return answers.see(there)
    answer = action(actor_of(request), actions.SomeMatches(match_ids=ids))
    done = ngettext("%(n)d row is decided.", "%(n)d rows are decided.", answer.decided) % {"n": answer.decided}
    if answer.left:
        more = ngettext("%(n)d could not be: look at it.", "%(n)d could not be: look at them.", answer.left)
        done = f"{done} {more % {'n': answer.left}}"
    return _done(request, ids if request.POST["do"] != "reopen" else (), done, there)


def _done(request: HttpRequest, ids: "tuple[int, ...] | list[int]", done: str, there: str) -> HttpResponseBase:
    if not ids:
        return answers.went(request, there, done)
    values = {"match_ids": ",".join(map(str, ids)), "next": there}
    answers.undoable(request, done, reverse("supply_lists:take_back"), values)
    return answers.see(there)


def _chosen(data: QueryDict) -> tuple[int, ...]:
    return tuple(number for text in data.getlist("row") if (number := _number(text)))[:500]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
