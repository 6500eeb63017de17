"""What buying registers with the console: menu, names, search."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.shop.buying.models import LandedCost, PurchaseLine, PurchaseOrder
from storecrew.shop.buying.seats import BUYERS, READERS
from storecrew.shop.buying.tables import number_of

menu.register(MenuItem("buying", pgettext_lazy("menu", "Buying"), "coin", "buying:proposals", BUYERS, order=31))
menu.register(
    MenuItem("buying", _("Purchase orders"), "order", "buying:orders", frozenset({"finance", "analyst"}), order=32)
)


def _orders(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = PurchaseOrder.objects.filter(pk__in=ids).select_related("supplier")
    return {
        str(row.pk): Link(f"{row.number} · {row.supplier.name}", reverse("buying:order", args=[row.pk]), "order")
        for row in rows
    }


def _costs(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    return {
        str(row.pk): Link(str(row.get_kind_display()), reverse("buying:order", args=[row.order_id]), "coin")
        for row in LandedCost.objects.filter(pk__in=ids)
    }


links.register("purchase", lambda number: _orders([number]).get(number), many=_orders, seats=READERS)
links.register("landed_cost", lambda number: _costs([number]).get(number), many=_costs, seats=READERS)


@search.source("buying.orders")
def find(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find purchase orders by number, or by the supplier's SKU."""
    if len(text.strip()) < 4 or not allows(actor, name="buying.orders", seats=READERS, at=timezone.now()):
        return
    number = number_of(text)
    inside = PurchaseLine.objects.filter(sku__iexact=text.strip()).order_by("-pk").values_list("order_id", flat=True)
    found = Q(pk__in=list(inside[:limit]))
    rows = PurchaseOrder.objects.filter(Q(pk=number) | found if number else found).select_related("supplier")
    for row in rows.order_by("-pk")[:limit]:
        yield Hit(
            title=row.number,
            url=reverse("buying:order", args=[row.pk]),
            icon="order",
            detail=f"{row.supplier.name} · {row.get_state_display()}",
            score=1.0 if row.pk == number else 0.6,
            kind=_("Purchase order"),
        )
