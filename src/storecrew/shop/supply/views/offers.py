"""What suppliers offer: the list, one offer with every cost it had, and its terms."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import answers, tables
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply import actions, panels, presenting
from storecrew.shop.supply.forms import EditOfferForm, OfferForm
from storecrew.shop.supply.models import Offer, Supplier
from storecrew.shop.supply.reads import store_day
from storecrew.shop.supply.reads.views import offer_view
from storecrew.shop.supply.tables import offer_rows, offer_state, offers_table
from storecrew.shop.supply.views.access import buyer, reader, rights

_SAME = ("sku", "title", "barcode", "minimum", "pack_size", "handling_days", "valid_from", "valid_until", "note")


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List offers; a post ends the chosen ones."""
    may = rights(request)
    table = offers_table(may_buy=may["may_buy"], today=store_day(timezone.now()))
    rows = offer_rows()
    if request.method == "POST":
        ids = tuple(tables.chosen(table, request, rows).values_list("pk", flat=True)[:1000])
        return _end(request, ids, answers.back(request, reverse("supply:offers")))
    return tables.export(table, request, rows) or answers.page(
        request, "supply/offers.html", {"page": tables.show(table, request, rows), **may}
    )


@require_http_methods(["GET", "POST"])
@buyer
def add(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Note what a supplier offers one of the store's goods for."""
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        raise Http404
    initial = {"goods": request.GET.get("goods", "")}
    form = OfferForm(
        request.POST or None, initial=initial, fixed={"supplier_id": supplier.pk}, currency=supplier.currency
    )
    there = reverse("supply:supplier", args=[supplier.pk])
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("The offer is noted."))):
        return answer
    context = {"form": form, "title": _("Note an offer"), "label": _("Note the offer")}
    return answers.page(request, "supply/form.html", context | {"back": there, "name": supplier.name})


@require_GET
@reader
def offer(request: HttpRequest, offer_id: int) -> HttpResponseBase:
    """Show an offer with every cost it had, and who else offers the same."""
    row = _find(offer_id)
    now = timezone.now()
    word, tone = offer_state(row, store_day(now))
    context = {
        "row": row,
        "view": offer_view(row),
        "word": word,
        "tone": tone,
        "face": catalogue.faces([row.variant_id], get_language() or "en", now=now).get(row.variant_id),
        "costs": presenting.costs(row),
        "chart": presenting.cost_chart(row),
        "others": presenting.others(row, now),
        "extras": panels.for_offer(row.pk, now),
        **rights(request),
    }
    return answers.page(request, "supply/offer.html", context)


@require_http_methods(["GET", "POST"])
@buyer
def edit(request: HttpRequest, offer_id: int) -> HttpResponseBase:
    """Change the terms of an offer."""
    row = _find(offer_id)
    form = EditOfferForm(request.POST or None, initial=_initial(row), fixed={"offer_id": row.pk}, currency=row.currency)
    there = reverse("supply:offer", args=[row.pk])
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("Saved."))):
        return answer
    context = {"form": form, "title": row.variant.product.title, "label": _("Save the offer")}
    return answers.page(request, "supply/form.html", context | {"back": there, "name": row.supplier.name})


def _initial(row: Offer) -> dict[str, Any]:
    view = offer_view(row)
    return {
        **{name: getattr(row, name) for name in _SAME},
        "cost": _typed(view.cost) if view.cost else "",
        "breaks": "\n".join(f"{one.quantity}: {_typed(one.cost)}" for one in view.breaks),
    }


def _typed(cost: Money) -> str:
    return f"{cost.amount:f}"


@require_POST
@buyer
def end(request: HttpRequest, offer_id: int) -> HttpResponseBase:
    """End an offer."""
    return _end(request, (offer_id,), reverse("supply:offer", args=[offer_id]))


def _end(request: HttpRequest, ids: tuple[int, ...], there: str) -> HttpResponseBase:
    if not ids:
        return answers.see(there)
    done = ngettext("%(n)d offer is ended.", "%(n)d offers are ended.", len(ids)) % {"n": len(ids)}
    return answers.act(request, actions.end_offers, actions.SomeOffers(offer_ids=ids), then=there, done=done)


def _find(offer_id: int) -> Offer:
    row: Offer | None = offer_rows().filter(pk=offer_id).first()
    if row is None:
        raise Http404
    return row
