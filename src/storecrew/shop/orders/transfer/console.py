"""What this part shows in the console's shell: its entry in the menu, and where an import is found."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem
from storecrew.shop.orders.transfer.models import Batch, Source
from storecrew.shop.orders.transfer.seats import CONNECTORS, READERS

menu.register(MenuItem("orders", _("Import orders"), "upload", "orders_transfer:imports", READERS, order=24))
menu.register(
    MenuItem("orders", _("Shops that tell of orders"), "globe", "orders_transfer:sources", CONNECTORS, order=26)
)


def _import(number: str) -> Link | None:
    row = Batch.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("orders_transfer:import", args=[row.pk]), "upload") if row else None


def _source(number: str) -> Link | None:
    row = Source.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("orders_transfer:sources"), "globe") if row else None


links.register("order_import", _import, seats=READERS)
links.register("order_source", _source, seats=CONNECTORS)
