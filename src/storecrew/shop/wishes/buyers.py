"""What this room keeps of a person, how it is erased, how it follows when two records become one, and what it tells of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.types import Actor
from storecrew.shop.customers import merging, privacy, timeline
from storecrew.shop.customers.timeline import Happening
from storecrew.shop.wishes.models import Wish
from storecrew.shop.wishes.writing import alerts_of, forget, give_back, give_over


def export(customer_ids: Sequence[int]) -> dict[str, Any]:
    """Return what these customers wish for and wait for."""
    rows = Wish.objects.filter(list__customer__in=list(customer_ids)).select_related("variant__product").order_by("pk")
    return {
        "wishes": [
            {"product": row.variant.product.title, "sku": row.variant.sku, "since": row.added_at.isoformat()}
            for row in rows
        ],
        "waits_for": [
            {
                "product": row.variant.product.title,
                "sku": row.variant.sku,
                "email": row.email,
                "asked": row.asked_at.isoformat(),
                "state": row.state,
            }
            for row in alerts_of(customer_ids).select_related("variant__product").order_by("pk")
        ],
    }


@timeline.source("wishes.wished")
def wished(actor: Actor, customer_ids: Sequence[int], before: datetime | None, limit: int) -> Iterable[Happening]:
    """Tell what customers put on their lists, and what they wait for."""
    wishes = Wish.objects.filter(list__customer__in=list(customer_ids)).select_related("variant__product")
    alerts = alerts_of(customer_ids).select_related("variant__product")
    if before is not None:
        wishes, alerts = wishes.filter(added_at__lt=before), alerts.filter(asked_at__lt=before)
    for row in wishes.order_by("-added_at", "-pk")[:limit]:
        title = _("Wishes for “%(product)s”") % {"product": row.variant.product.title}
        yield Happening(at=row.added_at, title=title, icon="star")
    for row in alerts.order_by("-asked_at", "-pk")[:limit]:
        title = _("Waits for “%(product)s”") % {"product": row.variant.product.title}
        yield Happening(at=row.asked_at, title=title, url=reverse("wishes:index"), icon="clock")


privacy.section("wishes", label=gettext_lazy("Wish list and notices"), export=export, forget=forget)
merging.mover("wishes", move=give_over, move_back=give_back)
