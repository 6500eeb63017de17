"""Orders a second: a shopper's last click, from the price that was agreed to the order with its audit and its events.

One process first, against its own statements said again by the ORM alone and by the driver alone (see `replay.py`), from
the same state of the database. Then several processes at once: orders a second, how long a shopper waits, and how little
the unluckiest process gets. An order has three lines, a coupon, taxes, and is paid on delivery.
On PostgreSQL: `python scripts/with_postgres.py python -m benchmarks.orders`.
"""

import multiprocessing
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.stage import Figure, empty_store

ORDERS, TURNS = 60, 3
PROCESSES, EACH = 4, 40

type Bag = dict[str, object]
"""What the last click sends."""


def figures() -> list[Figure]:
    """Return orders a second with their ratios, then what happens when processes compete."""
    with empty_store():
        return [*_alone(), *_together()]


def _alone() -> list[Figure]:
    from benchmarks.replay import Heard, States, by_driver, by_orm, recording  # noqa: PLC0415  needs settings

    bags = [_bag(number) for number in range(ORDERS)]
    said = [Heard() for _one in bags]
    states = States()
    states.again()
    for order, bag in zip(said, bags, strict=True):
        with recording(order):
            _complete(bag)
    times: dict[str, list[float]] = {"driver": [], "ORM": [], "orders": []}
    for _turn in range(TURNS):
        for name, cases in (
            ("driver", lambda: [by_driver(order) for order in said]),
            ("ORM", lambda: [by_orm(order) for order in said]),
            ("orders", lambda: [_completing(bag) for bag in bags]),
        ):
            ready = cases()
            states.again()
            times[name].append(_seconds(ready))
    speed = {name: ORDERS / statistics.median(values) for name, values in times.items()}
    statements = statistics.mean(len(order.statements) for order in said)
    return [
        Figure("one process: statements by the driver", speed["driver"], "orders/s", note=f"{statements:.0f} each"),
        Figure(
            "one process: statements by the ORM", speed["ORM"], "orders/s", speed["ORM"] / speed["driver"], "driver"
        ),
        Figure("one process: orders", speed["orders"], "orders/s", speed["orders"] / speed["ORM"], "ORM"),
    ]


def _seconds(cases: list[Callable[[], object]]) -> float:
    began = time.perf_counter()
    for case in cases:
        case()
    return time.perf_counter() - began


def _together() -> list[Figure]:
    from django.db import connection  # noqa: PLC0415  needs settings

    bags = [_bag(number) for number in range(PROCESSES * (EACH + 1))]
    name = str(connection.settings_dict["NAME"])
    connection.close()
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(PROCESSES)
    shares = [bags[at::PROCESSES] for at in range(PROCESSES)]
    with context.Pool(PROCESSES, _prepare, (name, start)) as pool:
        went = pool.map(_work, shares, chunksize=1)
    waits = sorted(wait for _took, some in went for wait in some)
    took = [one for one, _some in went]
    return [
        Figure(f"{PROCESSES} processes: orders", len(waits) / max(took), "orders/s"),
        Figure(f"{PROCESSES} processes: median", statistics.median(waits) * 1000, "ms"),
        Figure(f"{PROCESSES} processes: p99", waits[int(len(waits) * 0.99)] * 1000, "ms"),
        Figure(f"{PROCESSES} processes: longest", waits[-1] * 1000, "ms"),
        Figure(f"{PROCESSES} processes: slowest process", max(took) / statistics.mean(took), "of mean"),
    ]


_start: Any = None


def _prepare(name: str, start: Any) -> None:
    global _start
    _start = start
    import django  # noqa: PLC0415  each process sets up its own

    django.setup()
    from django.db import connection  # noqa: PLC0415

    connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    from storecrew.shop.carts import actions  # noqa: F401, PLC0415  loaded before the clock starts


def _work(bags: list[Bag]) -> tuple[float, list[float]]:
    waits = []
    _complete(bags.pop())  # loads what the first order of a process loads
    _start.wait()
    began = time.perf_counter()
    for bag in bags:
        one = time.perf_counter()
        _complete(bag)
        waits.append(time.perf_counter() - one)
    return time.perf_counter() - began, waits


_shelf: dict[str, int] = {}


def _goods() -> dict[str, int]:
    """Found and furnish the store at the first call; return variants by SKU."""
    if not _shelf:
        from benchmarks.shop import furnished  # noqa: PLC0415  needs settings

        _shelf.update(furnished())
    return _shelf


def _bag(number: int) -> Bag:
    """Fill a bag up to the last click."""
    from benchmarks.shop import HOME  # noqa: PLC0415  needs settings
    from storecrew.kernel.actions.types import nobody  # noqa: PLC0415
    from storecrew.shop.carts import actions, reads  # noqa: PLC0415
    from storecrew.shop.carts.tokens import new_token  # noqa: PLC0415

    token, who = new_token(), nobody()
    for sku, variant in list(_goods().items())[:3]:
        quantity = 1 + len(sku) % 2
        put = {"token": token, "variant_id": variant, "quantity": quantity, "currency": "CNY", "language": "en"}
        actions.put(who, actions.Put.model_validate(put))
    actions.begin_checkout(who, actions.Begin(token=token))
    filled = {"token": token, "email": f"b{number}@bench.example", "ship_to": HOME, "provider": "cash"}
    actions.fill_in(who, actions.FillIn.model_validate(filled))
    seen = reads.cart(who, reads.CartQuery(token=token))
    assert seen.quote is not None
    return {
        "token": token,
        "cart_uid": seen.uid,
        "fingerprint": seen.quote.fingerprint,
        "return_url": f"/order/{actions.TOKEN_HERE}/",
        "accepted_terms": True,
    }


def _completing(bag: Bag) -> Callable[[], object]:
    return lambda: _complete(bag)


def _complete(bag: Bag) -> None:
    from storecrew.kernel.actions.types import nobody  # noqa: PLC0415  needs settings
    from storecrew.shop.carts import actions  # noqa: PLC0415

    actions.complete(nobody(), actions.Complete.model_validate(bag))


if __name__ == "__main__":
    for figure in figures():
        print(figure)
