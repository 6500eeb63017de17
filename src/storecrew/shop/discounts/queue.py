"""What the discounts room puts on marketing's list: coupons that are about to run out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.formats import stamp
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.discounts.models import Coupon

SOON = timedelta(days=3)
TENTH = 10
LISTED = 20


@queue.source("discounts.running_out")
def running_out(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name coupons with less than a tenth of their uses left, or less than three days; one question."""
    running = Coupon.objects.filter(Q(starts_at=None) | Q(starts_at__lte=now), Q(ends_at=None) | Q(ends_at__gt=now))
    few = Q(total_limit__gte=TENTH, used__gte=F("total_limit") - F("total_limit") / TENTH, used__lt=F("total_limit"))
    soon = Q(ends_at__lte=now + SOON, used__gt=0)
    for row in running.filter(few | soon).order_by("pk")[:LISTED]:
        left = row.total_limit - row.used if row.total_limit is not None else None
        if left is not None and left <= max((row.total_limit or 0) // TENTH, 1):
            title = ngettext("“%(title)s” has %(n)d use left", "“%(title)s” has %(n)d uses left", left)
            said, version = title % {"title": row.title, "n": left}, f"uses {row.total_limit}"
            why = _(
                "After that buyers who still have the code are told that it is used up. Raise the limit, or take it off the page."
            )
        elif row.ends_at is not None:
            said = _("“%(title)s” ends %(when)s") % {"title": row.title, "when": stamp(row.ends_at)}
            version = f"ends {row.ends_at}"
            why = _("It is being used. Let it end, or give it more time before somebody stands there with a dead code.")
        else:
            continue
        yield QueueItem(
            key=f"discounts.running_out:{row.pk}",
            seat="marketing",
            title=said,
            why=why,
            step=Step(label=_("Look at the coupon"), url=reverse("discounts:coupon", args=[row.pk])),
            due_at=row.ends_at,
            minutes=3,
            calm=True,
            subject=row.subject,
            version=version,
        )
