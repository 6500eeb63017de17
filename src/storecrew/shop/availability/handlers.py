"""What follows when suppliers or their offers change: what was said of them is looked at anew."""

from django.db.models import Q

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.availability.models import Said
from storecrew.shop.supply.events import OffersEnded, OffersMade, SupplierStateChanged


@on(SupplierStateChanged, name="availability.look_at_supplier")
def look_at_supplier(event: SupplierStateChanged, meta: Meta) -> None:
    """Nothing is sold of a supplier who is paused; everything is again when they are back."""
    _look(Q(site__supplier_id=event.supplier_id), meta)


@on(OffersMade, name="availability.look_at_offers")
def look_at_offers(event: OffersMade, meta: Meta) -> None:
    """What is offered again may be sold again."""
    _look(Q(offer_id__in=event.offer_ids), meta)


@on(OffersEnded, name="availability.leave_offers")
def leave_offers(event: OffersEnded, meta: Meta) -> None:
    """What is offered no longer is not sold any more."""
    _look(Q(offer_id__in=event.offer_ids), meta)


def _look(which: Q, meta: Meta) -> None:
    Said.objects.filter(which).update(look_at=meta.now)
