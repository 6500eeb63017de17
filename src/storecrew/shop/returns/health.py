"""What the doctor asks of returns: what no constraint can hold across rooms."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.orders import reads as orders
from storecrew.shop.payments.reads import payments_of
from storecrew.shop.returns.models import VOID, Received, RefundPart, RefundState, Return, ReturnLine
from storecrew.shop.stock import reads as stock

LOOKED_AT = 2000
"""So many of the newest returns are compared with the other rooms; older ones do not move any more."""


@health.check("returns.pieces")
def pieces_came_once(now: datetime) -> Iterable[Finding]:
    """Prove that what came in is what receipts say, what orders say, and never more than was sent."""
    wrong = _receipts_off() | _orders_off()
    yield from _finding(
        sorted(wrong),
        _("What came back is what receipts, orders and stock say."),
        _("Pieces of %(numbers)s are counted differently by returns and by their orders."),
        _("Compare the return's page with the order's; then have the rows looked at."),
    )


@health.check("returns.stock")
def stock_has_what_came(now: datetime) -> Iterable[Finding]:
    """Prove that stock moved as many pieces as receipts say, receipt by receipt."""
    rows = Received.objects.filter(line__variant__isnull=False).order_by("-receipt_id")
    newest = list(rows.values_list("receipt__document", "line__variant", "quantity", "disposition")[: LOOKED_AT * 2])
    recipes = stock.recipes({variant for _doc, variant, _n, _d in newest})
    said: dict[tuple[str, int], int] = defaultdict(int)
    for document, variant, quantity, disposition in newest:
        for item, each in recipes.get(variant, [(variant, 1)]):
            said[document, item] += 0 if disposition == "destroy" else quantity * each
    moved = stock.returned_with({document for document, _item in said})
    wrong = sorted({key[0] for key, pieces in said.items() if key in moved and moved[key] != pieces})
    yield from _finding(
        wrong,
        _("Stock has taken back what returns say."),
        _("Stock has moved other pieces for %(numbers)s than the receipts say."),
        _("Compare the moves of that document with the return's page, and correct the stock with a reason."),
    )


@health.check("returns.money")
def money_is_what_payments_say(now: datetime) -> Iterable[Finding]:
    """Prove that each refund is the sum of its parts, and that no part is more than payments know of."""
    wrong: set[str] = set()
    parts: dict[tuple[int, str], int] = defaultdict(int)
    for part in (
        RefundPart.objects.exclude(state=RefundState.FAILED).select_related("refund__ret").order_by("-pk")[:LOOKED_AT]
    ):
        parts[part.refund.ret.order_id, part.refund.ret.number] += part.amount_minor
    gone: dict[int, int] = {}
    by_order: dict[int, int] = defaultdict(int)
    for (order_id, number), minor in parts.items():
        by_order[order_id] += minor
        if order_id not in gone:
            views = payments_of(f"order:{order_id}")
            gone[order_id] = sum(view.refunded.minor + view.refunding.minor for view in views)
        if by_order[order_id] > gone[order_id]:
            wrong.add(number)
    split = Return.objects.filter(refunds__total_minor__gt=0).exclude(refunds__state=RefundState.FAILED)
    sums = split.annotate(total=Sum("refunds__total_minor", distinct=False), n=Count("refunds", distinct=True))
    wrong |= {row.number for row in sums.filter(n=1).annotate(sent=Sum("refunds__parts__amount_minor")) if _off(row)}
    yield from _finding(
        sorted(wrong),
        _("What returns gave back is what payments say."),
        _("Payments know of less money than %(numbers)s gave back."),
        _("Open the payments of the order, and compare each refund."),
    )


def _off(row: Return) -> bool:
    refund = row.refunds.get()
    sent = sum(refund.parts.values_list("amount_minor", flat=True))
    return bool(sent) and sent != refund.total_minor


def _receipts_off() -> set[str]:
    lines = ReturnLine.objects.annotate(came=Sum("received_in__quantity"))
    wrong = lines.exclude(received=F("came")).exclude(Q(came=None, received=0))
    return set(wrong.values_list("ret__number", flat=True)[:20])


def _orders_off() -> set[str]:
    """Compare with what orders have counted as come back; pieces that came past this room may only make it more."""
    rows = ReturnLine.objects.exclude(ret__state__in=VOID).order_by().values("line", "ret__order__number")
    summed = rows.annotate(came=Sum("received"), asked=Sum(F("quantity") - F("missing")))
    newest = list(summed.order_by("-line")[:LOOKED_AT])
    known = orders.pieces_of_lines(row["line"] for row in newest)
    return {
        row["ret__order__number"]
        for row in newest
        if row["came"] > known[row["line"]][1] or row["asked"] > known[row["line"]][0]
    }


def _finding(numbers: list[str], good: str, bad: str, remedy: str) -> Iterable[Finding]:
    if numbers:
        yield Finding(Level.BAD, bad % {"numbers": ", ".join(numbers[:5])}, remedy)
    else:
        yield Finding(Level.GOOD, good)
