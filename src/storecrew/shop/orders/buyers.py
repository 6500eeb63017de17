"""What orders tell of a customer: on the customer's page, in the copy of their data, to coupons, when records merge."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.types import Panel
from storecrew.kernel.store.reads import current
from storecrew.shop.customers import merging, panels, privacy, timeline, worth
from storecrew.shop.customers.timeline import Happening
from storecrew.shop.customers.worth import Worth
from storecrew.shop.discounts.buyers import count_orders_with
from storecrew.shop.orders import words
from storecrew.shop.orders.models import Order, State
from storecrew.shop.orders.reads.assembly import views_of
from storecrew.shop.orders.reads.lists import orders_before
from storecrew.shop.orders.tables import url_of
from storecrew.shop.orders.writing.forgetting import forget, move, move_back

STANDING = ~Q(state__in=[State.DRAFT, State.CANCELLED])
KEPT_MONEY = F("captured_minor") - F("refunded_minor")


@panels.panel("orders.of_customer", order=10)
def of_customer(actor: Actor, customer_ids: Sequence[int], now: datetime) -> Panel | None:
    """Show a customer's newest orders, and a way to write one for them."""
    rows = Order.objects.filter(customer__in=customer_ids).order_by("-pk")[:8]
    found = [{"order": row, "url": url_of(row), "tags": words.tags_of(row)} for row in rows]
    return Panel(
        title=_("Orders"),
        template="orders/of_customer.html",
        context={"rows": found, "new": f"{reverse('orders:new')}?customer={customer_ids[0]}"},
        url=f"{reverse('orders:index')}?customer={customer_ids[0]}" if found else "",
        link=_("All"),
        wide=True,
    )


@timeline.source("orders.placed")
def placed(actor: Actor, customer_ids: Sequence[int], before: datetime | None, limit: int) -> Iterable[Happening]:
    """Tell when orders were placed."""
    rows = Order.objects.placed().filter(customer__in=customer_ids)
    if before is not None:
        rows = rows.filter(placed_at__lt=before)
    for row in rows.order_by("-placed_at", "-pk")[:limit]:
        assert row.placed_at is not None  # noqa: S101  the database holds it
        yield Happening(
            at=row.placed_at,
            title=_("Order %(number)s") % {"number": row.number},
            detail=format_money(row.money(row.placed_total_minor)),
            url=url_of(row),
            icon="order",
        )


def provide(customer_ids: Iterable[int]) -> Mapping[int, Worth]:
    """Return what customers bought in the store's own currency."""
    store = current()
    if store is None:
        return {}
    rows = Order.objects.filter(STANDING, customer__in=list(customer_ids)).order_by("customer")
    own = Q(currency=store.currency)
    sums = rows.values("customer").annotate(n=Count("pk"), last=Max("placed_at"), spent=Sum(KEPT_MONEY, filter=own))
    return {
        row["customer"]: Worth(orders=row["n"], spent=Money(row["spent"] or 0, store.currency), last_at=row["last"])
        for row in sums
    }


def annotate(customers: Any) -> Any:
    """Add how many orders, and what was spent in the store's own currency."""
    store = current()
    mine = Order.objects.filter(STANDING, customer=OuterRef("pk")).order_by().values("customer")
    own = mine.filter(currency=store.currency if store else "")
    return customers.annotate(
        order_count=Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0),
        spent_minor=Coalesce(Subquery(own.annotate(spent=Sum(KEPT_MONEY)).values("spent")), 0),
    )


def export(customer_ids: Sequence[int]) -> Any:
    """Return a customer's orders as data."""
    rows = list(Order.objects.filter(customer__in=customer_ids).order_by("pk"))
    return [view.model_dump(mode="json", exclude={"hold_reason"}) for view in views_of(rows, crew=False)]


worth.provider(provide, annotate=annotate)
merging.mover("orders", move=move, move_back=move_back)
privacy.section(
    "orders",
    label=gettext_lazy("Orders"),
    export=export,
    forget=forget,
    keeps=gettext_lazy(
        "What was bought and paid stays for the books, without name and address; issued invoices stay as tax law wants "
        "them. Open orders keep their address until they are done."
    ),
)
count_orders_with(orders_before)
