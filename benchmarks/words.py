"""Taking in what a supplier says: 5,000 changed words at once, written through to stock, against the bare writes.

The floor is what no way of doing it can leave out, measured in the same run: the same rows of words, history, moves and
levels written by four statements in one transaction, nothing read, reckoned or checked. All of it happens while the write
lock is held on SQLite, so the time is the lock's.
"""

import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from benchmarks.stage import Figure, empty_store

ROWS, ROUNDS = 5_000, 7
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def figures() -> list[Figure]:
    """Measure reports in which every value has changed, and the same report again."""
    with empty_store():
        teller, site_id, offers = _furnish()
        from storecrew.shop.availability import actions  # noqa: PLC0415  Django first

        def say(quantity: int, at: datetime) -> float:
            rows = tuple((pk, quantity, line) for line, pk in enumerate(offers, 2))
            form = actions.TakeSaid(stream="feed:1", site_id=site_id, observed_at=at, rows=rows)
            started = time.perf_counter()
            actions.take_said(teller, form, now=at)
            return time.perf_counter() - started

        first = say(100, NOW)
        changed = [say(99 - n, NOW + timedelta(hours=n + 1)) for n in range(ROUNDS)]
        again = [say(100 - ROUNDS, NOW + timedelta(hours=ROUNDS)) for _n in range(ROUNDS)]
        form = actions.ConfirmStream(stream="feed:1", site_id=site_id, observed_at=NOW + timedelta(days=1))
        started = time.perf_counter()
        actions.confirm_stream(teller, form, now=NOW + timedelta(days=1))
        confirmed = time.perf_counter() - started
        floor = median(_bare(site_id) for _n in range(ROUNDS))
    name = f"{ROWS:,} words"
    return [
        Figure(f"{name}: the bare writes", 1000 * floor, "ms"),
        Figure(f"{name}: all changed", 1000 * median(changed), "ms", median(changed) / floor, "the bare writes"),
        Figure(f"{name}: never said before", 1000 * first, "ms", first / floor, "the bare writes"),
        Figure(f"{name}: the same again", 1000 * median(again), "ms", median(again) / floor, "the bare writes"),
        Figure(f"{name}: stream confirmed", 1000 * confirmed, "ms", confirmed / floor, "the bare writes"),
    ]


def _furnish() -> tuple[Any, int, list[int]]:
    """Make a store that buys 5,000 variants of one supplier."""
    from storecrew.shop.catalogue.models import Product, Variant  # noqa: PLC0415  Django first
    from storecrew.shop.stock.models import Warehouse  # noqa: PLC0415  Django first
    from storecrew.shop.supply.models import Offer, Site, Supplier  # noqa: PLC0415  Django first

    teller = _teller()
    product = Product.objects.create(title="Lamp", slug="lamp", language="en", created_at=NOW, updated_at=NOW)
    variants = Variant.objects.bulk_create(
        Variant(product=product, sku=f"V{n}", position=n, signature=f"v{n}") for n in range(ROWS)
    )
    supplier = Supplier.objects.create(
        code="S", name="S", country="CN", language="en", currency="CNY", added_at=NOW, changed_at=NOW
    )
    warehouse = Warehouse.objects.create(code="S1", name="S1", kind="supplier", priority=1)
    site = Site.objects.create(supplier=supplier, warehouse=warehouse, added_at=NOW)
    offers = Offer.objects.bulk_create(
        Offer(supplier=supplier, variant=variant, sku=f"S{n}", currency="CNY", added_at=NOW, changed_at=NOW)
        for n, variant in enumerate(variants)
    )
    return teller, site.pk, [row.pk for row in offers]


def _teller() -> Any:
    """Return somebody who may tell what suppliers say: a system actor of this run."""
    from storecrew.kernel.actions import grants  # noqa: PLC0415  Django first
    from storecrew.kernel.actions.types import Actor, Surface  # noqa: PLC0415  Django first

    name = grants.system("bench.words", may={"availability.take_said", "availability.confirm_stream"})
    return Actor("system", name=name, reason="storecrew bench words", surface=Surface.CLI)


def _bare(site_id: int) -> float:
    """Write as many rows of words, history, moves and levels, and nothing else; it is rolled back."""
    from django.db import transaction  # noqa: PLC0415  Django first

    from storecrew.kernel import many  # noqa: PLC0415  Django first
    from storecrew.shop.availability.models import Heard, Said  # noqa: PLC0415  Django first
    from storecrew.shop.stock.models import Level, Move  # noqa: PLC0415  Django first

    names = ("quantity", "observed_at", "value_since", "sellable", "written_at", "look_at", "out", "days")
    words = [(*row, 0.5, 1.0) for row in Said.objects.values_list("pk", *names[:-2])]
    levels = list(Level.objects.values_list("pk", "on_hand", "safety", "short"))
    heard = list(Heard.objects.values_list("offer_id", "quantity", "was", "row")[:ROWS])
    moved = ("item_id", "quantity", "from_place", "from_warehouse_id", "to_place", "to_warehouse_id")
    moves = list(Move.objects.values_list(*moved)[:ROWS])
    rest = Move.objects.values(*(name for name in _names(Move) if name not in {"id", *moved})).first() or {}
    stream_id = Said.objects.values_list("stream_id", flat=True)[0]
    same = {"site_id": site_id, "stream_id": stream_id, "observed_at": NOW, "heard_at": NOW}
    started = time.perf_counter()
    with transaction.atomic():
        many.update(Said, names, words)
        many.insert(Heard, ("offer_id", "quantity", "was", "row"), heard, same=same)
        many.update(Level, ("on_hand", "safety", "short"), levels)
        many.insert(Move, moved, moves, same=rest)
        took = time.perf_counter() - started
        transaction.set_rollback(True)
    return took


def _names(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


if __name__ == "__main__":
    for figure in figures():
        print(figure)
