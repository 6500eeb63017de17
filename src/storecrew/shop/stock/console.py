"""What stock registers with the console: menu, names of objects, search."""

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
from storecrew.shop.stock.models import Bin, Item, Lot, Receipt, Serial, Transfer, Warehouse
from storecrew.shop.stock.seats import COST_READERS, KEEPERS, READERS

menu.register(MenuItem("stock", _("Stock"), "parcel", "stock:levels", READERS, order=20, tab=True))
menu.register(MenuItem("stock", _("Deliveries"), "truck", "stock:receipts", KEEPERS, order=21))
menu.register(MenuItem("stock", pgettext_lazy("stock", "Transfers"), "swap", "stock:transfers", KEEPERS, order=22))
menu.register(MenuItem("stock", _("Warehouses"), "pin", "stock:warehouses", KEEPERS, order=24))
menu.register(MenuItem("stock", _("Stock value"), "coin", "stock:value", COST_READERS, order=25))


def _warehouse(number: str) -> Link | None:
    row = Warehouse.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("stock:warehouse", args=[row.pk]), "parcel") if row else None


def _receipts(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = Receipt.objects.filter(pk__in=ids).values_list("pk", "reference")
    return {str(pk): Link(name or f"#{pk}", reverse("stock:receipt", args=[pk]), "truck") for pk, name in rows}


def _receipt(number: str) -> Link | None:
    return _receipts([number]).get(number)


def _transfer(number: str) -> Link | None:
    row = Transfer.objects.select_related("source", "target").filter(pk=number).first() if number.isdigit() else None
    name = f"{row.source.name} → {row.target.name}" if row else ""
    return Link(name, reverse("stock:transfer", args=[row.pk]), "swap") if row else None


links.register("warehouse", _warehouse)
links.register("receipt", _receipt, many=_receipts)
links.register("transfer", _transfer)


@search.source("stock.items")
def items(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find stock by SKU, barcode, serial number or lot; bins by code; deliveries by reference."""
    if not allows(actor, name="stock.levels", seats=READERS, at=timezone.now()):
        return
    exact = Q(variant__sku__iexact=text) | Q(variant__barcode=text)
    traced = Q(pk__in=Serial.objects.filter(code=text).values("item_id")) | Q(
        pk__in=Lot.objects.filter(code=text).values("item_id")
    )
    for row in Item.objects.filter(exact | traced).select_related("variant__product").order_by("pk")[:limit]:
        yield Hit(
            title=row.variant.product.title,
            url=reverse("stock:item", args=[row.pk]),
            icon="parcel",
            detail=row.variant.sku,
            score=0.95,
            kind=_("Stock"),
        )
    for bin in Bin.objects.filter(code__iexact=text, closed_at=None).select_related("warehouse").order_by("pk")[:limit]:
        url = reverse("stock:warehouse", args=[bin.warehouse_id])
        yield Hit(title=bin.code, url=url, icon="parcel", detail=bin.warehouse.name, score=0.9, kind=_("Bin"))
    for receipt in Receipt.objects.filter(reference__iexact=text).order_by("-pk")[:limit]:
        url = reverse("stock:receipt", args=[receipt.pk])
        yield Hit(
            title=receipt.reference,
            url=url,
            icon="truck",
            detail=receipt.supplier,
            score=0.9,
            kind=pgettext_lazy("stock", "Delivery"),
        )
