"""What sourcing shows on the pages of suppliers' offers: how this source stands against the others."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.types import Panel
from storecrew.kernel.store.reads import current
from storecrew.shop.sourcing import reads
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import panels
from storecrew.shop.supply import reads as supply


@panels.of_offer("sourcing.place", order=20)
def of_offer(offer_id: int, now: datetime) -> Panel | None:
    """Say from where the variant of an offer would be taken now, and where this one stands."""
    store, offer = current(), supply.offers_by_id([offer_id]).get(offer_id)
    if store is None or offer is None:
        return None
    found = reads.options([offer.variant_id], ship_to=None, currency=store.currency, now=now)
    options = found.get(offer.variant_id, ())
    if not options:
        return None
    names = {one.warehouse_id: one.name for one in stock.open_warehouses()}
    return Panel(
        title=_("Against other sources"),
        template="sourcing/panels/offer.html",
        context={"places": [(one, names.get(one.warehouse_id, ""), one.offer_id == offer_id) for one in options]},
        url=reverse("sourcing:of_variant", args=[offer.variant_id]),
        link=_("Why"),
    )
