"""Which orders somebody still waits for, by what they were promised: for rooms that watch over promises."""

from django.db.models import Q

from storecrew.shop.orders.models import Fulfilment, Order
from storecrew.shop.orders.models.orders import SAFE_TO_SHIP


def promised_ids() -> list[int]:
    """Return the open orders with a promised day that are safe to send and not sent altogether, by id; one question.

    Held ones are among them: that they are held is a reason to look.
    """
    safe = Q(payment__in=SAFE_TO_SHIP) | Q(ships_unpaid=True)
    rows = Order.objects.open().filter(safe, promised_until__isnull=False).exclude(fulfilment=Fulfilment.DONE)
    return list(rows.order_by("pk").values_list("pk", flat=True))
