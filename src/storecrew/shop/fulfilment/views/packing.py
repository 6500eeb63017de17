"""The packing table: what goes into the box, what it should weigh, and out comes a parcel."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.fulfilment import actions, reads, weighing
from storecrew.shop.fulfilment.models import Tote
from storecrew.shop.fulfilment.views.access import reader, rights
from storecrew.shop.orders import reads as orders
from storecrew.shop.shipping import carriers
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.stock import reads as stock


@require_http_methods(["GET", "POST"])
@reader
def table(request: HttpRequest, order_id: int) -> HttpResponseBase:
    """Show what is to be packed of an order; a post packs it."""
    wanted = request.POST.get("warehouse") or request.GET.get("warehouse", "")
    place = int(wanted) if wanted.isdecimal() else None
    actor, now = actor_of(request), timezone.now()
    problem = ""
    if request.method == "POST":
        try:
            return _pack(request, order_id, place)
        except ActionError as error:
            problem = error.message
    sheet = reads.packing(actor, reads.PackQuery(order_id=order_id, warehouse_id=place), now=now)
    names = {
        row.warehouse_id: row.name for row in stock.warehouses(actor, stock.WarehousesQuery(closed=True), now=now).items
    }
    habits = weighing.current_habits()
    context = {
        "sheet": sheet,
        "problem": problem,
        "places": [(number, names.get(number or 0, _("no warehouse"))) for number in sheet.places],
        "place_name": names.get(sheet.warehouse_id or 0, ""),
        "boxes": shipping.package_kinds(),
        "box": request.POST.get("box") or (str(sheet.box_id) if sheet.box_id else ""),
        "weight": request.POST.get("weight", ""),
        "carriers": carriers.choices(get_language() or "en"),
        "carrier": request.POST.get("carrier") or sheet.carrier,
        "tolerance": weighing.tolerance_g(sheet.expected_g, habits) if sheet.expected_g else None,
        "parcels": reads.parcels_of_order(order_id, now),
        **rights(request),
    }
    response = answers.page(request, "fulfilment/pack.html", context)
    response.status_code = 422 if problem else 200
    return response


@require_GET
@reader
def find(request: HttpRequest) -> HttpResponse:
    """Go to the packing table of the order, tote or parcel whose label was scanned."""
    code = request.GET.get("code", "").strip()
    here = reverse("fulfilment:ready")
    found = orders.id_of_number(code.rpartition("-")[0] if code.count("-") > 1 else code) if code else None
    if found is None and code:
        found = orders.id_of_number(code)
    tote = Tote.objects.filter(open=True, slot__iexact=code).order_by("-pk").first() if code else None
    number = found or (tote.order_id if tote else None)
    if number is None:
        return answers.refused(
            request, ActionError(_("No order or tote is called “%(code)s”.") % {"code": code}), then=here
        )
    return answers.see(reverse("fulfilment:pack", args=[number]))


def _pack(request: HttpRequest, order_id: int, place: int | None) -> HttpResponse:
    """Pack what the page says. Raises ActionError."""
    quantities = {
        int(name.removeprefix("line-")): text.strip()
        for name, text in ((name, str(text)) for name, text in request.POST.dict().items())
        if name.startswith("line-") and name.removeprefix("line-").isdecimal()
    }
    lines = [
        {
            "line_id": line_id,
            "quantity": text,
            "serials": request.POST.get(f"serials-{line_id}", "").replace(",", " ").split(),
        }
        for line_id, text in quantities.items()
        if text and text != "0"
    ]
    if not lines:
        raise ActionError(_("Say what goes into the box."))
    box, weight = request.POST.get("box", ""), request.POST.get("weight", "").strip()
    data = parse(
        actions.Pack,
        {
            "order_id": order_id,
            "warehouse_id": place,
            "lines": lines,
            "package_kind_id": box or None,
            "weight_g": weight or None,
            "carrier": request.POST.get("carrier", ""),
        },
    )
    made = actions.pack(actor_of(request), data, key=request.POST.get("once", ""))
    done = _("Parcel %(number)s packed.") % {"number": made.number}
    if made.weight_off:
        done = _("Parcel %(number)s packed. It weighs %(is)d g instead of %(should)d g: look inside again.") % {
            "number": made.number,
            "is": made.weight_g or 0,
            "should": made.expected_g or 0,
        }
    return answers.went(request, reverse("fulfilment:parcel", args=[made.parcel_id]), done)
