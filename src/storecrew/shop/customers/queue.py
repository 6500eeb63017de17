"""What the room puts on the list of service: requests that the law wants answered, and records that look alike."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.customers.models import Customer, Merge, NotTheSame, PrivacyKind, PrivacyRequest
from storecrew.shop.customers.reads.duplicates import pairs

URGENT = timedelta(days=5)
KEPT_S = 300
"""Pairs are counted anew at most this often, unless customers came or were judged meanwhile."""


@queue.source("customers.privacy")
def asked(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name each open request about somebody's data with the day by which it has to be answered."""
    rows = PrivacyRequest.objects.filter(answered_at=None).select_related("customer").order_by("due_at", "pk")[:20]
    for row in rows:
        forget = row.kind == PrivacyKind.FORGET
        page = reverse("customers:customer", args=[row.customer_id])
        title = _("%(name)s wants to be forgotten") if forget else _("%(name)s wants a copy of their data")
        yield QueueItem(
            key=f"customers.privacy:{row.pk}",
            seat="service",
            title=title % {"name": row.customer},
            why=_("The law gives a few days for the answer; a complaint to the authority costs more than the work."),
            step=Step(
                label=_("Forget them") if forget else _("Hand the copy out"),
                url=reverse("customers:forget", args=[row.customer_id]) if forget else page,
            ),
            url=page,
            due_at=row.due_at,
            minutes=5,
            calm=row.due_at - now > URGENT,
            subject=row.customer.subject,
        )


@queue.source("customers.duplicates")
def alike(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Tell how many pairs of records look like one person."""
    count = _pairs()
    if count:
        yield QueueItem(
            key="customers.duplicates",
            seat="service",
            title=ngettext(
                "%(n)d pair of customers looks like one person",
                "%(n)d pairs of customers look like one person",
                count,
            )
            % {"n": count},
            why=_("Whoever asks about an order sees half of the history, and letters go out twice."),
            step=Step(label=_("Look at them"), url=reverse("customers:duplicates")),
            minutes=min(2 * count, 60),
            calm=True,
            version=str(count),
        )


def _pairs() -> int:
    newest = [
        table.objects.order_by("-pk").values_list("pk", flat=True).first() for table in (Customer, Merge, NotTheSame)
    ]
    key = f"customers.pairs:{':'.join(map(str, newest))}"
    count = cache.get(key)
    if not isinstance(count, int):
        count = len(pairs())
        cache.set(key, count, KEPT_S)
    return count
