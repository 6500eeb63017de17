"""What a quote costs: one line and ten lines, beside one bare question to the database in the same run.

With everything that can be in one: taxes by zone, shipping, an automatic coupon and a typed one. Timed in turns, so that a
busy machine slows them alike.
"""

import statistics
import time
from collections.abc import Callable

from benchmarks.shop import LINES
from benchmarks.stage import Figure, empty_store

ROUNDS, BATCH = 20, 10


def figures() -> list[Figure]:
    """Return milliseconds a quote: median of rounds, and the ratio to one bare question."""
    with empty_store():
        cases = _cases()
        times: dict[str, list[float]] = {name: [] for name in cases}
        for case in cases.values():
            case()  # rules are read once and kept
        for _ in range(ROUNDS):
            for name, case in cases.items():
                times[name].append(_ms_a_call(case))
    floor = statistics.median(times["one bare question"])
    return [
        Figure(
            name, statistics.median(values), "ms/call", ratio=statistics.median(values) / floor, to="one bare question"
        )
        for name, values in times.items()
    ]


def _ms_a_call(case: Callable[[], object]) -> float:
    started = time.perf_counter()
    for _ in range(BATCH):
        case()
    return (time.perf_counter() - started) * 1000 / BATCH


def _cases() -> dict[str, Callable[[], object]]:
    from django.utils import timezone  # noqa: PLC0415  tables exist only inside the stage

    from benchmarks.shop import furnished  # noqa: PLC0415
    from storecrew.kernel.store.models import Store  # noqa: PLC0415
    from storecrew.shop.addresses.types import Address  # noqa: PLC0415
    from storecrew.shop.pricing import reads  # noqa: PLC0415
    from storecrew.shop.pricing.types import LineWish, QuoteQuery  # noqa: PLC0415

    goods, now = furnished(), timezone.now()

    def asking(lines: int) -> Callable[[], object]:
        query = QuoteQuery(
            lines=tuple(
                LineWish(key=sku, variant_id=variant, quantity=2) for sku, variant in list(goods.items())[:lines]
            ),
            currency="CNY",
            language="en",
            address=Address(country="CN", region="广东省", city="深圳市", line1="1"),
            codes=("TEN",),
        )
        return lambda: reads.price(query, now=now)

    return {
        "one bare question": lambda: Store.objects.filter(pk=1).first(),
        "quote of one line": asking(1),
        f"quote of {LINES} lines": asking(LINES),
    }


if __name__ == "__main__":
    for figure in figures():
        print(figure)
