"""What customers have bought, in the store's own currency. The room of orders says it; without it nobody has bought.

    worth.provider(
        lambda customer_ids: {5: Worth(orders=3, spent=Money(38400, "CNY"), last_at=…)},
        annotate=lambda customers: customers.annotate(order_count=…, spent_minor=…),
    )

`annotate` gives a query set of customers the two columns by which lists show and sort.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storecrew.kernel.money.types import Money


@dataclass(frozen=True, slots=True)
class Worth:
    """How many orders, what was paid for them less what was given back, and when the last one was."""

    orders: int
    spent: Money
    last_at: datetime | None = None


type Provider = Callable[[Iterable[int]], Mapping[int, Worth]]
type Annotate = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Known:
    provide: Provider
    annotate: Annotate


_known: list[_Known] = []


def provider(provide: Provider, *, annotate: Annotate) -> None:
    """Name the one room that knows; it answers for many customers at once."""
    if _known and _known[0].provide is not provide:
        raise ValueError("the worth of customers has a provider already")
    _known[:] = [_Known(provide, annotate)]


def known() -> bool:
    """Tell whether anybody knows."""
    return bool(_known)


def of(customer_ids: Iterable[int]) -> Mapping[int, Worth]:
    """Return what customers are worth; those who never bought are left out."""
    return _known[0].provide(customer_ids) if _known else {}


def annotated(customers: Any) -> Any:
    """Return a query set with `order_count` and `spent_minor`, as it was when nobody knows."""
    return _known[0].annotate(customers) if _known else customers
