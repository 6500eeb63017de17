"""What the doctor asks of purchases: does stock await what orders await, and do lines hold what was received?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.buying.models import OPEN, Booking, PurchaseLine, PurchaseOrder
from storecrew.shop.buying.writing.incoming import awaited
from storecrew.shop.stock import reads as stock

AT_MOST = 30
LONG = timedelta(days=2)


@health.check("buying.lines")
def lines_hold_what_was_received(now: datetime) -> Iterable[Finding]:
    """Prove that each line holds what its receivings add up to."""
    rows = PurchaseLine.objects.annotate(came=Coalesce(Sum("receivings__quantity"), 0)).exclude(received=F("came"))
    wrong = list(rows.select_related("order").order_by("pk")[:AT_MOST])
    for row in wrong:
        yield Finding(
            Level.BAD,
            _("%(number)s, %(title)s: the line says %(says)d came, its deliveries add up to %(should)d.")
            % {"number": row.order.number, "title": row.title, "says": row.received, "should": row.came},
            _("Somebody wrote past the actions. Compare with the delivery notes."),
        )
    if not wrong:
        count = PurchaseLine.objects.count()
        yield Finding(
            Level.GOOD,
            ngettext(
                "%(n)d line of purchase orders holds what was received.",
                "%(n)d lines of purchase orders hold what was received.",
                count,
            )
            % {"n": count},
        )


@health.check("buying.incoming")
def stock_awaits_what_orders_await(now: datetime) -> Iterable[Finding]:
    """Prove that the deliveries stock awaits for orders say what is missing of them."""
    orders = {row.pk: row for row in PurchaseOrder.objects.filter(state__in=OPEN)}
    wanted: dict[int, dict[int, int]] = defaultdict(dict)
    for line in PurchaseLine.objects.filter(order__in=orders):
        if pieces := awaited(line):
            wanted[line.order_id][line.variant_id] = pieces
    told = stock.awaited_of([row.receipt_id for row in orders.values() if row.receipt_id is not None])
    for pk, row in sorted(orders.items()):
        if told.get(row.receipt_id or 0, {}) != wanted[pk]:
            yield Finding(
                Level.BAD,
                _("%(number)s: what stock awaits is not what is missing of the order.") % {"number": row.number},
                _("Change the order without changing anything and send it again: it is announced anew."),
            )


@health.check("buying.books")
def what_was_received_is_booked(now: datetime) -> Iterable[Finding]:
    """Name entries that the books have not taken for days."""
    waiting = Booking.objects.filter(entry=None, made_at__lt=now - LONG)
    count = waiting.count()
    if count:
        yield Finding(
            Level.WARN,
            ngettext(
                "%(n)d entry of purchases waits to be booked for more than two days.",
                "%(n)d entries of purchases wait to be booked for more than two days.",
                count,
            )
            % {"n": count},
            _("Open the usual accounts, or open the closed month; then they are booked by themselves."),
        )
