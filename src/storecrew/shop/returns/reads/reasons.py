"""Why goods come back: counts with their sample, for suppliers, for the pages of products, for whoever buys."""

from datetime import datetime
from math import sqrt

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input
from storecrew.shop.orders import reads as orders
from storecrew.shop.returns.models import VOID, ReturnLine
from storecrew.shop.returns.reasons import Reason
from storecrew.shop.returns.seats import EVERYWHERE, READERS
from storecrew.shop.returns.types import ReasonCount, Reasons

ENOUGH = 20
"""Fewer pieces sent say nothing about how often something comes back."""
Z = 1.959963984540054
"""Of the normal distribution, for an interval that holds in 95 of 100 cases."""


class ReasonsQuery(Input):
    """Of a product, or of one variant, or of everything; asked for since then."""

    product_id: int | None = None
    variant_id: int | None = None
    since: datetime | None = None


@read("returns.reasons", label=gettext_lazy("Why goods come back"), seats=READERS, surfaces=EVERYWHERE)
def reasons(ask: Ask, data: ReasonsQuery) -> Reasons:
    """Count why pieces came back, with the share of those sent and Wilson's interval; no shares below 20 pieces sent.

    Both are counted by orders placed since then, so that a return is set against the sale that it belongs to.
    """
    lines = ReturnLine.objects.exclude(ret__state__in=VOID)
    if data.variant_id is not None:
        lines = lines.filter(variant=data.variant_id)
    if data.product_id is not None:
        lines = lines.filter(variant__product=data.product_id)
    if data.since is not None:
        lines = lines.filter(ret__order__placed_at__gte=data.since)
    counted = dict(
        lines.order_by()
        .values("reason")
        .annotate(pieces=Sum(F("quantity") - F("missing")))
        .values_list("reason", "pieces")
    )
    sent = orders.pieces_sent(product_id=data.product_id, variant_id=data.variant_id, since=data.since)
    returned = sum(counted.values())
    enough = sent >= ENOUGH
    low, high = wilson(returned, sent) if enough else (None, None)
    return Reasons(
        sent=sent,
        returned=returned,
        enough=enough,
        share=returned / sent if enough else None,
        low=low,
        high=high,
        items=tuple(
            _count(reason, pieces, sent, enough=enough)
            for reason, pieces in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
            if pieces
        ),
    )


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return Wilson's score interval at 95 % for a share (E. B. Wilson, JASA 22, 1927). `whole` > 0."""
    share = min(1.0, part / whole)
    middle = share + Z * Z / (2 * whole)
    spread = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    below = 1 + Z * Z / whole
    return max(0.0, (middle - spread) / below), min(1.0, (middle + spread) / below)


def _count(reason: str, pieces: int, sent: int, *, enough: bool) -> ReasonCount:
    low, high = wilson(pieces, sent) if enough else (None, None)
    return ReasonCount(
        reason=reason,
        word=str(Reason(reason).label),
        pieces=pieces,
        share=pieces / sent if enough else None,
        low=low,
        high=high,
    )
