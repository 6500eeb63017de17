"""A supplier's file of a million rows, of which one in twenty has changed: time, memory, and how long writers wait.

The floor of the same run is parsing the new file and updating the changed rows of a bare table. Rows by
`STORECREW_BENCH_ROWS`, of how many of them the store buys by `STORECREW_BENCH_OFFERS`; all changed rows are among those.
"""

import csv
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.catalogue_import import Memory
from benchmarks.stage import Figure, empty_store

ROWS = int(os.environ.get("STORECREW_BENCH_ROWS", "1000000"))
OFFERS = min(ROWS, int(os.environ.get("STORECREW_BENCH_OFFERS", "50000")))
CHANGED = min(OFFERS, ROWS // 20)
AT_ONCE = 5_000


def figures() -> list[Figure]:
    """Return what the first file, a changed one, and the same one again cost."""
    with empty_store() as folder:
        old, new = Path(folder) / "old.csv", Path(folder) / "new.csv"
        changed = _write_files(old, new)
        return _measured(old, new, changed)


def _write_files(old: Path, new: Path) -> list[int]:
    """Write both files; return which rows differ."""
    chance = random.Random(7)  # noqa: S311  the same files each time
    stock = [chance.randrange(500) for _ in range(ROWS)]
    costs = [chance.randrange(100, 99_999) for _ in range(ROWS)]
    step = ROWS // OFFERS
    changed = sorted(chance.sample(range(0, OFFERS * step, step), CHANGED))
    for path in (old, new):
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(["SKU", "Name", "Available", "Cost"])
            for row in range(ROWS):
                writer.writerow([f"SKU-{row:07}", f"Lamp {row % 997}", stock[row], f"{costs[row] / 100:.2f}"])
        for row in changed:
            stock[row] += 1
    return changed


def _measured(old: Path, new: Path, changed: list[int]) -> list[Figure]:
    keeper, source_id = _furnish()
    floor = _floor(new, changed)
    with Memory() as memory:
        first, _lock = _taken(keeper, source_id, old, OFFERS)
        taken, lock = _taken(keeper, source_id, new, CHANGED)
    again, _lock = _taken(keeper, source_id, new, 0)
    whole = taken["gate"] + taken["apply"]
    return [
        Figure("parsing + raw update of what changed", floor, "s", note=f"{ROWS:,} rows, {CHANGED:,} changed"),
        Figure("taken in, whole", whole, "s", whole / floor, "floor"),
        Figure("  gate: kept, compared, parsed, judged", taken["gate"], "s", taken["gate"] / floor, "floor"),
        Figure("  applied: stock, history, audit", taken["apply"], "s", taken["apply"] / floor, "floor"),
        Figure("the same file again", again["gate"], "s", again["gate"] / floor, "floor"),
        Figure("the first file, whole", first["gate"] + first["apply"], "s", note=f"{OFFERS:,} offers"),
        Figure("longest transaction", lock * 1000, "ms"),
        Figure(
            "peak memory above the start, both files",
            memory.peak - memory.start,
            "MB",
            note=f"{new.stat().st_size / 1e6:.0f} MB each; {memory.peak:.0f} MB in all",
        ),
    ]


def _floor(path: Path, changed: list[int]) -> float:
    """Parse the file and update the changed rows of a table with nothing else to it."""
    from django.db import connection, transaction  # noqa: PLC0415  tables exist only inside the stage

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (sku VARCHAR(20) PRIMARY KEY, quantity INTEGER)")
        rows = ((f"SKU-{row:07}", 0) for row in range(ROWS))
        while some := [one for one, _ in zip(rows, range(AT_ONCE), strict=False)]:
            cursor.executemany("INSERT INTO bare VALUES (%s, %s)", some)
    wanted = set(changed)
    began = time.perf_counter()
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        news = [(int(cells[2]), cells[0]) for row, cells in enumerate(reader) if row in wanted]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("UPDATE bare SET quantity = %s WHERE sku = %s", news)
    return time.perf_counter() - began


def _taken(keeper: Any, source_id: int, path: Path, expected: int) -> tuple[dict[str, float], float]:
    """Send a file and let workers take it in; returns seconds of the gate and of applying, and the longest transaction."""
    from storecrew.kernel.jobs.running import run_to_end  # noqa: PLC0415  tables exist only inside the stage
    from storecrew.shop.feeds import actions  # noqa: PLC0415
    from storecrew.shop.feeds import work as works  # noqa: PLC0415
    from storecrew.shop.feeds.models import Version  # noqa: PLC0415

    began, applied = time.perf_counter(), 0.0
    real = works._apply

    def timed(*args: Any) -> None:
        nonlocal applied
        start = time.perf_counter()
        real(*args)
        applied = time.perf_counter() - start

    works._apply = timed  # type: ignore[assignment]  # the same arguments, whatever they are
    try:
        with _transactions() as lengths:
            answer = actions.send_file(keeper, actions.SendFile(source_id=source_id, path=str(path)))
            if answer.state == "mapping":
                version = Version.objects.get(pk=answer.version_id or 0)
                confirm = actions.ConfirmMapping(version_id=version.pk, mapping=version.mapping)
                answer = actions.Received(
                    outcome="new", work_id=actions.confirm_mapping(keeper, confirm).work_id, version_id=version.pk
                )
            if answer.work_id is not None:
                run_to_end(answer.work_id)
    finally:
        works._apply = real
    took = time.perf_counter() - began
    if answer.version_id is not None:
        counts = Version.objects.get(pk=answer.version_id).counts
        if counts["changes"] - counts["unknown"] != expected:
            raise AssertionError(f"expected {expected} changes, got {counts}")
    elif expected:
        raise AssertionError("nothing was new in the file")
    return {"gate": took - applied, "apply": applied}, max(lengths)


@contextmanager
def _transactions() -> Iterator[list[float]]:
    """Measure how long each transaction takes from its beginning to its commit: so long do other writers wait at most."""
    from django.db import connection, transaction  # noqa: PLC0415  tables exist only inside the stage

    lengths, starts = [0.0], []
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def measured_enter(self: Any) -> None:
        outermost = not connection.in_atomic_block
        enter(self)
        if outermost:
            starts.append(time.perf_counter())

    def measured_leave(self: Any, *exc: Any) -> None:
        leave(self, *exc)
        if not connection.in_atomic_block and starts:
            lengths.append(time.perf_counter() - starts.pop())

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = measured_enter, measured_leave  # type: ignore[method-assign]
    try:
        yield lengths
    finally:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave  # type: ignore[method-assign]


def _furnish() -> tuple[Any, int]:
    """Found a store that buys of one supplier: variants and offers are put there at once, the rest by actions."""
    from django.utils import timezone  # noqa: PLC0415  tables exist only inside the stage

    from storecrew.kernel.actions.types import person  # noqa: PLC0415
    from storecrew.kernel.people.models import Person, Tenure  # noqa: PLC0415
    from storecrew.kernel.people.types import TenureKind  # noqa: PLC0415
    from storecrew.kernel.store.models import Store  # noqa: PLC0415
    from storecrew.shop.catalogue.models import Product, Variant  # noqa: PLC0415
    from storecrew.shop.feeds import actions  # noqa: PLC0415
    from storecrew.shop.supply import actions as supply  # noqa: PLC0415
    from storecrew.shop.supply.models import Offer  # noqa: PLC0415

    now = timezone.now() - timedelta(days=1)
    Store.objects.create(
        name="Bench", country="CN", currency="CNY", languages=["en"], time_zone="Asia/Shanghai", established_at=now
    )
    who = Person.objects.create(name="Keeper", email="keeper@bench.example", joined_at=now)
    Tenure.objects.create(person=who, seat="warehouse", kind=TenureKind.HOLD, starts_at=now, granted_by=who)
    keeper = person(who.pk)
    form = {"code": "BENCH", "name": "Bench Trading", "country": "CN", "currency": "CNY"}
    supplier_id = supply.add_supplier(keeper, supply.SupplierForm.model_validate(form)).supplier_id
    place = {"country": "CN", "region": "广东省", "city": "中山市"}
    site = {"supplier_id": supplier_id, "code": "B1", "name": "Bench 1", "place": place}
    site_id = supply.open_site(keeper, supply.OpenSite.model_validate(site)).site_id
    product = Product.objects.create(title="Lamps", slug="lamps", language="en", created_at=now, updated_at=now)
    step = ROWS // OFFERS
    for start in range(0, OFFERS, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, OFFERS))
        variants = Variant.objects.bulk_create(
            Variant(product=product, sku=f"L-{number}", signature=f"{number}", position=number % 30_000)
            for number in numbers
        )
        Offer.objects.bulk_create(
            Offer(
                supplier_id=supplier_id,
                variant=variant,
                sku=f"SKU-{number * step:07}",
                currency="CNY",
                added_at=now,
                changed_at=now,
            )
            for number, variant in zip(numbers, variants, strict=True)
        )
    source = {"supplier_id": supplier_id, "site_id": site_id, "kind": "upload", "name": "Bench"}
    return keeper, actions.add_source(keeper, actions.AddSource.model_validate(source)).source_id


if __name__ == "__main__":
    for figure in figures():
        print(figure)
