"""Coupons as buyers of the past met them: read once, counted in memory, written at the end. Nothing is announced."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from storecrew.kernel.money.types import Money
from storecrew.shop.discounts import reasons
from storecrew.shop.discounts.buyers import names_of
from storecrew.shop.discounts.codes import key_of
from storecrew.shop.discounts.models import Code, Condition, Coupon, Tally
from storecrew.shop.discounts.models import Use as UseRow
from storecrew.shop.discounts.reads import Prepared, goods_of, terms_of
from storecrew.shop.discounts.terms import Buyer
from storecrew.shop.discounts.types import Basket, RefusedCoupon

BATCH = 500


class Coupons:
    """All coupons of a store whose conditions name products and variants, not groups of them.

    A buyer is known by their e-mail address here; customers get their numbers later.
    """

    def __init__(self) -> None:
        self._coupons = {row.pk: row for row in Coupon.objects.order_by("pk")}
        self._codes = {row.key: row for row in Code.objects.order_by("pk")}
        self._conditions: dict[int, list[Condition]] = {number: [] for number in self._coupons}
        for condition in Condition.objects.order_by("coupon_id", "pk"):
            assert condition.target in {"product", "variant"}  # noqa: S101  see above
            self._conditions[condition.coupon_id].append(condition)
        self._orders = Counter[str]()
        self._used = Counter[tuple[int, str]]()
        self._uses: dict[str, list[UseRow]] = {}
        self._mails: dict[str, str] = {}

    def prepared(self, basket: Basket, codes: Sequence[str], at: datetime) -> Prepared:
        """Return what `reads.prepared` would have returned then."""
        typed = {key: code for code in codes if (key := key_of(code))}
        refused = [
            RefusedCoupon(code=code, coupon_id=None, reason=reasons.UNKNOWN, message=reasons.unknown())
            for key, code in typed.items()
            if key not in self._codes
        ]
        named: dict[int, Code | None] = {}
        for key in typed:
            if key in self._codes:
                named.setdefault(self._codes[key].coupon_id, self._codes[key])
        for coupon in self._coupons.values():
            if coupon.automatic and (coupon.ends_at is None or coupon.ends_at > at):
                named.setdefault(coupon.pk, None)
        who = basket.email.casefold()
        offers = tuple(
            terms_of(
                self._coupons[number],
                code,
                typed.get(code.key, "") if code else "",
                goods_of(self._conditions[number], basket.lines, {}),
                spent=self._spent(number, who),
            )
            for number, code in named.items()
        )
        return Prepared(basket, offers, tuple(refused), Buyer(tags=frozenset(), orders_before=self._orders[who]), at)

    def use(self, order: str, saved: dict[int, Money], codes: Sequence[str], *, email: str, at: datetime) -> None:
        """Count what an order took off. `order`: the caller's own name of it until `write`."""
        who = email.casefold()
        self._orders[who] += 1
        mine = {row.coupon_id: row for key in map(key_of, codes) if (row := self._codes.get(key))}
        for number, money in saved.items():
            coupon, code = self._coupons[number], mine.get(number)
            coupon.used += 1
            if code is not None:
                code.used += 1
            self._used[number, who] += 1
            self._mails[who] = email
            used = UseRow(
                coupon=coupon, code=code, saved_minor=money.minor, currency=money.currency, used_at=at, order=who
            )
            self._uses.setdefault(order, []).append(used)

    def give_back(self, order: str, *, email: str, at: datetime) -> None:
        """Give back what an order had used, as it came to nothing: it does not count as one any more."""
        self._orders[email.casefold()] -= 1
        for row in self._uses.get(order, ()):
            row.given_back_at = at
            row.coupon.used -= 1
            if row.code is not None:
                row.code.used -= 1
            self._used[row.coupon_id, row.order] -= 1

    def write(self, orders: dict[str, int], customers: dict[str, int]) -> None:
        """Write uses and counts. `orders`: the caller's names → numbers; `customers`: e-mail addresses → numbers."""
        rows = []
        names = {who: names_of(customers.get(mail), mail) for who, mail in self._mails.items()}
        for order, uses in self._uses.items():
            for row in uses:
                row.customer, row.buyers = customers.get(self._mails[row.order]), names[row.order]
                row.order = f"order:{orders[order]}"
                rows.append(row)
        UseRow.objects.bulk_create(rows, batch_size=BATCH)
        Coupon.objects.bulk_update(self._coupons.values(), ["used"], batch_size=BATCH)
        Code.objects.bulk_update(self._codes.values(), ["used"], batch_size=BATCH)
        tallies = [
            Tally(
                coupon_id=number,
                buyer=name,
                used=used,
                at_most=self._coupons[number].per_customer_limit,
            )
            for (number, who), used in self._used.items()
            for name in names[who]
        ]
        Tally.objects.bulk_create(tallies, batch_size=BATCH)

    def _spent(self, number: int, who: str) -> bool:
        limit = self._coupons[number].per_customer_limit
        return limit is not None and self._used[number, who] >= limit
