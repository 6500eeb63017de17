"""Who buys: under which names uses are counted, and what coupons may ask about them."""

from collections.abc import Callable

from django.utils.crypto import salted_hmac

from storecrew.shop.customers import reads as customers
from storecrew.shop.discounts.terms import Buyer

type OrderCounter = Callable[[int | None, str], int]
"""How many orders a buyer placed before, by customer and e-mail; cancelled ones do not count."""

_counter: OrderCounter | None = None


def count_orders_with(counter: OrderCounter) -> None:
    """Name the one function that counts a buyer's orders; the room that keeps orders registers it."""
    global _counter
    _counter = counter


def names_of(customer_id: int | None, email: str) -> list[str]:
    """Return under which names a buyer's uses are counted; a limit has to hold for each of them.

    The e-mail is kept as a keyed hash: it can be counted, and not read.
    """
    folded = email.strip().casefold()
    names = [] if customer_id is None else [f"customer:{customer_id}"]
    return [
        *names,
        *([f"mail:{salted_hmac('discounts.buyer', folded, algorithm='sha256').hexdigest()}"] if folded else []),
    ]


def orders_before(customer_id: int | None, email: str) -> int:
    """Return how many orders the buyer has placed; nobody knows of a buyer without name, who counts as new."""
    if _counter is None or (customer_id is None and not email.strip()):
        return 0
    return _counter(customer_id, email.strip().casefold())


def buyer(customer_id: int | None, email: str, *, known_orders: int | None, ask_orders: bool, ask_tags: bool) -> Buyer:
    """Return what coupons want to know of a buyer; asks only what one of them needs."""
    before = known_orders
    if before is None:
        before = orders_before(customer_id, email) if ask_orders else 0
    return Buyer(tags=_tags(customer_id) if ask_tags else frozenset(), orders_before=before)


def folded_tag(word: str) -> str:
    """Return how a customer's tag is compared: VIP and vip are one word."""
    return " ".join(word.casefold().split())


def _tags(customer_id: int | None) -> frozenset[str]:
    found = customers.view(customer_id) if customer_id is not None else None
    return frozenset(folded_tag(word) for word in found.tags) if found else frozenset()
