"""Whether an order is in somebody's hands here: then its buyer can no longer change it alone."""

from storecrew.shop.fulfilment.models import HERE, Parcel, Pick
from storecrew.shop.orders import in_hand


@in_hand.tells("fulfilment.begun")
def picked_or_packed(order_id: int) -> bool:
    """Tell whether pieces of an order lie in a tote, or in a parcel that has not left."""
    in_totes = Pick.objects.filter(tote__order=order_id, tote__open=True, picked__gt=0)
    return in_totes.exists() or Parcel.objects.filter(order=order_id, state__in=HERE).exists()
