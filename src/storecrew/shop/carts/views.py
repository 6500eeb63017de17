"""Carts in the console: those left behind, and what is in one."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import permit
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import signed_in
from storecrew.shop.carts.actions.adopting import link_to
from storecrew.shop.carts.actions.leaving import LEFT_AFTER
from storecrew.shop.carts.models import Cart, CartLine, CartState
from storecrew.shop.carts.seats import HELPERS
from storecrew.shop.carts.tables import CARTS, worth
from storecrew.shop.catalogue import reads as catalogue

SINCE = timedelta(days=90)


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponseBase:
    """List open carts that were not touched for an hour."""
    _may_read(request)
    full = Exists(CartLine.objects.filter(cart=OuterRef("pk")))
    rows = (
        Cart.objects.filter(full, state=CartState.OPEN, changed_at__lt=timezone.now() - LEFT_AFTER)
        .select_related("customer")
        .prefetch_related("lines")
    )
    if (file := tables.export(CARTS, request, rows)) is not None:
        return file
    return answers.page(request, "carts/index.html", {"page": tables.show(CARTS, request, rows)})


@require_GET
@signed_in
def bag(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what is in a cart, and the link that brings its shopper back."""
    _may_read(request)
    row = Cart.objects.select_related("customer", "order").filter(uid=uid).first()
    if row is None:
        raise Missing
    lines = list(row.lines.all())
    faces = catalogue.faces((line.variant_id for line in lines), request.LANGUAGE_CODE, now=timezone.now())
    context = {
        "row": row,
        "lines": [(line, faces.get(line.variant_id)) for line in lines],
        "worth": worth(row),
        "link": request.build_absolute_uri(f"/cart/back/{link_to(row.uid)}/") if row.state == CartState.OPEN else "",
    }
    return answers.page(request, "carts/bag.html", context)


def _may_read(request: HttpRequest) -> None:
    permit(request.actor, name="carts.left_behind", seats=HELPERS, at=timezone.now())  # type: ignore[attr-defined]
