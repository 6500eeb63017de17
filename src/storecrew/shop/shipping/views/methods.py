"""One method: its words, prices, days and limits."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.shipping import actions
from storecrew.shop.shipping.forms import LANGUAGE_NAMES, MethodForm, NewMethodForm
from storecrew.shop.shipping.models import Method, Zone
from storecrew.shop.shipping.naming import in_language
from storecrew.shop.shipping.origins import warehouse_choices
from storecrew.shop.shipping.price_rows import PriceRow, rows_of, spare
from storecrew.shop.shipping.views.access import may_edit, reader
from storecrew.shop.shipping.wording import kilos


@require_http_methods(["GET", "POST"])
@reader
def new(request: HttpRequest, zone_id: int) -> HttpResponseBase:
    """Add a method to a zone."""
    zone = Zone.objects.filter(pk=zone_id).first()
    if zone is None:
        raise Missing
    currency = _currency()
    initial = {"handling_min": 0, "handling_max": 1, "transit_min": 2, "transit_max": 4, "kind": "flat"}
    form = NewMethodForm(
        request.POST or None,
        initial=initial,
        fixed={"zone_id": zone.pk},
        warehouses=warehouse_choices(actor_of(request)),
        currency=currency,
    )
    if request.method == "POST":
        then = reverse("shipping:zone", args=[zone.pk])
        answer = answers.sent(request, form, then=then, done=_("Method added. Customers are offered it at once."))
        if answer:
            return answer
    return _page(request, form, {"zone": zone}, form.rows)


@require_http_methods(["GET", "POST"])
@reader
def method(request: HttpRequest, method_id: int) -> HttpResponseBase:
    """Show and change a method."""
    row = _load(method_id)
    version = request.POST.get("version", "")
    form = MethodForm(
        request.POST or None,
        initial=_initial(row),
        fixed={"method_id": row.pk, "version": int(version) if version.isdigit() else row.version},
        warehouses=warehouse_choices(actor_of(request)),
        currency=_currency(),
    )
    if request.method == "POST":
        then = reverse("shipping:method", args=[row.pk])
        answer = answers.sent(request, form, then=then, done=_("Saved. The next basket is reckoned with it."))
        if answer:
            return answer
        rows = form.rows
    else:
        tiers = row.tiers.order_by("currency", "above", "pk")
        rows = rows_of(row.kind, tiers, row.thresholds.order_by("currency", "pk"))
    name = in_language(row.names, get_language() or "en")
    return _page(request, form, {"zone": row.zone, "method": row, "name": name}, rows)


@require_POST
@reader
def switch(request: HttpRequest, method_id: int) -> HttpResponseBase:
    """Offer a method, or no longer."""
    row = _load(method_id)
    on = request.POST.get("active") == "1"
    done = _("Customers are offered it again.") if on else _("Customers are not offered it any more.")
    data = actions.Switch(method_id=row.pk, active=on)
    then = answers.back(request, reverse("shipping:zone", args=[row.zone_id]))
    return answers.act(request, actions.switch_method, data, then=then, done=done)


@require_POST
@reader
def remove(request: HttpRequest, method_id: int) -> HttpResponseBase:
    """Delete a method."""
    row = _load(method_id)
    then = reverse("shipping:zone", args=[row.zone_id])
    try:
        actions.remove_method(actor_of(request), actions.OneMethod(method_id=row.pk))
    except ActionError as error:
        return answers.refused(request, error, then=reverse("shipping:method", args=[row.pk]))
    return answers.went(request, then, _("Method deleted. Orders keep what they were promised."))


def _load(method_id: int) -> Method:
    found = Method.objects.select_related("zone").filter(pk=method_id).first()
    if found is None:
        raise Missing
    return found


def _currency() -> str:
    store = current()
    return store.currency if store else ""


def _initial(row: Method) -> dict[str, Any]:
    texts = {f"name_{code}": row.names.get(code, "") for code in LANGUAGE_NAMES}
    texts |= {f"note_{code}": row.notes.get(code, "") for code in LANGUAGE_NAMES}
    plain = ("kind", "carrier", "handling_min", "handling_max", "transit_min", "transit_max", "volume_divisor")
    return {
        **{name: getattr(row, name) for name in plain},
        **texts,
        "min_weight": kilos(row.min_weight_g) if row.min_weight_g else "",
        "max_weight": kilos(row.max_weight_g) if row.max_weight_g else "",
        "package_kinds": [str(pk) for pk in row.package_kinds.order_by("pk").values_list("pk", flat=True)],
        "warehouses": [str(pk) for pk in row.warehouse_ids],
    }


def _page(
    request: HttpRequest, form: NewMethodForm | MethodForm, context: dict[str, Any], rows: list[PriceRow]
) -> HttpResponse:
    context |= {"form": form, "rows": spare(rows, _currency()), "may_edit": may_edit(request)}
    return answers.page(request, "shipping/method.html", context)
