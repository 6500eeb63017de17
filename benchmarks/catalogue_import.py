"""Import speed and memory: parsing alone, the check, the import, and the same file again, in rows per second.

The file is Shopify's form, products of three variants; the floor is parsing the same file in the same run. Rows by
`STORECREW_BENCH_ROWS`. What peak memory is above the start is what the file's size must not change.
"""

import csv
import os
import random
import resource
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.stage import Figure, empty_store

ROWS = int(os.environ.get("STORECREW_BENCH_ROWS", "100000"))
WORDS = [
    "oak",
    "linen",
    "brass",
    "lamp",
    "desk",
    "floor",
    "wall",
    "shade",
    "cord",
    "warm",
    "dim",
    "walnut",
    "ash",
    "bowl",
    "tray",
    "hook",
    "shelf",
    "rail",
    "clip",
    "base",
]


def write_file(path: Path, rows: int) -> None:
    """Write a Shopify file: products of three variants with a description, tags and two pictures each."""
    chance = random.Random(7)  # noqa: S311  the same file each time
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(
            [
                "Handle",
                "Title",
                "Body (HTML)",
                "Vendor",
                "Type",
                "Tags",
                "Published",
                "Option1 Name",
                "Option1 Value",
                "Variant SKU",
                "Variant Grams",
                "Variant Inventory Qty",
                "Variant Price",
                "Variant Compare At Price",
                "Variant Barcode",
                "Image Src",
                "Image Position",
                "Status",
            ]
        )
        for number in range(rows):
            product, variant = divmod(number, 3)
            first = variant == 0
            words = [chance.choice(WORDS) for _ in range(40)]
            title = f"{words[0]} {words[1]} {product}".title()
            writer.writerow(
                [
                    f"product-{product}",
                    title if first else "",
                    f"<p>{' '.join(words)}</p>" if first else "",
                    "Lamphour" if first else "",
                    words[2] if first else "",
                    ", ".join(words[3:6]) if first else "",
                    "true" if first else "",
                    "Size" if first else "",
                    ("S", "M", "L")[variant],
                    f"SKU-{number}",
                    300 + variant,
                    chance.randrange(100),
                    f"{chance.randrange(900, 90000) / 100:.2f}",
                    "",
                    "",
                    f"https://pictures.example/{number}.jpg" if variant < 2 else "",
                    variant + 1 if variant < 2 else "",
                    "active" if first else "",
                ]
            )


def figures() -> list[Figure]:
    """Return rows per second with their ratio to parsing, and the peak of memory."""
    with empty_store() as folder:
        path = Path(folder) / "products.csv"
        write_file(path, ROWS)
        return _measured(path)


def _measured(path: Path) -> list[Figure]:
    from storecrew.kernel.jobs.running import run_to_end  # noqa: PLC0415  tables exist only inside the stage
    from storecrew.kernel.tabular.table import recognise, records  # noqa: PLC0415
    from storecrew.shop.catalogue.transfer import intake  # noqa: PLC0415
    from storecrew.shop.catalogue.transfer.actions import (  # noqa: PLC0415
        BeginImport,
        OneImport,
        begin_import,
        run_import,
    )
    from storecrew.shop.catalogue.transfer.models import Import  # noqa: PLC0415

    actor = _web_seat()

    def parse() -> None:
        form, header = recognise(path)
        if sum(1 for _ in records(path, form, header)) != ROWS:
            raise AssertionError("rows were lost in parsing")

    def taken() -> Import:
        kept = intake.keep_file(path)
        data = BeginImport(digest=kept.digest, size=kept.size, name=path.name)
        return Import.objects.get(pk=begin_import(actor, data).import_id)

    def run(row: Import) -> None:
        run_to_end(run_import(actor, OneImport(import_id=row.pk)).work_id or 0)

    speeds = {"parsing alone": _speed(parse)}
    with Memory() as memory:
        for name in ("", " of the same file"):
            row = taken()
            speeds[f"check{name}"] = _speed(lambda row=row: run_to_end(row.work_id or 0))  # type: ignore[misc]
            speeds[f"import{name}"] = _speed(lambda row=row: run(row))  # type: ignore[misc]
            row.refresh_from_db()
            expected = {"unchanged" if name else "created": row.products}
            if {outcome: count for outcome, count in row.counts.items() if count} != expected:
                raise AssertionError(f"the import{name} came to {row.counts}")
    floor = speeds["parsing alone"]
    rates = [Figure(name, speed, "rows/s", ratio=speed / floor, to="parsing") for name, speed in speeds.items()]
    size = path.stat().st_size / 1e6
    return [
        *rates,
        Figure("peak memory above the start", memory.peak - memory.start, "MB", note=f"{ROWS:,} rows, {size:.0f} MB"),
    ]


def _web_seat() -> Any:
    from django.utils import timezone  # noqa: PLC0415  tables exist only inside the stage

    from storecrew.kernel.actions.types import person  # noqa: PLC0415
    from storecrew.kernel.people.models import Person, Tenure  # noqa: PLC0415
    from storecrew.kernel.people.types import TenureKind  # noqa: PLC0415
    from storecrew.kernel.store.models import Store  # noqa: PLC0415

    now = timezone.now()
    Store.objects.create(
        name="Bench", country="US", currency="USD", languages=["en"], time_zone="UTC", established_at=now
    )
    who = Person.objects.create(name="Web", email="web@bench.example", joined_at=now)
    Tenure.objects.create(person=who, seat="web", kind=TenureKind.HOLD, starts_at=now, granted_by=who)
    return person(who.pk)


def _speed(function: Callable[[], object]) -> float:
    began = time.perf_counter()
    function()
    return ROWS / (time.perf_counter() - began)


class Memory:
    """Watches the memory of this process: what it holds itself, not the pages of the database that the kernel lends it."""

    def __init__(self) -> None:
        self.peak = self.now()
        self.start = self.peak
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self._watcher.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self.peak = max(self.peak, self.now())

    @staticmethod
    def now() -> float:
        """Return megabytes; where the system does not tell them apart, the highest resident size so far."""
        status = Path("/proc/self/status")
        if status.exists():
            for line in status.read_text().splitlines():
                if line.startswith("RssAnon:"):
                    return int(line.split()[1]) / 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    for figure in figures():
        print(figure)
