"""What stock puts on the lists of the warehouse and the director."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.stock.models import Level, Receipt, Transfer
from storecrew.shop.stock.models.levels import OWED
from storecrew.shop.stock.tables import in_state, level_rows
from storecrew.shop.stock.variants import uncounted

SHOWN = 20


@queue.source("stock.low")
def low(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name what runs low or is gone, in one job."""
    rows = level_rows().filter(item__tracked=True, warehouse__sells=True, item__low_stock_at__isnull=False)
    few = in_state(rows, "low").values("item_id").distinct().count()
    if few:
        yield QueueItem(
            key="stock.low",
            seat="warehouse",
            title=ngettext("%(n)d thing runs low", "%(n)d things run low", few) % {"n": few},
            why=_(
                "Fewer are available than you wanted to be told of. Ordered late, they are sold out before they come."
            ),
            step=Step(label=_("See what to order"), url=f"{reverse('stock:levels')}?state=low"),
            minutes=min(5 + few, 60),
            version=str(few),
        )


@queue.source("stock.owed")
def owed(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name what is promised beyond what lies there: backorders, and promises a loss has broken."""
    rows = (
        Level.objects.annotate(missing=OWED).filter(missing__gt=0).select_related("item__variant__product", "warehouse")
    )
    for row in rows.order_by("-missing", "pk")[:SHOWN]:
        facts = {"n": row.owes, "title": row.item.variant.product.title, "warehouse": row.warehouse.name}
        broken = row.short > 0
        yield QueueItem(
            key=f"stock.owed:{row.pk}",
            seat="warehouse",
            title=ngettext(
                "%(n)d of “%(title)s” is promised that does not lie in %(warehouse)s",
                "%(n)d of “%(title)s” are promised that do not lie in %(warehouse)s",
                row.owes,
            )
            % facts,
            why=_("A loss or a smaller limit came after the promise: somebody will not get theirs.")
            if broken
            else _("Sold ahead within its limit. Customers wait from the day they paid."),
            step=Step(label=_("See who waits"), url=reverse("stock:item", args=[row.item_id])),
            url=reverse("stock:item", args=[row.item_id]),
            minutes=5,
            calm=not broken,
            subject=f"variant:{row.item_id}",
            version=str(row.owes),
        )


@queue.source("stock.uncounted")
def not_counted(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name what is on sale and counted by nobody, where others are counted."""
    count = uncounted().count() if Level.objects.exists() else 0
    if count:
        yield QueueItem(
            key="stock.uncounted",
            seat="warehouse",
            title=ngettext("%(n)d variant on sale is not counted", "%(n)d variants on sale are not counted", count)
            % {"n": count},
            why=_("Whatever is ordered of them is promised, there or not."),
            step=Step(label=_("Say how they are counted"), url=reverse("stock:levels")),
            minutes=5,
            version=str(count),
        )


@queue.source("stock.overdue")
def overdue(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name deliveries and transfers that should be here."""
    late = Receipt.objects.filter(state__in=("expected", "part"), expected_on__lt=now.date()).order_by(
        F("expected_on"), "pk"
    )
    for row in late[:SHOWN]:
        days = (now.date() - row.expected_on).days if row.expected_on else 0
        yield QueueItem(
            key=f"stock.late:{row.pk}",
            seat="warehouse",
            title=ngettext(
                "The delivery of %(supplier)s is %(n)d day late",
                "The delivery of %(supplier)s is %(n)d days late",
                days,
            )
            % {"n": days, "supplier": row.supplier or row.reference or f"#{row.pk}"},
            why=_("It is counted as incoming; what it brings is perhaps promised already."),
            step=Step(label=_("Ask after it, or book it in"), url=reverse("stock:receipt", args=[row.pk])),
            url=reverse("stock:receipt", args=[row.pk]),
            minutes=5,
            subject=row.subject,
            version=str(days),
        )
    lost = Transfer.objects.select_related("source", "target").filter(
        state__in=("sent", "part"), expected_on__lt=now.date()
    )
    for move in lost.order_by("expected_on", "pk")[:SHOWN]:
        yield QueueItem(
            key=f"stock.lost:{move.pk}",
            seat="warehouse",
            title=_("What went from %(source)s to %(target)s has not arrived")
            % {"source": move.source.name, "target": move.target.name},
            why=_("It is in neither warehouse: nobody can buy it."),
            step=Step(label=_("Take it in, or write it off"), url=reverse("stock:transfer", args=[move.pk])),
            url=reverse("stock:transfer", args=[move.pk]),
            minutes=5,
            subject=move.subject,
        )
