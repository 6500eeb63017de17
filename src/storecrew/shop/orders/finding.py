"""Which orders somebody means: the views that a shop owner expects, and words typed into the search."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from storecrew.shop.orders.models import Fulfilment, Line, Order, State


def narrowed(rows: QuerySet[Order], view: str, now: datetime) -> QuerySet[Order]:
    """Keep the orders of one view; `all` is all that were placed."""
    match view:
        case "drafts":
            return rows.filter(state=State.DRAFT)
        case "open":
            return rows.filter(state=State.OPEN)
        case "to_pay":
            return owing(rows.filter(state=State.OPEN))
        case "to_ship":
            return rows.filter(pk__in=Order.objects.ready().values("pk"))
        case "held":
            return rows.filter(held=True)
        case "late":
            return late(rows, now)
        case "returns":
            return rows.filter(Exists(Line.objects.filter(order=OuterRef("pk"), returned__gt=0)))
        case "done":
            return rows.filter(state=State.CLOSED)
        case "cancelled":
            return rows.filter(state=State.CANCELLED)
    return rows.exclude(state=State.DRAFT)


def owing(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Keep orders whose buyer still has to pay something."""
    owed = F("total_minor") - F("credited_minor") - F("captured_minor") + F("refunded_minor")
    return rows.alias(owed=owed).filter(owed__gt=0)


def late(rows: QuerySet[Order], now: datetime) -> QuerySet[Order]:
    """Keep open orders that should have left by now and have not, or whose last promised day is over."""
    behind = Q(ship_by__lt=now) | Q(promised_until__lt=now.date())
    return rows.filter(behind, state=State.OPEN).exclude(fulfilment=Fulfilment.DONE)


def matching(rows: QuerySet[Order], text: str) -> QuerySet[Order]:
    """Keep orders by number (ours, theirs), name, e-mail, telephone or SKU. Several words have to fit all."""
    for word in text.split():
        plain = word.lstrip("#")
        digits = "".join(sign for sign in word if sign.isdigit())
        hit: Q = (
            Q(number__icontains=plain)
            | Q(source_number__iexact=plain)
            | Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(Exists(Line.objects.filter(order=OuterRef("pk"), sku__iexact=word)))
        )
        if len(digits) >= 4:
            hit |= Q(phone__contains=digits)
        rows = rows.filter(hit)
    return rows
