"""What the ledger puts on the list of finance: months that are over and still open."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.ledger.writing import days, sealing

PATIENCE = timedelta(days=5)
"""Bills and payouts of a month come in during the first days of the next one."""


@queue.source("ledger.months")
def open_months(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name the first month that could be closed; the others follow it."""
    today = days.today(now)
    for month in sealing.open_months(before=days.month_of(today)):
        if today - days.month_end(month) <= PATIENCE:
            return
        named = date_format(month, "YEAR_MONTH_FORMAT")
        yield QueueItem(
            key=f"ledger.open_month:{month:%Y-%m}",
            seat="finance",
            title=_("Close the books of %(month)s") % {"month": named},
            why=_("Until then anybody who books may still change what that month came to."),
            step=Step(label=_("Close %(month)s") % {"month": named}, url=reverse("ledger:months")),
            minutes=20,
            calm=True,
            subject=f"period:{month:%Y-%m}",
        )
        return
