"""What counting registers with the console: menu, names, and what is due."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, queue
from storecrew.kernel.pages.types import Link, MenuItem, QueueItem, Step
from storecrew.shop.stock.counting.models import Count, CountState, LineState
from storecrew.shop.stock.counting.planning import due
from storecrew.shop.stock.models import Warehouse, WarehouseKind
from storecrew.shop.stock.seats import KEEPERS

SECONDS_EACH = 45

menu.register(MenuItem("stock_counting", gettext_lazy("Counts"), "check", "stock_counting:counts", KEEPERS, order=23))


def _count(number: str) -> Link | None:
    row = Count.objects.select_related("warehouse").filter(pk=number).first() if number.isdigit() else None
    if row is None:
        return None
    name = _("Count %(n)d, %(warehouse)s") % {"n": row.pk, "warehouse": row.warehouse.name}
    return Link(name, reverse("stock_counting:count", args=[row.pk]), "check")


links.register("count", _count)


@queue.source("stock.counts")
def counts(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name counts that are open, and classes that are due."""
    open_ones = Count.objects.filter(state=CountState.OPEN).select_related("warehouse").order_by("due_on", "pk")
    for row in open_ones[:20]:
        left = row.lines.filter(state__in=(LineState.TODO, LineState.AGAIN)).count()
        url = reverse("stock_counting:count", args=[row.pk])
        yield QueueItem(
            key=f"stock.count:{row.pk}",
            seat="warehouse",
            title=ngettext(
                "%(n)d thing in %(warehouse)s is still to be counted",
                "%(n)d things in %(warehouse)s are still to be counted",
                left,
            )
            % {"n": left, "warehouse": row.warehouse.name}
            if left
            else _("The count of %(warehouse)s waits to be booked") % {"warehouse": row.warehouse.name},
            why=_("What the books say and what lies there drift apart; the next sale is promised by the books."),
            step=Step(label=_("Go on counting") if left else _("Book the count"), url=url),
            url=url,
            minutes=max(1, left * SECONDS_EACH // 60),
            calm=row.due_on is None or row.due_on > now.date(),
            subject=row.subject,
            version=str(left),
        )
    for warehouse in Warehouse.objects.filter(closed_at=None, kind=WarehouseKind.OWN).order_by("priority", "pk"):
        waiting = len(due(warehouse.pk, "A", now))
        if waiting:
            yield QueueItem(
                key=f"stock.count_due:{warehouse.pk}",
                seat="warehouse",
                title=ngettext(
                    "%(n)d of the things that earn most was not counted for a month in %(warehouse)s",
                    "%(n)d of the things that earn most were not counted for a month in %(warehouse)s",
                    waiting,
                )
                % {"n": waiting, "warehouse": warehouse.name},
                why=_("Class A makes most of the money; an error there is sold soonest."),
                step=Step(label=_("Plan a count"), url=reverse("stock_counting:counts")),
                minutes=max(1, waiting * SECONDS_EACH // 60),
                calm=True,
                version=str(waiting),
            )
