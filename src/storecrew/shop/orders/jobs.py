"""The clock's work: orders that nobody paid in time are cancelled, and give back what they kept from others."""

import logging
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.shop.orders.actions.money import CLERK, CancelUnpaid, cancel_unpaid
from storecrew.shop.orders.models import Order

AT_ONCE = 200
_log = logging.getLogger("storecrew.orders")


@scheduled("orders.sweep_unpaid", label=_("Cancel orders that nobody paid in time"), rhythm=Every(minutes=1))
def sweep_unpaid(now: datetime) -> None:
    """Cancel what is overdue, the longest first; one at a time, so that one that cannot be stops no other."""
    rows = Order.objects.open().filter(pay_by__lte=now, captured_minor=0, authorised_minor=0)
    clerk = Actor("system", name=CLERK, reason="not paid in time", surface=Surface.WORKER)
    for order_id in list(rows.order_by("pay_by", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        try:
            cancel_unpaid(clerk, CancelUnpaid(order_ids=(order_id,), when="overdue"), now=now)
        except ActionError as refusal:
            _log.warning("an unpaid order could not be cancelled", extra={"order": order_id, "why": refusal.message})
