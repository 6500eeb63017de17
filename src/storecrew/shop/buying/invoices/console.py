"""What suppliers' invoices register with the console: menu, names, search."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.shop.buying.invoices.matching import number_key
from storecrew.shop.buying.invoices.models import SupplierInvoice
from storecrew.shop.buying.seats import BILLERS, READERS

menu.register(MenuItem("buying", _("Suppliers’ invoices"), "note", "buying:invoices", BILLERS, order=33))


def _invoices(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = SupplierInvoice.objects.filter(pk__in=ids).select_related("supplier")
    return {
        str(row.pk): Link(f"{row.number} · {row.supplier.name}", reverse("buying:invoice", args=[row.pk]), "note")
        for row in rows
    }


links.register("supplier_invoice", lambda number: _invoices([number]).get(number), many=_invoices, seats=READERS)
links.register("buying_tolerance", lambda _number: Link(str(_("Tolerance")), reverse("buying:tolerance"), "sliders"))


@search.source("buying.invoices")
def find(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find suppliers' invoices by their number, however it is typed."""
    key = number_key(text)
    if len(key) < 3 or not allows(actor, name="buying_invoices.invoices", seats=READERS, at=timezone.now()):
        return
    rows = SupplierInvoice.objects.filter(number_key__startswith=key).select_related("supplier").order_by("-pk")
    for row in rows[:limit]:
        yield Hit(
            title=row.number,
            url=reverse("buying:invoice", args=[row.pk]),
            icon="note",
            detail=f"{row.supplier.name} · {row.get_state_display()}",
            score=1.0 if row.number_key == key else 0.5,
            kind=_("Supplier’s invoice"),
        )
