"""What may be asked about discounts: what codes do to a basket, who used what, and whether somebody may go on guessing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import Q

from storecrew.kernel import limits
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.reads import belonging
from storecrew.shop.discounts import offers, reasons
from storecrew.shop.discounts.buyers import buyer, count_orders_with, folded_tag, names_of
from storecrew.shop.discounts.codes import key_of
from storecrew.shop.discounts.models import Code, Condition, Coupon, Tally
from storecrew.shop.discounts.reports import CouponQuery, CouponUses, UsageQuery, coupon_uses, usage
from storecrew.shop.discounts.terms import Buyer, Terms
from storecrew.shop.discounts.types import Applied, Basket, Discountable, RefusedCoupon

__all__ = [
    "CouponQuery",
    "CouponUses",
    "Prepared",
    "UsageQuery",
    "apply",
    "count_orders_with",
    "coupon_uses",
    "may_guess",
    "prepared",
    "usage",
]

GUESSES: Final = limits.Rate(count=20, window_s=600)
"""Codes one visitor may try: enough for a handful of flyers and typing errors, useless for finding codes by trying."""


def may_guess(who: str) -> bool:
    """Count one more try of a code by `who` (a network address, a cart) and tell whether it is allowed."""
    return limits.hit("discounts.code", who, GUESSES).allowed


@dataclass(frozen=True, slots=True)
class Prepared:
    """The coupons that a basket names or meets, read once: what they do can then be asked again as shipping becomes known."""

    basket: Basket
    offers: tuple[Terms, ...]
    refused: tuple[RefusedCoupon, ...]
    buyer: Buyer
    at: datetime

    def apply(self, shipping: Mapping[str, Money] | None = None) -> Applied:
        """Return what they take off, with these prices of packages instead of the basket's. Asks the database nothing."""
        basket = self.basket if shipping is None else self.basket.model_copy(update={"shipping": dict(shipping)})
        result = offers.apply(self.offers, basket, self.buyer, self.at)
        return result.model_copy(update={"refused": (*self.refused, *result.refused)})


def apply(basket: Basket, codes: Sequence[str], at: datetime) -> Applied:
    """Return what the codes, and the discounts that need none, take off a basket; see `offers.apply`."""
    return prepared(basket, codes, at).apply()


def prepared(basket: Basket, codes: Sequence[str], at: datetime) -> Prepared:
    """Read the coupons of a basket. At most eight queries, and one for each collection by rule; one without coupons."""
    typed = {key: code for code in codes if (key := key_of(code))}
    rows = {row.key: row for row in Code.objects.filter(key__in=typed).select_related("coupon")} if typed else {}
    refused: list[RefusedCoupon] = []
    coupons: dict[int, tuple[Coupon, Code | None]] = {}
    for key, code in typed.items():
        row = rows.get(key)
        if row is None:
            why = RefusedCoupon(code=code, coupon_id=None, reason=reasons.UNKNOWN, message=reasons.unknown())
            refused.append(why)
        elif row.coupon_id in coupons:
            number = row.coupon_id
            refused.append(RefusedCoupon(code=code, coupon_id=number, reason=reasons.TWICE, message=reasons.twice()))
        else:
            coupons[row.coupon_id] = (row.coupon, row)
    open_now = Q(ends_at=None) | Q(ends_at__gt=at)
    for one in Coupon.objects.filter(open_now, automatic=True).order_by("pk"):
        coupons.setdefault(one.pk, (one, None))
    if not coupons:
        return Prepared(basket, (), tuple(refused), Buyer(), at)
    found = tuple(
        terms_of(coupon, code, typed.get(code.key, "") if code else "", goods, spent=spent)
        for (coupon, code), goods, spent in _resolved(coupons, basket)
    )
    who = buyer(
        basket.customer_id,
        basket.email,
        known_orders=basket.orders_before,
        ask_orders=any(one.first_order for one in found),
        ask_tags=any(one.tags for one in found),
    )
    return Prepared(basket, found, tuple(refused), who, at)


type _Goods = tuple[frozenset[str], frozenset[str], bool]
"""Lines a coupon looks at, lines it gives, and whether it is about some goods only."""


def _resolved(
    coupons: dict[int, tuple[Coupon, Code | None]], basket: Basket
) -> Iterable[tuple[tuple[Coupon, Code | None], _Goods, bool]]:
    """Yield each coupon with the lines it is about and whether this buyer has used it up."""
    conditions = list(Condition.objects.filter(coupon__in=coupons).order_by("coupon_id", "pk"))
    wanted: dict[str, set[int]] = {"category": set(), "collection": set()}
    for one in conditions:
        if one.target in wanted:
            wanted[one.target].add(one.number)
    groups = {}
    if wanted["category"] or wanted["collection"]:
        groups = belonging(
            {line.product_id for line in basket.lines},
            categories=wanted["category"],
            collections=wanted["collection"],
        )
    limited = {number: row.per_customer_limit for number, (row, _code) in coupons.items() if row.per_customer_limit}
    spent = _spent(limited, basket) if limited else set()
    for number, pair in coupons.items():
        own = [one for one in conditions if one.coupon_id == number]
        yield pair, goods_of(own, basket.lines, groups), number in spent


def goods_of(
    conditions: Sequence[Condition], lines: Sequence[Discountable], groups: dict[str, frozenset[int]]
) -> _Goods:
    """Return which lines conditions are about, and which they give."""

    def holding(role: str) -> frozenset[str]:
        return frozenset(
            line.key for line in lines if any(one.role == role and _matches(one, line, groups) for one in conditions)
        )

    roles = {one.role for one in conditions}
    every = frozenset(line.key for line in lines)
    but = holding(Condition.Role.BUT)
    goods = (holding(Condition.Role.GOODS) if Condition.Role.GOODS in roles else every) - but
    got = (holding(Condition.Role.GET) - but) if Condition.Role.GET in roles else goods
    return goods, got, bool(roles)


def _matches(one: Condition, line: Discountable, groups: dict[str, frozenset[int]]) -> bool:
    if one.target == Condition.Target.PRODUCT:
        return line.product_id == one.number
    if one.target == Condition.Target.VARIANT:
        return line.variant_id == one.number
    return line.product_id in groups.get(f"{one.target}:{one.number}", frozenset())


def _spent(limits_of: dict[int, int], basket: Basket) -> set[int]:
    """Return the coupons that this buyer has used as often as one may; one query."""
    names = names_of(basket.customer_id, basket.email)
    rows = Tally.objects.filter(coupon__in=limits_of, buyer__in=names).values_list("coupon_id", "used")
    return {number for number, used in rows if used >= limits_of[number]} if names else set()


def terms_of(coupon: Coupon, code: Code | None, typed: str, goods: _Goods, *, spent: bool) -> Terms:
    """Return a coupon as its arithmetic sees it."""
    lines, got, narrow = goods
    used_up = coupon.total_limit is not None and coupon.used >= coupon.total_limit
    if code is not None and code.use_limit is not None:
        used_up = used_up or code.used >= code.use_limit
    return Terms(
        coupon_id=coupon.pk,
        title=coupon.title,
        kind=coupon.kind,
        code=code.shown if code else "",
        typed=typed,
        percent=coupon.percent or Decimal(0),
        amounts=coupon.amounts,
        most=coupon.most,
        buy=coupon.buy_quantity or 0,
        get=coupon.get_quantity or 0,
        goods=lines,
        got=got,
        narrow=narrow,
        min_amounts=coupon.min_amounts,
        min_quantity=coupon.min_quantity,
        tags=frozenset(folded_tag(word) for word in coupon.customer_tags),
        first_order=coupon.first_order,
        countries=frozenset(coupon.countries),
        stacks_with=frozenset(coupon.stacks_with),
        priority=coupon.priority,
        starts_at=coupon.starts_at,
        ends_at=coupon.ends_at,
        used_up=used_up,
        used_by_buyer=spent,
    )
