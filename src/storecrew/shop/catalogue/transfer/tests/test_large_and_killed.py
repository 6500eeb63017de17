"""Large files in little memory, and a process that is killed in the middle of an import."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from storecrew.kernel.jobs.tests.killing import Killing
from storecrew.kernel.tabular.table import recognise, records
from storecrew.shop.catalogue.transfer.dialects.shopify import Shopify
from storecrew.shop.catalogue.transfer.reading import Reading
from storecrew.shop.catalogue.transfer.stage import Stage

PRODUCTS = 400
HEADER = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Status\n"

PREPARE = f"""
import django; django.setup()
from django.utils import timezone
from storecrew.kernel.actions.types import person
from storecrew.kernel.jobs.running import run_to_end
from storecrew.kernel.people.models import Person, Tenure
from storecrew.kernel.store.models import Store
from storecrew.shop.catalogue.transfer import intake
from storecrew.shop.catalogue.transfer.actions import BeginImport, OneImport, begin_import, run_import
now = timezone.now()
Store.objects.create(name="S", country="US", currency="USD", languages=["en"], time_zone="UTC", established_at=now)
who = Person.objects.create(name="W", email="w@s.example", joined_at=now)
Tenure.objects.create(person=who, seat="web", kind="hold", starts_at=now, granted_by=who)
rows = [f"p{{n}},Product {{n}},,,S{{n}},1.00,active" for n in range({PRODUCTS})]
kept = intake.keep([({HEADER!r} + "\\n".join(rows)).encode()])
taken = begin_import(person(who.pk), BeginImport(digest=kept.digest, size=kept.size, name="big.csv"))
run_to_end(taken.work_id)
print(run_import(person(who.pk), OneImport(import_id=taken.import_id)).work_id)
"""


def staged_peak(folder: Path, rows: int) -> int:
    """Return the most bytes that Python held while a file of so many rows was read, gathered and made into drafts."""
    path = folder / f"{rows}.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADER)
        for number in range(rows):
            product, variant = divmod(number, 3)
            out.write(
                f"p{product},{'Product' if not variant else ''},{'Size' if not variant else ''},{variant},S{number},1.00,active\n"
            )
    tracemalloc.start()
    form, header = recognise(path)
    dialect, stage = Shopify(header, Reading(currency="USD")), Stage(folder / f"{rows}.stage")
    content = stage.build(records(path, form, header), dialect)
    drafts = sum(1 for item in stage.products() if dialect.draft(item.key, item.rows).variants)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (content.rows, drafts) == (rows, -(-rows // 3))
    return peak


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small, large = staged_peak(tmp_path, 3_000), staged_peak(tmp_path, 12_000)
    assert large < small * 1.3


@pytest.mark.long
@pytest.mark.sqlite_only
def test_an_import_whose_process_is_killed_goes_on_and_does_nothing_twice(
    tmp_path: Path, empty_store: Callable[[Path], None]
) -> None:
    empty_store(tmp_path)
    killing = Killing(tmp_path)
    work_id = killing.prepare(PREPARE)
    assert 0 < killing.kill(work_id, "catalogue_product", PRODUCTS // 4) < PRODUCTS
    assert killing.finish(work_id) == "done"
    for table in (
        "catalogue_product",
        "catalogue_variant",
        "catalogue_pricechange",
        "catalogue_transfer_importedproduct",
    ):
        assert killing.count(table) == PRODUCTS, table
