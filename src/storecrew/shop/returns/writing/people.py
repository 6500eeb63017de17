"""Returns follow their buyer when two records become one; what a forgotten one said and showed is erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storecrew.shop.returns.models import Photo, Return


def forget(customer_ids: Sequence[int], now: datetime) -> int:
    """Erase what these customers wrote and showed; that pieces came back, and why, stays: it is the goods' history."""
    rows = Return.objects.filter(customer__in=list(customer_ids))
    Photo.objects.filter(ret__in=rows).delete()
    return rows.update(words="", tracking_number="", customer=None)


def give_over(gone: int, kept: int) -> Any:
    """Give one customer's returns to another; returns which."""
    ids = list(Return.objects.filter(customer=gone).order_by("pk").values_list("pk", flat=True))
    Return.objects.filter(pk__in=ids).update(customer=kept)
    return ids or None


def give_back(moved: Any, gone: int, kept: int) -> None:
    """Give back what `give_over` moved."""
    Return.objects.filter(pk__in=moved, customer=kept).update(customer=gone)
