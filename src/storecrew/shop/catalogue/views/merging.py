"""Merge two products: choose, look at what would happen, then do it."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import Product, Variant
from storecrew.shop.catalogue.views.access import reader, rights


@require_http_methods(["GET", "POST"])
@reader
def merge(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Merge another product into this one, after a look at what it brings."""
    into = Product.objects.filter(pk=product_id).first()
    if into is None:
        raise Missing
    asked = request.POST if request.method == "POST" else request.GET
    other = _other(asked.get("other", ""), into)
    context: dict[str, Any] = {
        "into": into,
        "other": other,
        "asked": {name: asked.get(name, "") for name in ("other", "option", "into_value", "from_value")},
        "not_found": bool(asked.get("other")) and other is None,
        "variants": Variant.objects.filter(product=other, retired_at=None).count() if other else 0,
        **rights(request),
    }
    if request.method == "POST" and other is not None:
        values = {name: asked.get(name, "").strip() for name in ("option", "into_value", "from_value")}
        try:
            data = parse(actions.Merge, {"into_id": into.pk, "from_id": other.pk, **values})
            if request.POST.get("preview"):
                context["preview"] = actions.merge.preview(actor_of(request), data).result
            else:
                done = actions.merge(actor_of(request), data)
                count = done.variants_moved
                say = ngettext("Merged: %(n)d variant moved here.", "Merged: %(n)d variants moved here.", count) % {
                    "n": count
                }
                return answers.went(request, reverse("catalogue:product", args=[into.pk]), say)
        except ActionError as error:
            context["trouble"] = error.message
    return answers.page(request, "catalogue/merge.html", context)


def _other(text: str, into: Product) -> Product | None:
    """Return the product of this address or SKU, None for the product itself."""
    text = text.strip()
    if not text:
        return None
    found = Product.objects.filter(slug=text).first()
    if found is None:
        variant = Variant.objects.filter(sku=text, retired_at=None).select_related("product").first()
        found = variant.product if variant else None
    return None if found is None or found.pk == into.pk else found
