"""What customers have bought, in the store's own currency. The room of orders says it; without it nobody has bought.

worth.provider(lambda customer_ids: {5: Worth(orders=3, spent=Money(38400, "CNY"), last_at=…)})
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from storecrew.kernel.money.types import Money


@dataclass(frozen=True, slots=True)
class Worth:
    """How many orders, what was paid for them less what was given back, and when the last one was."""

    orders: int
    spent: Money
    last_at: datetime | None = None


type Provider = Callable[[Iterable[int]], Mapping[int, Worth]]

_provider: list[Provider] = []


def provider(function: Provider) -> Provider:
    """Name the one function that knows; it answers for many customers at once."""
    if _provider and _provider[0] is not function:
        raise ValueError("the worth of customers has a provider already")
    _provider[:] = [function]
    return function


def known() -> bool:
    """Tell whether anybody knows."""
    return bool(_provider)


def of(customer_ids: Iterable[int]) -> Mapping[int, Worth]:
    """Return what customers are worth; those who never bought are left out."""
    return _provider[0](customer_ids) if _provider else {}
