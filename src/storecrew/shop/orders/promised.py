"""What an order's page says of its promise: by whose word it was made, and the way to what was known then."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.types import Panel
from storecrew.shop.orders import page
from storecrew.shop.orders.models import Order
from storecrew.shop.promise.reads import recompute


@page.panel("orders.promise", order=15)
def of_order(actor: Actor, order_id: int, now: datetime) -> Panel | None:
    """Show between which days it was promised, and on what that rests; nothing where nothing was kept."""
    row = Order.objects.filter(pk=order_id).values("promise", "promised_from", "promised_until").first()
    packages = ((row["promise"] or {}).get("grounds") or {}).get("packages") if row else None
    if not row or not packages or row["promised_until"] is None:
        return None
    slowest = max((recompute(package["grounds"]) for package in packages), key=lambda window: window.last)
    context = {"first": row["promised_from"], "last": row["promised_until"], "window": slowest}
    return Panel(
        title=_("Promise"),
        template="orders/parts/promise.html",
        context=context,
        url=reverse("promise:of_order", args=[order_id]),
        link=_("What was known then"),
    )
