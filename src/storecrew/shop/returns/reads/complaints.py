"""What buyers sent back because something was wrong with the goods, and what it cost: for whoever asks suppliers about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet, Sum

from storecrew.shop.returns.models import (
    VOID,
    Disposition,
    Photo,
    Received,
    Refund,
    RefundLine,
    RefundState,
    Return,
    ReturnLine,
)
from storecrew.shop.returns.reasons import CLAIMS, Reason

FAULTS = CLAIMS - {Reason.LOST}
"""Something was wrong with the goods. What never arrived says nothing of them."""
_GONE = (Disposition.DESTROY, Disposition.TO_SUPPLIER)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A line of a return about faulty goods. Money in minor units of the order's currency, as far as it went back.

    `shipping_minor`: the delivery and the goodwill of a whole return, at its first line. `written_off`: pieces that were
    destroyed or wait to go back to the supplier. `assets`: pictures their buyer sent.
    """

    return_id: int
    number: str
    order_id: int
    placed_at: datetime | None
    line_id: int
    variant_id: int | None
    reason: str
    pieces: int
    at: datetime
    currency: str
    refund_minor: int
    shipping_minor: int
    written_off: int
    assets: tuple[int, ...]


def complaints(
    *, since: datetime | None = None, until: datetime | None = None, return_ids: Iterable[int] | None = None
) -> tuple[Complaint, ...]:
    """Return what came back for faults, of orders placed in that time or of these returns, oldest first.

    By the order's day, so that a complaint is set against the sale that it belongs to. Declined and cancelled ones never
    count. Five questions, however many there are.
    """
    lines = ReturnLine.objects.filter(reason__in=FAULTS).exclude(ret__state__in=VOID)
    if since is not None:
        lines = lines.filter(ret__order__placed_at__gte=since)
    if until is not None:
        lines = lines.filter(ret__order__placed_at__lt=until)
    if return_ids is not None:
        lines = lines.filter(ret__in=list(return_ids))
    found = list(lines.select_related("ret__order", "line").order_by("ret__requested_at", "ret_id", "pk"))
    return tuple(_put_together(found, lines))


def _put_together(found: list[ReturnLine], lines: QuerySet[ReturnLine]) -> Iterable[Complaint]:
    ids = lines.order_by().values("pk")
    alive = RefundLine.objects.filter(line__in=ids).exclude(refund__state=RefundState.FAILED)
    given = dict(alive.order_by().values("line_id").annotate(sum=Sum("amount_minor")).values_list("line_id", "sum"))
    of_returns = lines.order_by().values("ret_id")
    besides = Refund.objects.filter(ret__in=of_returns).exclude(state=RefundState.FAILED).order_by()
    extra = dict(
        besides.values("ret_id")
        .annotate(sum=Sum(F("shipping_minor") + F("goodwill_minor")))
        .values_list("ret_id", "sum")
    )
    gone = Received.objects.filter(line__in=ids, disposition__in=_GONE).order_by()
    lost = dict(gone.values("line_id").annotate(sum=Sum("quantity")).values_list("line_id", "sum"))
    pictures: dict[int, list[int]] = {}
    for return_id, asset_id in (
        Photo.objects.filter(ret__in=of_returns).order_by("pk").values_list("ret_id", "asset_id")
    ):
        pictures.setdefault(return_id, []).append(asset_id)
    for row in found:
        yield Complaint(
            return_id=row.ret_id,
            number=row.ret.number,
            order_id=row.ret.order_id,
            placed_at=row.ret.order.placed_at,
            line_id=row.line_id,
            variant_id=row.variant_id or row.line.variant_id,
            reason=row.reason,
            pieces=max(row.quantity - row.missing, 1),
            at=row.ret.requested_at,
            currency=row.ret.currency,
            refund_minor=given.get(row.pk, 0),
            shipping_minor=extra.pop(row.ret_id, 0),
            written_off=lost.get(row.pk, 0),
            assets=tuple(pictures.get(row.ret_id, ())),
        )


def ids_of_numbers(numbers: Iterable[str]) -> dict[str, int]:
    """Return the returns that have these numbers; others are missing. One question."""
    return dict(Return.objects.filter(number__in=list(numbers)).values_list("number", "pk"))
