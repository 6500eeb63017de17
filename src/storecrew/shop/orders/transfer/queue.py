"""What orders of other systems put on seats' lists: files that wait for a word, and orders that could not be taken in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import formats, queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.orders.transfer.models import Batch, BatchState, Incoming, IncomingState

NAMED = 5
LATELY = timedelta(days=30)
WAITED = timedelta(hours=1)
"""Whoever brings a file in has it before their eyes for so long."""


@queue.source("orders_transfer.files")
def files(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name files that wait for somebody's word, and those that could not be read."""
    why = {
        BatchState.MAPPING: _("Say which column is what; nothing of it is written before."),
        BatchState.CHECKED: _("It is checked, and nothing of it is written yet."),
        BatchState.FAILED: _("It could not be read. The page says why, and takes it again."),
    }
    rows = Batch.objects.filter(state__in=why, created_at__gt=now - LATELY, created_at__lte=now - WAITED)
    for row in rows.order_by("-pk")[:NAMED]:
        yield QueueItem(
            key=f"orders_transfer.files:{row.pk}",
            seat="service",
            title=_("%(name)s waits to be brought in, since %(day)s")
            % {"name": row.name, "day": formats.day(row.created_at)},
            why=why[BatchState(row.state)],
            step=Step(label=_("Look at the file"), url=reverse("orders_transfer:import", args=[row.pk])),
            minutes=5,
            subject=row.subject,
            version=row.state,
        )


@queue.source("orders_transfer.told")
def told(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Count, shop by shop, the orders that were told and could not be taken in."""
    failed = Incoming.objects.filter(state=IncomingState.FAILED, received_at__gt=now - LATELY)
    shops = failed.values("source_id", "source__name").annotate(n=Count("pk"), newest=Max("pk")).order_by("source_id")
    for shop in shops[:NAMED]:
        yield QueueItem(
            key=f"orders_transfer.told:{shop['source_id']}",
            seat="service",
            title=ngettext(
                "%(n)d order of %(shop)s could not be taken in",
                "%(n)d orders of %(shop)s could not be taken in",
                shop["n"],
            )
            % {"n": shop["n"], "shop": shop["source__name"]},
            why=_("They were bought there, and nobody here sends them."),
            step=Step(label=_("See why"), url=reverse("orders_transfer:sources")),
            minutes=10,
            subject=f"order_source:{shop['source_id']}",
            version=str(shop["newest"]),
        )
