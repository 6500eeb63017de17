"""Lists of orders: for programs, for a customer's page, for those who count."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Page
from storecrew.shop.orders.finding import matching, narrowed
from storecrew.shop.orders.models import Line, Order, State
from storecrew.shop.orders.seats import EVERYWHERE, READERS
from storecrew.shop.orders.types import OrderRow

PIECES = Coalesce(
    Subquery(
        Line.objects.filter(order=OuterRef("pk"))
        .order_by()
        .values("order")
        .annotate(pieces=Sum(F("quantity") - F("cancelled")))
        .values("pieces")
    ),
    0,
)


class OrderList(Input):
    """Which orders, newest first. `view` as the tabs of the console; `text` finds number, name, e-mail, phone, SKU."""

    view: Literal["all", "open", "to_pay", "to_ship", "held", "late", "returns", "done", "cancelled", "drafts"] = "all"
    text: Annotated[str, Field(max_length=100)] = ""
    customer_id: int | None = None
    placed_from: datetime | None = None
    placed_until: datetime | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=20)] | None = None


@read("orders.orders", label=gettext_lazy("Orders"), seats=READERS, surfaces=EVERYWHERE)
def orders(ask: Ask, data: OrderList) -> Page[OrderRow]:
    """List orders, newest first."""
    rows = narrowed(Order.objects.all(), data.view, ask.now)
    if data.text.strip():
        rows = matching(rows, data.text)
    if data.customer_id is not None:
        rows = rows.filter(customer=data.customer_id)
    if data.placed_from is not None:
        rows = rows.filter(placed_at__gte=data.placed_from)
    if data.placed_until is not None:
        rows = rows.filter(placed_at__lt=data.placed_until)
    if data.cursor and data.cursor.isdecimal():
        rows = rows.filter(pk__lt=int(data.cursor))
    found = rows_of(rows.order_by("-pk")[: data.limit + 1])
    more = str(found[data.limit - 1].order_id) if len(found) > data.limit else None
    return Page(items=tuple(found[: data.limit]), cursor=more)


def orders_of_customer(customer_id: int, *, limit: int = 100, skip: int = 0) -> tuple[OrderRow, ...]:
    """Return a customer's orders for another room, newest first, without drafts; `skip` of them for further pages."""
    rows = Order.objects.placed().filter(customer=customer_id).order_by("-placed_at", "-pk")
    return tuple(rows_of(rows[skip : skip + limit]))


def orders_before(customer_id: int | None, email: str) -> int:
    """Return how many orders a buyer has placed, known by customer or e-mail; cancelled ones do not count."""
    rows = Order.objects.exclude(state__in=[State.DRAFT, State.CANCELLED])
    if customer_id is not None:
        return rows.filter(customer=customer_id).count()
    return rows.filter(email__iexact=email).count() if email else 0


def pieces_sent(*, product_id: int | None = None, variant_id: int | None = None, since: datetime | None = None) -> int:
    """Return how many pieces have left, of orders placed since then: what returns are counted against. One question."""
    lines = Line.objects.filter(shipped__gt=0)
    if variant_id is not None:
        lines = lines.filter(variant=variant_id)
    if product_id is not None:
        lines = lines.filter(variant__product=product_id)
    if since is not None:
        lines = lines.filter(order__placed_at__gte=since)
    return lines.aggregate(sum=Sum("shipped"))["sum"] or 0


def pieces_of_lines(line_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return (sent, come back) of lines, for another room that keeps its own account of them. One question."""
    rows = Line.objects.filter(pk__in=list(line_ids)).values_list("pk", "shipped", "returned")
    return {pk: (shipped, returned) for pk, shipped, returned in rows}


def rows_of(rows: QuerySet[Order]) -> list[OrderRow]:
    """Return orders as lines of a list; one question."""
    return [
        OrderRow(
            order_id=row.pk,
            number=row.number,
            state=row.state,
            payment=row.payment,
            fulfilment=row.fulfilment,
            held=row.held,
            channel=row.channel,
            customer_id=row.customer_id,
            name=row.name,
            email=row.email,
            country=row.country,
            total=row.total,
            balance=row.money(row.balance_minor),
            pieces=row.pieces,
            placed_at=row.placed_at,
            ship_by=row.ship_by,
            promised_until=row.promised_until,
        )
        for row in rows.annotate(pieces=PIECES)
    ]
