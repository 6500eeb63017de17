"""Files are imported here as a person would: taken, checked, and run to their end."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.jobs.running import run_to_end
from storecrew.kernel.store.models import Store
from storecrew.shop.catalogue.models import Picture, Product, Variant
from storecrew.shop.catalogue.transfer import intake
from storecrew.shop.catalogue.transfer.actions import BeginImport, OneImport, begin_import, run_import
from storecrew.shop.catalogue.transfer.models import Import

DATA = Path(__file__).resolve().parents[7] / "shared" / "data"


def real_file(name: str) -> Path:
    """Return a file of the shared data, or skip the test where they are not there."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not there: the folder ../shared/data is missing")
    return path


@pytest.fixture(autouse=True)
def imports_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path / "data"


@dataclass(frozen=True)
class Importer:
    """Imports files for one actor."""

    actor: Actor

    def take(self, content: bytes | Path, name: str = "products.csv", **choices: Any) -> Import:
        """Take a file and check it."""
        kept = intake.keep_file(content) if isinstance(content, Path) else intake.keep([content])
        name = content.name if isinstance(content, Path) else name
        data = BeginImport(digest=kept.digest, size=kept.size, name=name, **choices)
        row = Import.objects.get(pk=begin_import(self.actor, data).import_id)
        work = run_to_end(row.work_id or 0)
        assert work.state == "done", work.error
        row.refresh_from_db()
        return row

    def run(self, row: Import) -> Import:
        """Bring a checked file in."""
        work = run_to_end(run_import(self.actor, OneImport(import_id=row.pk)).work_id or 0)
        assert work.state == "done", work.error
        row.refresh_from_db()
        return row

    def __call__(self, content: bytes | Path, name: str = "products.csv", **choices: Any) -> Import:
        """Take, check and run."""
        return self.run(self.take(content, name, **choices))


@pytest.fixture
def importer(company: Company) -> Importer:
    """Return an importer who holds the web seat of a store that counts in dollars."""
    Store.objects.filter(pk=1).update(currency="USD", languages=["en", "zh-hans"])
    return Importer(company.web)


@pytest.fixture
def counts() -> Callable[[], tuple[int, int, int]]:
    """Return how many products, variants and pictures there are."""
    return lambda: (Product.objects.count(), Variant.objects.filter(retired_at=None).count(), Picture.objects.count())
