"""What stock shows on the homes of seats: the warehouse's state, and what the goods are worth."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.types import Panel
from storecrew.shop.stock import reads
from storecrew.shop.stock.models import Level, Warehouse
from storecrew.shop.stock.models.levels import AVAILABLE, OWED

MONTH = timedelta(days=30)


@desk.panel("warehouse", order=30)
def shelves(actor: Actor, now: datetime) -> Panel | None:
    """Say how much lies in each warehouse, and how much of it is low, gone or owed."""
    rows = (
        Level.objects.annotate(free=AVAILABLE, missing=OWED)
        .values("warehouse_id", "warehouse__name")
        .annotate(
            pieces=Sum("on_hand"),
            promised=Sum(F("committed") + F("held")),
            coming=Sum("incoming"),
            low=Count("pk", filter=Q(free__gt=0, free__lte=F("item__low_stock_at"))),
            owed=Count("pk", filter=Q(missing__gt=0)),
        )
        .order_by("warehouse__priority", "warehouse_id")
    )
    found = list(rows)
    if not found:
        return None
    return Panel(
        title=_("Stock"),
        template="stock/panels/shelves.html",
        context={"rows": found},
        url=reverse("stock:levels"),
        link=_("All"),
        wide=True,
    )


@desk.panel("finance", order=40)
def worth(actor: Actor, now: datetime) -> Panel | None:
    """Say what the goods are worth, and what they were worth a month ago."""
    today, before = (reads.value(actor, reads.ValueQuery(at=at), now=now) for at in (now, now - MONTH))
    sums, old = _sums(today), _sums(before)
    if not sums:
        return None
    names = dict(Warehouse.objects.values_list("pk", "name"))
    return Panel(
        title=_("Stock value"),
        template="stock/panels/worth.html",
        context={
            "sums": [
                (Money(minor, currency), Money(old.get(currency, 0), currency)) for currency, minor in sums.items()
            ],
            "rows": [(names.get(row.warehouse_id, ""), row.value) for row in today.items if row.value is not None],
        },
        url=reverse("stock:value"),
        link=_("Any past day"),
        note=_("at cost, first in first out"),
    )


def _sums(answer: reads.Value) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in answer.items:
        if row.value is not None:
            found[row.value.currency] = found.get(row.value.currency, 0) + row.value.minor
    return dict(sorted(found.items()))
