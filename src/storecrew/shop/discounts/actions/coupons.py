"""Coupons: made, changed, ended."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.actions import CurrencyCode
from storecrew.shop.discounts.codes import key_of
from storecrew.shop.discounts.models import Code, Condition, Coupon
from storecrew.shop.discounts.seats import EVERYWHERE, KEEPERS

type Minor = Annotated[int, Field(ge=1, le=10**12)]
type Amounts = Annotated[dict[CurrencyCode, Minor], Field(max_length=40)]
type Text = Annotated[str, Field(min_length=1, max_length=40)]
type Pieces = Annotated[int, Field(ge=1, le=1000)]
type Limit = Annotated[int, Field(ge=1, le=10**9)]


class ConditionDraft(Input):
    """Goods that a coupon is about. `role`: goods (looks at these, takes from these), but (never these), get (gives these)."""

    role: Literal["goods", "but", "get"] = "goods"
    target: Literal["product", "variant", "collection", "category"]
    number: int


class CouponDraft(Input):
    """A coupon. Amounts are in minor units by currency; without an amount in a currency it does not hold there.

    percent: `percent` off, at most `most`. amount: `amounts` off the whole. shipping: nothing to pay for sending.
    buy_get: for each `buy_quantity` pieces bought, `get_quantity` pieces at `percent` off (100: free), the cheapest.
    `codes`: what buyers type; leave them out for `automatic` ones, or generate thousands later.
    `stacks_with`: coupons of which class it goes together with; each of two has to allow the other.
    """

    title: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Literal["percent", "amount", "shipping", "buy_get"]
    percent: Annotated[Decimal, Field(gt=0, le=100, max_digits=5, decimal_places=2)] | None = None
    amounts: Amounts = Field(default_factory=dict)
    most: Amounts = Field(default_factory=dict)
    buy_quantity: Pieces | None = None
    get_quantity: Pieces | None = None
    automatic: bool = False
    codes: Annotated[tuple[Text, ...], Field(max_length=200)] = ()
    conditions: Annotated[tuple[ConditionDraft, ...], Field(max_length=500)] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    min_amounts: Amounts = Field(default_factory=dict)
    min_quantity: Annotated[int, Field(ge=0, le=100_000)] = 0
    customer_tags: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=80)], ...], Field(max_length=50)] = ()
    first_order: bool = False
    countries: Annotated[tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...], Field(max_length=250)] = ()
    stacks_with: frozenset[Literal["goods", "order", "shipping"]] = frozenset()
    priority: Annotated[int, Field(ge=-100, le=100)] = 0
    total_limit: Limit | None = None
    per_customer_limit: Limit | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class EditCoupon(CouponDraft):
    """A coupon as it is to be from now on; `version` None does not check whether somebody else changed it meanwhile."""

    coupon_id: int
    version: int | None = None


class Changed(Output):
    """The coupon, and whether anything of it changed."""

    coupon_id: int
    version: int
    changed: bool = True


PLAIN = (
    "title",
    "kind",
    "percent",
    "amounts",
    "most",
    "buy_quantity",
    "get_quantity",
    "automatic",
    "starts_at",
    "ends_at",
    "min_amounts",
    "min_quantity",
    "customer_tags",
    "first_order",
    "countries",
    "stacks_with",
    "priority",
    "total_limit",
    "per_customer_limit",
    "note",
)


@action("discounts.create", label=gettext_lazy("Make a coupon"), seats=KEEPERS, surfaces=EVERYWHERE, previews=True)
def create(run: Run, data: CouponDraft) -> Changed:
    """Make a coupon: what it takes off, for which goods and buyers, from when to when, how often."""
    _check(data)
    row = row_of(data, run.now)
    row.save()
    run.changed(row.subject, "title", old=None, new=row.title)
    _write_conditions(row, data.conditions)
    _write_codes(run, row, data.codes, known={})
    return Changed(coupon_id=row.pk, version=row.version)


@action("discounts.edit", label=gettext_lazy("Change a coupon"), seats=KEEPERS, surfaces=EVERYWHERE, previews=True)
def edit(run: Run, data: EditCoupon) -> Changed:
    """Change a coupon for all orders from now on. Codes that are left out stop holding, unless an order used them.

    Generated codes are not among those given here; they stay as they are.
    """
    row = coupon_of(data.coupon_id)
    if data.version is not None and data.version != row.version:
        raise Refused(_("Somebody changed this coupon meanwhile. Look at it again."), code="discounts.moved_on")
    _check(data)
    if data.total_limit is not None and data.total_limit < row.used:
        raise InvalidInput(
            {"total_limit": _("It has been used %(n)d times already; the limit cannot be less.") % {"n": row.used}}
        )
    for name, value in _values(data).items():
        run.changed(row.subject, name, old=_json(getattr(row, name)), new=_json(value))
        setattr(row, name, value)
    old = _said(row)
    row.conditions.all().delete()
    _write_conditions(row, data.conditions)
    run.changed(row.subject, "goods", old=old, new=_said(row))
    known = {code.key: code for code in row.codes.filter(batch="").order_by("pk")}
    _write_codes(run, row, data.codes, known)
    if not run.changes:
        return Changed(coupon_id=row.pk, version=row.version, changed=False)
    row.version += 1
    row.updated_at = run.now
    row.save()
    return Changed(coupon_id=row.pk, version=row.version)


class EndCoupon(Input):
    """A coupon."""

    coupon_id: int


@action("discounts.end", label=gettext_lazy("End a coupon"), seats=KEEPERS, surfaces=EVERYWHERE)
def end(run: Run, data: EndCoupon) -> Changed:
    """End a coupon now; it keeps its codes and its history, and can begin again with a later end."""
    row = coupon_of(data.coupon_id)
    if row.ends_at is not None and row.ends_at <= run.now:
        run.about(row.subject)
        return Changed(coupon_id=row.pk, version=row.version, changed=False)
    run.changed(row.subject, "ends_at", old=_json(row.ends_at), new=run.now.isoformat())
    if row.starts_at is not None and row.starts_at >= run.now:
        run.changed(row.subject, "starts_at", old=_json(row.starts_at), new=None)
        row.starts_at = None
    row.ends_at, row.updated_at, row.version = run.now, run.now, row.version + 1
    row.save(update_fields=["starts_at", "ends_at", "updated_at", "version"])
    return Changed(coupon_id=row.pk, version=row.version)


def coupon_of(coupon_id: int) -> Coupon:
    """Return a coupon under lock; raises Missing."""
    found = Coupon.objects.select_for_update().filter(pk=coupon_id).first()
    if found is None:
        raise Missing
    return found


def row_of(data: CouponDraft, at: datetime) -> Coupon:
    """Return the unsaved row of a draft: also for trying it before there is one."""
    return Coupon(created_at=at, updated_at=at, **_values(data))


def _check(data: CouponDraft) -> None:
    """Raise InvalidInput for what does not go together."""
    wrong: dict[str, str] = {}
    if data.kind in {"percent", "buy_get"} and data.percent is None:
        wrong["percent"] = _("Say how much is taken off, in percent.")
    if data.kind == "amount" and not data.amounts:
        wrong["amounts"] = _("Say how much is taken off, in at least one currency.")
    if data.kind == "buy_get":
        if not data.buy_quantity:
            wrong["buy_quantity"] = _("Say how many one has to buy.")
        if not data.get_quantity:
            wrong["get_quantity"] = _("Say how many one gets.")
    if data.starts_at and data.ends_at and data.starts_at >= data.ends_at:
        wrong["ends_at"] = _("It has to end after it begins.")
    if data.automatic and data.codes:
        wrong["codes"] = _("What needs no code has none. Take the codes out, or the tick.")
    if any(not key_of(code) for code in data.codes):
        wrong["codes"] = _("A code needs letters or digits.")
    if any(one.role == "get" for one in data.conditions) and data.kind != "buy_get":
        wrong["conditions"] = _("Only “buy some, get some” gives other goods than those it looks at.")
    if wrong:
        raise InvalidInput(wrong)


def _values(data: CouponDraft) -> dict[str, Any]:
    """Return the columns; what does not belong to the kind is left empty, so that nothing waits there unseen."""
    values = {name: getattr(data, name) for name in PLAIN}
    values["customer_tags"] = list(data.customer_tags)
    values["countries"] = sorted(set(data.countries))
    values["stacks_with"] = sorted(data.stacks_with)
    if data.kind not in {"percent", "buy_get"}:
        values["percent"] = None
    if data.kind != "percent":
        values["most"] = {}
    if data.kind != "amount":
        values["amounts"] = {}
    if data.kind != "buy_get":
        values["buy_quantity"] = values["get_quantity"] = None
    return values


def _write_conditions(row: Coupon, conditions: Iterable[ConditionDraft]) -> None:
    Condition.objects.bulk_create(
        [Condition(coupon=row, **one.model_dump()) for one in dict.fromkeys(conditions)], batch_size=500
    )


def _write_codes(run: Run, row: Coupon, codes: Iterable[str], known: dict[str, Code]) -> None:
    wanted = {key_of(code): code.strip() for code in codes}
    for key, code in known.items():
        if key in wanted:
            continue
        if code.used:
            raise InvalidInput(
                {"codes": _("“%(code)s” has been used and stays; end the coupon instead.") % {"code": code.shown}}
            )
        run.changed(row.subject, f"code {code.shown}", old=code.shown, new=None)
        code.delete()
    fresh = {key: shown for key, shown in wanted.items() if key not in known}
    taken = Code.objects.filter(key__in=fresh).order_by("pk").first()
    if taken is not None:
        raise InvalidInput({"codes": _("There is a coupon with the code “%(code)s” already.") % {"code": taken.shown}})
    Code.objects.bulk_create([Code(coupon=row, key=key, shown=shown) for key, shown in fresh.items()])
    for shown in fresh.values():
        run.changed(row.subject, f"code {shown}", old=None, new=shown)


def _said(row: Coupon) -> list[str]:
    return [str(one) for one in row.conditions.order_by("role", "target", "number")]


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
