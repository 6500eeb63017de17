"""What coupons do to a basket: pure, to the cent, and the same whatever order the lines come in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from storecrew.kernel.money.types import Money, Rounding, rounded
from storecrew.shop.discounts import reasons
from storecrew.shop.discounts.terms import CLASSES, SHIPPING, Buyer, Terms
from storecrew.shop.discounts.types import Accepted, Allocation, Applied, Basket, Discountable, RefusedCoupon

WEIGHED_AT_MOST = 10
"""So many coupons are tried in every combination; of more, those that save most by themselves."""


def apply(offers: Sequence[Terms], basket: Basket, buyer: Buyer, at: datetime) -> Applied:
    """Return what the best allowed combination of coupons takes off, and why the others do not.

    Coupons that buyers typed and those that need no code compete alike: what saves most wins, then what was typed, then
    the higher priority. Inside a combination goods are reckoned first, then the whole order, then shipping; each takes
    from what the ones before have left, so that nothing ever goes below zero.
    """
    refused: list[RefusedCoupon] = []
    fit: list[Terms] = []
    for one in offers:
        why = _objection(one, basket, buyer, at)
        if why is None:
            fit.append(one)
        elif one.code:
            refused.append(_no(one, *why))
    chosen, takings = _best(fit, basket)
    taken = {one.coupon_id for one in chosen}
    for one in fit:
        if one.code and one.coupon_id not in taken:
            rival = next((other for other in chosen if not one.together(other)), None)
            why = (
                (reasons.NOTHING_LEFT, reasons.nothing_left())
                if rival is None
                else (reasons.NOT_TOGETHER, reasons.not_together(rival.title))
            )
            refused.append(_no(one, *why))
    return Applied(
        accepted=tuple(_accepted(one, takings[one.coupon_id], basket.currency) for one in chosen),
        refused=tuple(refused),
    )


def why_not(one: Terms, basket: Basket, buyer: Buyer, at: datetime) -> str:
    """Return why a single coupon takes nothing off a basket, as a sentence."""
    objection = _objection(one, basket, buyer, at)
    return objection[1] if objection else reasons.nothing_left()


def _no(one: Terms, reason: str, message: str) -> RefusedCoupon:
    return RefusedCoupon(code=one.typed or one.code, coupon_id=one.coupon_id, reason=reason, message=message)


def _accepted(one: Terms, takings: "Takings", currency: str) -> Accepted:
    return Accepted(
        coupon_id=one.coupon_id,
        code=one.code,
        title=one.title,
        kind=one.kind,
        amount=Money(takings.total, currency),
        allocations=tuple(
            Allocation(key=key, amount=Money(minor, currency), shipping=shipping)
            for shipping, parts in ((False, takings.lines), (True, takings.packages))
            for key, minor in parts.items()
        ),
    )


def _objection(one: Terms, basket: Basket, buyer: Buyer, at: datetime) -> tuple[str, str] | None:
    """Return the first reason why a coupon does not hold for this basket at all; None when it does."""
    if one.starts_at and at < one.starts_at:
        return reasons.NOT_YET, reasons.not_yet(one.starts_at)
    if one.ends_at and at >= one.ends_at:
        return reasons.ENDED, reasons.ended()
    if one.used_up:
        return reasons.USED_UP, reasons.used_up()
    if one.used_by_buyer:
        return reasons.USED_BY_YOU, reasons.used_by_you()
    if one.tags and not one.tags & buyer.tags:
        return reasons.NOT_FOR_YOU, reasons.not_for_you()
    if one.first_order and buyer.orders_before:
        return reasons.NOT_FIRST, reasons.not_first()
    if one.countries and basket.country and basket.country not in one.countries:
        return reasons.COUNTRY, reasons.country()
    return _too_small(one, basket)


def _too_small(one: Terms, basket: Basket) -> tuple[str, str] | None:
    lines = [line for line in basket.lines if line.key in one.goods]
    if not lines:
        return reasons.NO_GOODS, reasons.no_goods()
    if one.kind == "amount" and basket.currency not in (one.amounts or {}):
        return reasons.CURRENCY, reasons.currency(basket.currency)
    if one.min_amounts:
        if basket.currency not in one.min_amounts:
            return reasons.CURRENCY, reasons.currency(basket.currency)
        least, there = one.min_amounts[basket.currency], sum(_gross(line) for line in lines)
        if there < least:
            amounts = Money(least, basket.currency), Money(there, basket.currency)
            return reasons.MIN_AMOUNT, reasons.min_amount(*amounts, narrow=one.narrow)
    pieces = sum(line.quantity for line in lines)
    if pieces < one.min_quantity:
        return reasons.MIN_QUANTITY, reasons.min_quantity(one.min_quantity - pieces)
    if one.kind == "buy_get" and not _sets(one, basket).count:
        same = one.got == one.goods
        missing = (one.buy + one.get - pieces) if same else max(one.buy - pieces, 1)
        return reasons.MIN_QUANTITY, reasons.min_quantity(max(missing, 1))
    if one.group == SHIPPING and not basket.shipping:
        return reasons.SHIPPING_LATER, reasons.shipping_later()
    return None


@dataclass(slots=True)
class Takings:
    """What one coupon takes, in minor units: line key → amount, package key → amount."""

    lines: dict[str, int] = field(default_factory=dict)
    packages: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return all of it."""
        return sum(self.lines.values()) + sum(self.packages.values())


def _best(fit: Sequence[Terms], basket: Basket) -> tuple[list[Terms], dict[int, Takings]]:
    alone = {one.coupon_id: _reckoned([one], basket)[one.coupon_id].total for one in fit}
    worth = [one for one in fit if alone[one.coupon_id] > 0]
    worth.sort(key=lambda one: (-alone[one.coupon_id], -one.priority, one.coupon_id))
    best: tuple[tuple[int, int, int, list[int]], list[Terms], dict[int, Takings]] | None = None
    for group in _cliques(worth[:WEIGHED_AT_MOST]):
        takings = _reckoned(group, basket)
        used = [one for one in group if takings[one.coupon_id].total]
        rank = (
            sum(taken.total for taken in takings.values()),
            sum(bool(one.code) for one in used),
            sum(one.priority for one in used),
            [-one.coupon_id for one in used],
        )
        if best is None or rank > best[0]:
            best = (rank, used, takings)
    return (best[1], best[2]) if best else ([], {})


def _cliques(offers: Sequence[Terms]) -> Iterable[list[Terms]]:
    """Yield the largest groups in which each may go together with each (Bron and Kerbosch, 1973, without pivot)."""
    friends = {
        one.coupon_id: {other.coupon_id for other in offers if other is not one and one.together(other)}
        for one in offers
    }
    by_id = {one.coupon_id: one for one in offers}

    def extend(group: set[int], candidates: set[int], seen: set[int]) -> Iterable[set[int]]:
        if not candidates and not seen:
            yield group
        for one in sorted(candidates):
            yield from extend(group | {one}, candidates & friends[one], seen & friends[one])
            candidates = candidates - {one}
            seen = seen | {one}

    if offers:
        for group in extend(set(), set(by_id), set()):
            yield sorted(
                (by_id[number] for number in group),
                key=lambda one: (CLASSES.index(one.group), -one.priority, one.coupon_id),
            )


def _reckoned(group: Sequence[Terms], basket: Basket) -> dict[int, Takings]:
    """Return what each of a group takes, one after the other."""
    # by what the lines are, not by where they stand: else the order of a basket could move a cent
    lines = sorted(basket.lines, key=lambda line: (line.variant_id, line.unit_price.minor, line.quantity, line.key))
    left = {line.key: _gross(line) for line in lines}
    sending = {key: price.minor for key, price in sorted(basket.shipping.items())}
    found: dict[int, Takings] = {}
    for one in group:
        takings = Takings()
        if one.kind == "shipping":
            takings.packages = {key: minor for key, minor in sending.items() if minor}
        elif one.kind == "buy_get":
            takings.lines = _given(one, basket, left)
        else:
            takings.lines = _shared(one, {key: left[key] for key in left if key in one.goods}, basket.currency)
        for key, minor in takings.lines.items():
            left[key] -= minor
        for key, minor in takings.packages.items():
            sending[key] -= minor
        found[one.coupon_id] = takings
    return found


def _shared(one: Terms, left: Mapping[str, int], currency: str) -> dict[str, int]:
    """Divide a percentage or an amount over lines in proportion to what is left of them."""
    there = sum(left.values())
    if not there:
        return {}
    if one.kind == "percent":
        wanted = rounded(Fraction(there) * Fraction(one.percent) / 100, Rounding.HALF_UP)
        wanted = min(wanted, (one.most or {}).get(currency, wanted))
    else:
        wanted = (one.amounts or {}).get(currency, 0)
    shares = Money(min(wanted, there), currency).allocate(list(left.values()))
    return {key: share.minor for key, share in zip(left, shares, strict=True) if share.minor}


@dataclass(frozen=True, slots=True)
class _Sets:
    """How many times "buy some, get some" fits, and how many pieces of each line one gets."""

    count: int
    got: Mapping[str, int]


def _sets(one: Terms, basket: Basket) -> _Sets:
    """Fit as many sets as possible; the cheapest pieces are those one gets.

    Pieces that may be bought as well as got count once. They are bought only as far as the others do not suffice.
    """
    bought_only = sum(line.quantity for line in basket.lines if line.key in one.goods - one.got)
    got_only = sum(line.quantity for line in basket.lines if line.key in one.got - one.goods)
    both = sum(line.quantity for line in basket.lines if line.key in one.goods & one.got)
    if not one.buy or not one.get:
        return _Sets(0, {})
    count = min(
        (bought_only + both) // one.buy,
        (got_only + both) // one.get,
        (bought_only + got_only + both) // (one.buy + one.get),
    )
    open_both = both - max(count * one.buy - bought_only, 0)
    wanted, got = count * one.get, {}
    for line in sorted(
        basket.lines, key=lambda line: (line.unit_price.minor, line.variant_id, line.quantity, line.key)
    ):
        if not wanted or line.key not in one.got:
            continue
        pieces = min(line.quantity, wanted, open_both if line.key in one.goods else wanted)
        if line.key in one.goods:
            open_both -= pieces
        wanted -= pieces
        if pieces:
            got[line.key] = pieces
    return _Sets(count, got)


def _given(one: Terms, basket: Basket, left: Mapping[str, int]) -> dict[str, int]:
    prices = {line.key: line.unit_price.minor for line in basket.lines}
    found = {}
    for key, pieces in _sets(one, basket).got.items():
        worth = rounded(Fraction(prices[key] * pieces) * Fraction(one.percent or Decimal(100)) / 100, Rounding.HALF_UP)
        if min(worth, left[key]):
            found[key] = min(worth, left[key])
    return found


def _gross(line: Discountable) -> int:
    return line.unit_price.minor * line.quantity
