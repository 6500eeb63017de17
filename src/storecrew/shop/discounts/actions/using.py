"""Count uses: under limits that hold however many buyers are quickest at the same instant."""

from typing import Annotated

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Personal
from storecrew.kernel.money.types import Money
from storecrew.shop.discounts.buyers import names_of
from storecrew.shop.discounts.codes import key_of
from storecrew.shop.discounts.events import CouponGivenBack, CouponUsed
from storecrew.shop.discounts.models import Code, Coupon, Tally
from storecrew.shop.discounts.models import Use as UseRow
from storecrew.shop.discounts.seats import USERS
from storecrew.shop.discounts.types import CouponUsedUp

type Subject = Annotated[str, Field(min_length=3, max_length=60)]


class Use(Input):
    """What an order used. `saved`: coupon → what it took off; `codes`: those of the quote, as it names them."""

    order: Subject
    saved: Annotated[dict[int, Money], Field(max_length=20)]
    codes: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    customer_id: int | None = None
    email: Annotated[str, Field(max_length=254), Personal] = ""


class Counted(Output):
    """The coupons that were counted now; those that this order had used before are not among them."""

    coupon_ids: tuple[int, ...]


@action("discounts.use", label=gettext_lazy("Use up coupons"), seats=USERS, emits=(CouponUsed,))
def use(run: Run, data: Use) -> Counted:
    """Count the coupons of an order. The same order counts once; raises CouponUsedUp when a limit is reached."""
    run.about(data.order)
    known = set(UseRow.objects.filter(order=data.order, given_back_at=None).values_list("coupon_id", flat=True))
    wanted = sorted(set(data.saved) - known)
    codes = _codes(data.codes)
    names = names_of(data.customer_id, data.email)
    coupons = {row.pk: row for row in Coupon.objects.filter(pk__in=wanted)}
    for number in wanted:  # in one order everywhere, so that two orders never wait for each other
        if number not in coupons:
            raise CouponUsedUp(_("This offer is gone."), code="discounts.gone", coupon_code="")
        coupon, code = coupons[number], codes.get(number)
        _count(coupon, code, names)
        UseRow.objects.create(
            coupon=coupon,
            code=code,
            order=data.order,
            customer=data.customer_id,
            buyers=names,
            saved_minor=data.saved[number].minor,
            currency=data.saved[number].currency,
            used_at=run.now,
        )
        run.about(coupon.subject)
        run.emit(
            CouponUsed(
                coupon_id=number,
                code=code.shown if code else "",
                order=data.order,
                customer_id=data.customer_id,
                saved=data.saved[number],
            ),
            subject=coupon.subject,
        )
    return Counted(coupon_ids=tuple(wanted))


class GiveBack(Input):
    """An order that came to nothing."""

    order: Subject


@action("discounts.give_back", label=gettext_lazy("Give coupons back"), seats=USERS, emits=(CouponGivenBack,))
def give_back(run: Run, data: GiveBack) -> Counted:
    """Give back the coupons of an order that was cancelled, so that they can be used again. Twice gives back once."""
    run.about(data.order)
    given: list[int] = []
    for row in UseRow.objects.filter(order=data.order, given_back_at=None).order_by("coupon_id"):
        if not UseRow.objects.filter(pk=row.pk, given_back_at=None).update(given_back_at=run.now):
            continue
        Coupon.objects.filter(pk=row.coupon_id).update(used=F("used") - 1)
        if row.code_id is not None:
            Code.objects.filter(pk=row.code_id).update(used=F("used") - 1)
        for name in sorted(row.buyers):
            Tally.objects.filter(coupon_id=row.coupon_id, buyer=name, used__gt=0).update(used=F("used") - 1)
        given.append(row.coupon_id)
        subject = f"coupon:{row.coupon_id}"
        run.about(subject)
        run.emit(CouponGivenBack(coupon_id=row.coupon_id, order=data.order), subject=subject)
    return Counted(coupon_ids=tuple(given))


def _codes(texts: tuple[str, ...]) -> dict[int, Code]:
    """Return the code of each coupon."""
    rows = Code.objects.filter(key__in=[key_of(text) for text in texts]).order_by("pk")
    return {row.coupon_id: row for row in rows}


def _count(coupon: Coupon, code: Code | None, names: list[str]) -> None:
    """Count one use of a coupon, its code and its buyer: each by an update that holds only below the limit."""
    shown = code.shown if code else ""
    if code is None and not coupon.automatic:
        raise CouponUsedUp(
            _("“%(title)s” needs its code.") % {"title": coupon.title}, code="discounts.no_code", coupon_code=""
        )
    below = Q(total_limit=None) | Q(used__lt=F("total_limit"))
    if not Coupon.objects.filter(below, pk=coupon.pk).update(used=F("used") + 1):
        raise _used_up(coupon, shown)
    if code is not None:
        below = Q(use_limit=None) | Q(used__lt=F("use_limit"))
        if not Code.objects.filter(below, pk=code.pk).update(used=F("used") + 1):
            raise _used_up(coupon, shown)
    limit = coupon.per_customer_limit
    Tally.objects.bulk_create([Tally(coupon=coupon, buyer=name) for name in sorted(names)], ignore_conflicts=True)
    for name in sorted(names):
        rows = Tally.objects.filter(coupon=coupon, buyer=name)
        if limit is not None:
            rows = rows.filter(used__lt=limit)
        if not rows.update(used=F("used") + 1, at_most=limit):
            raise CouponUsedUp(
                _("You have used “%(title)s” as often as one may.") % {"title": coupon.title},
                code="discounts.used_by_you",
                coupon_code=shown,
            )


def _used_up(coupon: Coupon, shown: str) -> CouponUsedUp:
    message = _("“%(title)s” has been used up in the meantime. Look at the new total and order again.")
    return CouponUsedUp(message % {"title": coupon.title}, code="discounts.used_up", coupon_code=shown)
