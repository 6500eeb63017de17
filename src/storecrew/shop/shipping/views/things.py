"""Boxes, carriers, and whose number a tracking number is."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.pages import answers
from storecrew.shop.shipping import actions, carriers
from storecrew.shop.shipping.forms import CarrierForm, KindForm, NewKindForm
from storecrew.shop.shipping.models import OwnCarrier, PackageKind, Rulebook
from storecrew.shop.shipping.reads.numbers import recognised
from storecrew.shop.shipping.views.access import may_edit, reader


@require_http_methods(["GET", "POST"])
@reader
def kinds(request: HttpRequest) -> HttpResponseBase:
    """List the boxes; a post adds one."""
    form = NewKindForm(request.POST or None)
    if request.method == "POST":
        answer = answers.sent(request, form, then=reverse("shipping:kinds"), done=_("Box added."))
        if answer:
            return answer
    book = Rulebook.objects.filter(pk=1).first() or Rulebook()
    context = {
        "kinds": list(PackageKind.objects.order_by("-active", "name", "pk")),
        "form": form,
        "assumed": book.assumed_weight_g,
        "may_edit": may_edit(request),
    }
    return answers.page(request, "shipping/kinds.html", context)


@require_http_methods(["GET", "POST"])
@reader
def kind(request: HttpRequest, kind_id: int) -> HttpResponseBase:
    """Change a box, or use it no longer."""
    row = PackageKind.objects.filter(pk=kind_id).first()
    if row is None:
        raise Missing
    names = ("name", "form", "length_mm", "width_mm", "height_mm", "tare_g", "max_weight_g", "active")
    fixed: dict[str, Any] = {"package_kind_id": row.pk}
    form = KindForm(request.POST or None, initial={name: getattr(row, name) for name in names}, fixed=fixed)
    if request.method == "POST":
        answer = answers.sent(request, form, then=reverse("shipping:kinds"), done=_("Saved."))
        if answer:
            return answer
    return answers.page(request, "shipping/kind.html", {"kind": row, "form": form, "may_edit": may_edit(request)})


@require_POST
@reader
def assume(request: HttpRequest) -> HttpResponseBase:
    """Set what a piece counts as that nobody weighed."""
    text = request.POST.get("assumed_weight_g", "")
    here = reverse("shipping:kinds")
    if not text.isdigit() or not 1 <= int(text) <= 1_000_000:
        return answers.went(request, here, _("Write whole grams, at least one."))
    data = actions.Assumptions(assumed_weight_g=int(text))
    return answers.act(request, actions.set_assumptions, data, then=here, done=_("Saved."))


@require_http_methods(["GET", "POST"])
@reader
def carriers_page(request: HttpRequest) -> HttpResponseBase:
    """List the carriers, tell whose a number is; a post adds a carrier."""
    form = CarrierForm(request.POST or None)
    if request.method == "POST":
        answer = answers.sent(request, form, then=reverse("shipping:carriers"), done=_("Carrier added."))
        if answer:
            return answer
    language = get_language() or "en"
    number = request.GET.get("number", "").strip()[:80]
    context = {
        "known": [(carrier, carrier.named(language)) for carrier in carriers.KNOWN.values()],
        "own": [(row, carriers.name_of(row.code, language)) for row in OwnCarrier.objects.order_by("code")],
        "form": form,
        "number": number,
        "found": recognised(number, language) if number else (),
        "may_edit": may_edit(request),
    }
    return answers.page(request, "shipping/carriers.html", context)
