"""Lay the costs of an order on the goods that came, again after each delivery and each cost; late ones say so."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.models import OPEN, LandedCost, PurchaseLine, PurchaseOrder, Receiving
from storecrew.shop.buying.writing import booking
from storecrew.shop.buying.writing.booking import COST_OF_GOODS, STOCK, UNBILLED, Side
from storecrew.shop.buying.writing.rates import own_currency
from storecrew.shop.buying.writing.spreading import Weighed, shares, together
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.stock import actions as stock

CALLS = (stock.revalue,)


def lay(run: Run, order: PurchaseOrder, lines: Sequence[PurchaseLine]) -> None:
    """Bring the goods' cost up to what the order's costs come to; lines are saved where they change. Needs `CALLS`."""
    costs = list(LandedCost.objects.filter(order=order, dropped_at=None))
    if not any(line.received for line in lines) or (not costs and not any(line.landed_minor for line in lines)):
        return
    weighed = _weighed(lines, run.now)
    whole = order.state not in OPEN
    wanted = together([shares(cost.own_minor, weighed, cost.spread, whole=whole) for cost in costs])
    moved = [(line, wanted.get(line.pk, 0) - line.landed_minor) for line in lines if line.received]
    moved = [(line, added) for line, added in moved if added]
    if not moved:
        return
    currency = own_currency()
    receipts = tuple(Receiving.objects.filter(order=order).values_list("receipt_id", flat=True))
    data = stock.Revalue(
        receipt_ids=receipts,
        document=order.subject,
        lines=tuple(
            stock.RevalueLine(variant_id=line.variant_id, added=Money(added, currency)) for line, added in moved
        ),
    )
    answer = run.call(stock.revalue, data)
    left, used = sum(one.left.minor for one in answer.lines), sum(one.used.minor for one in answer.lines)
    for line, added in moved:
        line.landed_minor += added
        line.save(update_fields=["landed_minor"])
    booking.note(
        run,
        f"{order.subject}:landed:{run.uid}",
        _("Freight, duty and fees of %(number)s") % {"number": order.number},
        order.subject,
        [
            Side(STOCK, Money(left, currency)),
            Side(COST_OF_GOODS, Money(used, currency)),
            Side(UNBILLED, Money(-left - used, currency)),
        ],
    )


def _weighed(lines: Sequence[PurchaseLine], now: datetime) -> list[Weighed]:
    goods = catalogue.sold([line.variant_id for line in lines], language="en", currencies=(), at=now)
    weights = {variant_id: one.weight_g for variant_id, one in goods.items()}
    return [
        Weighed(line.pk, line.quantity - line.waived, line.received, line.cost_minor, weights.get(line.variant_id) or 0)
        for line in lines
    ]
