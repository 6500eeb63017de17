"""The imports folder keeps what is needed and nothing else."""

from datetime import timedelta

from django.utils import timezone

from storecrew.shop.catalogue.transfer import intake
from storecrew.shop.catalogue.transfer.jobs import sweep
from storecrew.shop.catalogue.transfer.tests.conftest import Importer

FILE = b"SKU,Title,Price\nA1,Lamp,9\n"


def test_files_of_imports_stay_and_orphans_go_after_a_day(importer: Importer) -> None:
    row = importer(FILE)
    orphan = intake.path_of(intake.keep([b"sent and never taken"]).digest)
    sweep(timezone.now())
    assert orphan.exists()
    sweep(timezone.now() + timedelta(days=2))
    assert not orphan.exists()
    assert intake.path_of(row.digest).exists()


def test_stages_go_after_a_week_and_come_back_when_they_are_needed(importer: Importer) -> None:
    row = importer(FILE)
    stage = intake.folder() / f"{row.uid}.stage"
    sweep(timezone.now() + timedelta(days=1))
    assert stage.exists()
    sweep(timezone.now() + timedelta(days=8))
    assert not stage.exists()
    assert intake.opened(row, now=timezone.now()).staged().products == 1
