"""Records that look like one person: same telephone, same mailbox, same address."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.types import Text
from storecrew.shop.customers.models import Address, Customer, NotTheSame

AT_MOST = 200
"""Groups of one kind that are looked at; a list of more is worked down from the top."""
GROUP = 6
"""Records in a group; a telephone that more of them share is the shop's own, or 13800000000."""


class Pair(NamedTuple):
    """Two records, and why they look alike; the surest reason first."""

    low: int
    high: int
    reasons: tuple[Text, ...]


def pairs() -> list[Pair]:
    """Return pairs that nobody has judged yet, those with most reasons first."""
    found: dict[tuple[int, int], list[Text]] = {}
    for reason, groups in _kinds():
        for group in groups:
            for low, high in combinations(sorted(set(group)), 2):
                found.setdefault((low, high), []).append(reason)
    judged = set(NotTheSame.objects.values_list("low_id", "high_id"))
    fresh = [Pair(low, high, tuple(why)) for (low, high), why in found.items() if (low, high) not in judged]
    return sorted(fresh, key=lambda pair: (-len(pair.reasons), -pair.high, pair.low))


def _kinds() -> Iterator[tuple[Text, Iterable[list[int]]]]:
    present = Customer.objects.present()
    yield _("same mailbox"), _groups(present.exclude(mailbox=""), "mailbox")
    yield _("same telephone"), _groups(present.exclude(phone=""), "phone")
    alive = Address.objects.filter(customer__merged_into=None, customer__forgotten_at=None)
    yield _("same address"), _groups(alive, "fingerprint", "customer_id")


def _groups(rows: QuerySet[Customer] | QuerySet[Address], by: str, number: str = "pk") -> Iterable[list[int]]:
    shared = (
        rows.order_by()
        .values(by)
        .annotate(n=Count(number, distinct=True))
        .filter(n__gt=1, n__lte=GROUP)
        .order_by(by)
        .values_list(by, flat=True)[:AT_MOST]
    )
    groups: dict[str, list[int]] = {}
    for key, customer in rows.filter(**{f"{by}__in": list(shared)}).order_by(number).values_list(by, number):
        groups.setdefault(key, []).append(customer)
    return groups.values()
