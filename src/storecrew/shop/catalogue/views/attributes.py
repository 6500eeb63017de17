"""Attributes: what products can state, and which of it customers can filter by."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.kernel.pages import answers
from storecrew.shop.catalogue.forms import AttributeForm
from storecrew.shop.catalogue.models import Attribute
from storecrew.shop.catalogue.views.access import reader, rights

NAMES = ("code", "name", "kind", "unit", "filterable", "shown")


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List attributes; a post adds one, or changes the one of its code."""
    chosen = Attribute.objects.filter(code=request.GET.get("code", "")).first()
    initial = {name: getattr(chosen, name) for name in NAMES} if chosen else {"shown": True, "kind": "text"}
    form = AttributeForm(request.POST or None, initial=initial)
    here = reverse("catalogue:attributes")
    if request.method == "POST" and (answer := answers.sent(request, form, then=here, done=_("Saved."))):
        return answer
    rows = list(
        Attribute.objects.annotate(uses=Count("values__product", distinct=True)).order_by("position", "pk")[:500]
    )
    context = {"rows": rows, "form": form, "chosen": chosen, **rights(request)}
    return answers.page(request, "catalogue/attributes.html", context)
