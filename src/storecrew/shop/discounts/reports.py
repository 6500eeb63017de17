"""Who used which code: one row for each use, and sums for each coupon and currency."""

from datetime import datetime
from typing import Annotated

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output, Page
from storecrew.kernel.money.types import Money
from storecrew.shop.discounts.models import Coupon, Use
from storecrew.shop.discounts.seats import EVERYWHERE, READERS


class UsageQuery(Input):
    """Uses of one coupon or all, newest first; `cursor` is what the part before answered."""

    coupon_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: Annotated[str, Field(max_length=20)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class UseView(Output):
    """A use. `given_back_at`: the order came to nothing, so that it counts no longer."""

    use_id: int
    coupon_id: int
    title: str
    code: str
    order: str
    customer_id: int | None
    saved: Money
    used_at: datetime
    given_back_at: datetime | None


@read("discounts.usage", label=_("Uses of codes"), seats=READERS, surfaces=EVERYWHERE)
def usage(ask: Ask, data: UsageQuery) -> Page[UseView]:
    """List which orders used which codes, and what each saved, newest first."""
    rows = Use.objects.select_related("coupon", "code").order_by("-pk")
    if data.coupon_id is not None:
        rows = rows.filter(coupon=data.coupon_id)
    if data.since:
        rows = rows.filter(used_at__gte=data.since)
    if data.until:
        rows = rows.filter(used_at__lt=data.until)
    if data.cursor:
        if not data.cursor.isdigit():
            raise InvalidInput({"cursor": str(_("Use the cursor of the part before."))})
        rows = rows.filter(pk__lt=int(data.cursor))
    found = list(rows[: data.limit + 1])
    shown = found[: data.limit]
    return Page(items=tuple(_view(row) for row in shown), cursor=str(shown[-1].pk) if len(found) > data.limit else None)


def _view(row: Use) -> UseView:
    return UseView(
        use_id=row.pk,
        coupon_id=row.coupon_id,
        title=row.coupon.title,
        code=row.code.shown if row.code else "",
        order=row.order,
        customer_id=row.customer,
        saved=Money(row.saved_minor, row.currency),
        used_at=row.used_at,
        given_back_at=row.given_back_at,
    )


class CouponQuery(Input):
    """A coupon."""

    coupon_id: int


class CouponUses(Output):
    """How often a coupon counts as used, how many uses remain (None: no limit), and what it saved by currency."""

    coupon_id: int
    title: str
    used: int
    left: int | None
    given_back: int
    saved: tuple[Money, ...]


@read("discounts.coupon_uses", label=_("Uses of a coupon"), seats=READERS, surfaces=EVERYWHERE)
def coupon_uses(ask: Ask, data: CouponQuery) -> CouponUses:
    """Tell how often a coupon was used and what it saved buyers."""
    row = Coupon.objects.filter(pk=data.coupon_id).first()
    if row is None:
        raise Missing
    counted = Use.objects.filter(coupon=row, given_back_at=None)
    sums = counted.order_by("currency").values("currency").annotate(minor=Sum("saved_minor"), n=Count("pk"))
    return CouponUses(
        coupon_id=row.pk,
        title=row.title,
        used=row.used,
        left=None if row.total_limit is None else row.total_limit - row.used,
        given_back=Use.objects.filter(coupon=row).exclude(given_back_at=None).count(),
        saved=tuple(Money(one["minor"], one["currency"]) for one in sums),
    )
