"""What reviews put on a seat's list."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.reviews.models import Review, State

POOR = 2
SINCE = timedelta(days=14)


@queue.source("reviews.waiting")
def waiting(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield one job for the reviews that wait to be looked at."""
    count = Review.objects.filter(state=State.WAITING).count()
    if count:
        url = reverse("reviews:index") + "?state=waiting"
        yield QueueItem(
            key="reviews.waiting",
            seat="service",
            title=ngettext("%(n)d review waits to be looked at", "%(n)d reviews wait to be looked at", count)
            % {"n": count},
            why=_("Their writers do not see them in the shop yet."),
            step=Step(label=_("Look at them"), url=url),
            url=url,
            minutes=max(2, count),
            version=str(count),
        )


@queue.source("reviews.unanswered")
def unanswered(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield a job for each recent review of one or two stars that the store has not answered."""
    poor = Review.objects.filter(state=State.SHOWN, stars__lte=POOR, answer="", written_at__gte=now - SINCE)
    for row in poor.select_related("product").order_by("written_at", "pk")[:10]:
        url = reverse("reviews:review", args=[row.pk])
        yield QueueItem(
            key=f"reviews.unanswered:{row.pk}",
            seat="service",
            title=_("%(n)d of 5 stars for “%(product)s”, not answered")
            % {"n": row.stars, "product": row.product.title},
            why=_("Everybody who looks at this product reads it."),
            step=Step(label=_("Answer it"), url=url),
            url=url,
            minutes=5,
            subject=row.subject,
        )
