"""Files are brought in here as a person would: taken, checked, and run to their end."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from storecrew.conftest import Company
from storecrew.kernel.jobs.running import run_to_end
from storecrew.shop.orders.transfer import actions, intake
from storecrew.shop.orders.transfer.models import Batch, BatchState

type Bring = Callable[..., Batch]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.fixture
def bring(company: Company) -> Bring:
    """Check a file as it is recognised and bring it in."""

    def run(content: bytes, *, name: str = "orders.csv", check_only: bool = False, **choices: object) -> Batch:
        kept = intake.SHELF.keep([content])
        begin = {"digest": kept.digest, "size": kept.size, "name": name, **choices}
        begun = actions.begin_import(company.service, actions.BeginImport.model_validate(begin))
        row = Batch.objects.get(pk=begun.import_id)
        if row.state == BatchState.MAPPING:
            again = actions.CheckImport(import_id=row.pk, mapping=row.choices["mapping"])
            begun = actions.check_import(company.service, again)
        run_to_end(begun.work_id or 0)
        if not check_only:
            run_to_end(actions.run_import(company.service, actions.OneImport(import_id=row.pk)).work_id or 0)
        row.refresh_from_db()
        return row

    return run
