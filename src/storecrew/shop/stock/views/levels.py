"""How much of what is where, and one variant with all that happened to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.pages import answers, links, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.tables import Empty
from storecrew.shop.stock import actions, item_panels, reads
from storecrew.shop.stock.actions.opening import reported
from storecrew.shop.stock.actions.policy import AT_ONCE
from storecrew.shop.stock.forms import (
    AdjustForm,
    BundleForm,
    PolicyForm,
    SafetyForm,
    SetAsideForm,
    TakeOverForm,
    open_warehouses,
)
from storecrew.shop.stock.models import Component, Item, Level, Move, Pile, Serial
from storecrew.shop.stock.reads.worth import layers_left
from storecrew.shop.stock.tables import level_rows, levels_table
from storecrew.shop.stock.variants import uncounted, variants
from storecrew.shop.stock.views.access import reader, rights

MOVES_SHOWN = 50
SERIALS_SHOWN = 100


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List what is where; a post takes over what an import said."""
    may = rights(request)
    form = TakeOverForm(request.POST or None)
    here = reverse("stock:levels")
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, actions.TakenOver):
            done = ngettext("%(n)d variant is counted now", "%(n)d variants are counted now", answer.variants)
            pieces = ngettext("%(n)d piece", "%(n)d pieces", answer.pieces) % {"n": answer.pieces}
            return answers.went(request, here, f"{done % {'n': answer.variants}} · {pieces}")
    table = levels_table(_empty())
    rows = level_rows()
    if (file := tables.export(table, request, rows)) is not None:
        return file
    context = {
        "page": tables.show(table, request, rows),
        "form": form,
        "waiting": reported().count() if may["may_keep"] else 0,
        "uncounted": uncounted().count() if may["may_plan"] else 0,
        "warehouses": open_warehouses(),
        **may,
    }
    return answers.page(request, "stock/levels.html", context)


@require_POST
@reader
def count_all(request: HttpRequest) -> HttpResponseBase:
    """Count what nobody counts yet."""
    ids = tuple(uncounted().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    here = reverse("stock:levels")
    if not ids:
        return answers.see(here)
    done = ngettext("%(n)d variant is counted now", "%(n)d variants are counted now", len(ids)) % {"n": len(ids)}
    return answers.act(request, actions.set_policy, actions.Policy(variant_ids=ids), then=here, done=done)


@require_http_methods(["GET", "POST"])
@reader
def item(request: HttpRequest, variant_id: int) -> HttpResponseBase:
    """Show one variant: where it lies, to whom it is promised, what came and went, what it cost; a post sets its policy."""
    variant = variants().select_related("product").filter(pk=variant_id).first()
    if variant is None:
        raise Http404
    row = Item.objects.filter(pk=variant_id).first()
    form = PolicyForm(request.POST or None, initial=_policy(row), fixed={"variant_ids": (variant_id,)})
    here = reverse("stock:item", args=[variant_id])
    if request.method == "POST" and (answer := answers.sent(request, form, then=here, done=_("Policy saved."))):
        return answer
    return answers.page(request, "stock/item.html", _context(request, variant, row, form))


@require_POST
@reader
def aside(request: HttpRequest, variant_id: int) -> HttpResponseBase:
    """Take pieces of a variant off sale, or bring them back."""
    here = reverse("stock:item", args=[variant_id])
    form = SetAsideForm(request.POST, fixed={"variant_id": variant_id})
    return _sent(request, form, here, _("Moved. On hand stays the same."))


@require_POST
@reader
def safety(request: HttpRequest, variant_id: int) -> HttpResponseBase:
    """Keep some pieces of a variant back from sale."""
    here = reverse("stock:item", args=[variant_id])
    form = SafetyForm(request.POST, fixed={"variant_id": variant_id})
    return _sent(request, form, here, _("Kept back."))


@require_POST
@reader
def bundle(request: HttpRequest, variant_id: int) -> HttpResponseBase:
    """Say what a bundle is made of."""
    here = reverse("stock:item", args=[variant_id])
    form = BundleForm(request.POST, fixed={"variant_id": variant_id})
    return _sent(request, form, here, _("The components are set."))


@require_POST
@reader
def correct(request: HttpRequest, variant_id: int) -> HttpResponseBase:
    """Correct how many of a variant lie in a place."""
    here = reverse("stock:item", args=[variant_id])
    variant = variants().filter(pk=variant_id).first()
    if variant is None:
        raise Http404
    data = request.POST.copy()
    data["lines"] = f"{variant.sku or variant.barcode} {data.get('change', '')}"
    return _sent(request, AdjustForm(data), here, _("The books say so now."))


def _sent(request: HttpRequest, form: Any, here: str, done: str) -> HttpResponseBase:
    answer = answers.sent(request, form, then=here, done=done)
    if answer is not None:
        return answer
    for errors in form.errors.values():
        for sentence in errors:
            messages.error(request, sentence)
    return answers.see(here)


def _empty() -> Empty:
    return Empty(
        title=_("Nothing is counted yet"),
        text=_("Open a warehouse, then take over what an import said, or book in what lies there."),
        url=reverse("stock:receive") if open_warehouses() else reverse("stock:warehouses"),
        label=_("Book goods in") if open_warehouses() else _("Open a warehouse"),
    )


def _policy(row: Item | None) -> dict[str, Any]:
    if row is None:
        return {"tracked": True, "tracing": "none", "beyond": "stop"}
    limit = row.backorder_limit
    return {
        "tracked": row.tracked,
        "tracing": row.tracing,
        "beyond": "on" if limit is None else "some" if limit else "stop",
        "limit": limit or None,
        "ships_on": row.ships_on,
        "low_stock_at": row.low_stock_at,
    }


def _recipe(parts: list[Component]) -> str:
    return "\n".join(f"{part.item.variant.sku or part.item.variant.barcode} {part.quantity}" for part in parts)


def _context(request: HttpRequest, variant: Any, row: Item | None, form: PolicyForm) -> dict[str, Any]:
    actor, now, may = actor_of(request), timezone.now(), rights(request)
    pk = variant.pk
    seen = reads.availability(actor, reads.AvailabilityQuery(variant_ids=(pk,)), now=now).items[0]
    promised = reads.reservations(actor, reads.ReservationsQuery(variant_id=pk), now=now).items
    levels = list(Level.objects.filter(item_id=pk).select_related("warehouse").order_by("warehouse__priority", "pk"))
    names = {level.warehouse_id: level.warehouse.name for level in levels}
    moves = Move.objects.filter(item_id=pk).select_related(
        "from_warehouse", "to_warehouse", "from_bin", "to_bin", "lot"
    )
    shown = list(moves.order_by("-moved_at", "-pk")[:MOVES_SHOWN])
    named = links.link_many([*(move.document for move in shown if move.document), *(one.owner for one in promised)])
    piles = Pile.objects.filter(level__item_id=pk).select_related("bin", "lot", "level__warehouse")
    parts = list(Component.objects.filter(bundle_id=pk).select_related("item__variant__product").order_by("pk"))
    return {
        "variant": variant,
        "item": row,
        "seen": seen,
        "levels": levels,
        "promised": [(one, names.get(one.warehouse_id, ""), named[one.owner]) for one in promised],
        "moves": [(move, named.get(move.document)) for move in shown],
        "layers": layers_left(pk) if may["may_see_cost"] else [],
        "extras": item_panels.for_item(pk, now) if may["may_see_cost"] else [],
        "piles": list(piles.order_by("level__warehouse__priority", "bin__code", "pk")[:200]),
        "serials": list(Serial.objects.filter(item_id=pk, level__isnull=False).order_by("code")[:SERIALS_SHOWN]),
        "parts": parts,
        "form": form,
        "aside": SetAsideForm(auto_id="aside_%s"),
        "safety": SafetyForm(auto_id="safety_%s"),
        "bundle": BundleForm(auto_id="bundle_%s", initial={"lines": _recipe(parts)}),
        "correct": AdjustForm(auto_id="correct_%s"),
        **may,
    }
