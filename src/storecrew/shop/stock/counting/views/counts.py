"""Counts: the list, one count, and the line that is being counted, on a phone in one hand."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.stock.counting import actions, reads
from storecrew.shop.stock.counting.forms import PlanForm, SayForm
from storecrew.shop.stock.counting.models import Count, CountLine, CountState, LineState
from storecrew.shop.stock.lines import find_variant
from storecrew.shop.stock.models import Pile
from storecrew.shop.stock.views.access import keeper, reader, rights

OPEN_LINES = (LineState.TODO, LineState.AGAIN)


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List counts; a post plans one."""
    form = PlanForm(request.POST or None)
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, actions.CountId):
            there = reverse("stock_counting:count", args=[answer.count_id])
            return answers.went(request, there, _("Planned. Walk along the bins and count."))
    done = "done" in request.GET
    rows = reads.counts(actor_of(request), reads.CountsQuery(done=done)).items
    return answers.page(
        request, "stock_counting/counts.html", {"rows": rows, "form": form, "done": done, **rights(request)}
    )


@require_http_methods(["GET"])
@reader
def count(request: HttpRequest, count_id: int) -> HttpResponseBase:
    """Show how far a count is, and what differs once that is agreed."""
    row = _count(count_id)
    lines = list(row.lines.select_related("item__variant__product").order_by("place", "pk"))
    bins = _bins(row, [line.item_id for line in lines])
    context = {
        "row": row,
        "lines": [(line, bins.get(line.item_id, [])) for line in lines],
        "todo": sum(line.state in OPEN_LINES for line in lines),
        "ready": sum(line.state == LineState.AGREED for line in lines),
        "off": sum(line.state == LineState.AGREED and bool(line.difference) for line in lines),
        "open": row.state == CountState.OPEN,
        **rights(request),
    }
    return answers.page(request, "stock_counting/count.html", context)


@require_POST
@keeper
def begin(request: HttpRequest, count_id: int) -> HttpResponseBase:
    """Go to a thing and begin to count it: the one whose code was scanned, or the next on the walk."""
    row = _count(count_id)
    lines = row.lines.filter(state__in=OPEN_LINES).order_by("state", "place", "pk")
    code = request.POST.get("code", "").strip()
    if code:
        variant = find_variant(code)
        line = lines.filter(item_id=variant).first() if variant is not None else None
        if line is None:
            here = request.POST.get("here") or reverse("stock_counting:count", args=[count_id])
            why = _("“%(code)s” is not in this count, or counted already.") % {"code": code}
            return answers.refused(request, ActionError(why), then=answers.back(request, here))
    else:
        after = request.POST.get("after", "")
        later = lines.filter(place__gt=int(after)).order_by("place") if after.isdigit() else lines.none()
        line = later.first() or lines.order_by("-state", "place", "pk").first()
    return _to(request, row, line)


@require_http_methods(["GET", "POST"])
@keeper
def line(request: HttpRequest, count_id: int, line_id: int) -> HttpResponseBase:
    """Count one thing; a post says how many lie there and goes on to the next."""
    row = _count(count_id)
    one = row.lines.select_related("item__variant__product").filter(pk=line_id).first()
    if one is None:
        raise Http404
    form = SayForm(request.POST or None, fixed={"line_id": one.pk})
    if request.method == "POST" and form.run(actor_of(request)) is not None:
        rest = row.lines.filter(state__in=OPEN_LINES).order_by("place")
        # once around before the same thing is counted again: a second look from the same spot sees the same
        following = rest.filter(place__gt=one.place).first() or rest.first()
        return _to(request, row, following)
    variant = one.item.variant
    context = {
        "row": row,
        "line": one,
        "form": form,
        "bins": _bins(row, [one.item_id]).get(one.item_id, []),
        "options": " · ".join(
            value.value.name for value in variant.values.select_related("value").order_by("option__position")
        ),
        "left": row.lines.filter(state__in=OPEN_LINES).count(),
        "total": row.lines.count(),
    }
    return answers.page(request, "stock_counting/line.html", context)


@require_POST
@keeper
def book(request: HttpRequest, count_id: int) -> HttpResponseBase:
    """Set the books right by what was counted."""
    return _act(request, actions.book, count_id, _("The books say so now."))


@require_POST
@keeper
def drop(request: HttpRequest, count_id: int) -> HttpResponseBase:
    """Call a count off."""
    return _act(request, actions.drop, count_id, _("Called off."))


def _to(request: HttpRequest, row: Count, line: CountLine | None) -> HttpResponseBase:
    there = reverse("stock_counting:count", args=[row.pk])
    if line is None:
        return answers.went(request, there, _("Everything is counted."))
    try:
        actions.start(actor_of(request), actions.OneLine(line_id=line.pk))
    except ActionError as error:
        return answers.refused(request, error, then=there)
    return answers.see(reverse("stock_counting:line", args=[row.pk, line.pk]))


def _act(request: HttpRequest, action: Any, count_id: int, done: str) -> HttpResponseBase:
    there = reverse("stock_counting:count", args=[count_id])
    return answers.act(request, action, actions.OneCount(count_id=count_id), then=there, done=done)


def _count(count_id: int) -> Count:
    row = Count.objects.select_related("warehouse").filter(pk=count_id).first()
    if row is None:
        raise Http404
    return row


def _bins(row: Count, items: list[int]) -> dict[int, list[str]]:
    """Return the codes of the bins in which things lie; how many is not told, counting is blind."""
    piles = Pile.objects.filter(level__warehouse=row.warehouse, level__item_id__in=items, bin__isnull=False)
    found: dict[int, list[str]] = {}
    for item, code in piles.order_by("bin__code").values_list("level__item_id", "bin__code"):
        if code not in found.setdefault(item, []):
            found[item].append(code)
    return found
