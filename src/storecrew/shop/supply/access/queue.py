"""What links put on the list of whoever buys: those that were never opened, and those that end for good."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.supply.access.models import Key

SEAT = "warehouse"
UNOPENED = timedelta(days=3)
AHEAD = timedelta(days=7)
SHOWN = 10


@queue.source("supply_access.keys")
def keys(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name links that nobody has opened in three days, and used ones that no use prolongs any more."""
    rows = Key.objects.good(now).select_related("supplier", "contact").order_by("expires_at", "pk")
    for row in rows.filter(opened_at=None, given_at__lte=now - UNOPENED)[:SHOWN]:
        yield QueueItem(
            key=f"supply_access.unopened:{row.pk}",
            seat=SEAT,
            title=_("%(name)s has not opened their link") % {"name": _whose(row)},
            why=_("As long as they do not, they answer by telephone, if at all. Send it once more where they read it."),
            step=Step(label=_("Send it again"), url=reverse("supply_access:key", args=[row.pk])),
            subject=row.supplier.subject,
            minutes=2,
            calm=True,
        )
    ending = rows.filter(opened_at__isnull=False, ends_at__lte=now + AHEAD, expires_at__gte=F("ends_at"))
    for row in ending[:SHOWN]:
        day = date_format(localtime(row.ends_at), "MONTH_DAY_FORMAT")
        yield QueueItem(
            key=f"supply_access.ending:{row.pk}",
            seat=SEAT,
            title=_("The link of %(name)s ends on %(day)s") % {"name": _whose(row), "day": day},
            why=_("A year is over: however often it is used, it opens nothing from then on."),
            step=Step(label=_("Give a new one"), url=reverse("supply_access:keys", args=[row.supplier_id])),
            subject=row.supplier.subject,
            minutes=2,
        )


def _whose(row: Key) -> str:
    return f"{row.contact.name} · {row.supplier.name}" if row.contact else row.supplier.name
