"""What is owed to them: what was sent or delivered and not billed, bills and whether they are paid, deposits."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from storecrew.fronts.portal.visits import Visit, page
from storecrew.fronts.portal.wording import BILL_STATES
from storecrew.kernel.money.types import Money
from storecrew.shop.buying import billable, reads

SHOWN = 300
BILLS = 60


@page
def money(visit: Visit) -> HttpResponse:
    """Show what they get of us, and what of it has no bill yet, piece by piece."""
    rows = [one for some in billable.of_supplier(visit.supplier_id).values() for one in some]
    rows.sort(key=lambda one: one.at, reverse=True)
    orders = [
        (order, line, line.received - line.damaged - line.returned - line.billed)
        for order in reads.of_supplier(visit.supplier_id)
        for line in order.lines
        if line.received - line.damaged - line.returned > line.billed
    ]
    return visit.show(
        "portal/money.html",
        _("What we owe you"),
        "money",
        sums=reads.owed(visit.supplier_id, visit.now),
        bills=[(bill, *BILL_STATES[bill.state]) for bill in reads.bills_of(visit.supplier_id, limit=BILLS)],
        rows=[(one, Money(one.cost.minor * one.quantity, one.cost.currency)) for one in rows[:SHOWN]],
        more=max(0, len(rows) - SHOWN),
        orders=[
            (order, line, count, Money(line.cost.minor * count, order.currency))
            for order, line, count in orders[:SHOWN]
        ],
    )
