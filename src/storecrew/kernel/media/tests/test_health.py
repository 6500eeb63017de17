"""The doctor notices lost originals and a worker that does not make copies."""

from datetime import timedelta

from django.utils import timezone

from storecrew.kernel.jobs.health import Level
from storecrew.kernel.media.actions import Upload, upload
from storecrew.kernel.media.health import copies, originals
from storecrew.kernel.media.jobs import make_copies
from storecrew.kernel.media.tests.pictures import DRAWING, photo


def _levels(check, now):
    return [finding.level for finding in check(now)]


def test_a_lost_original_is_bad(company, tmp_path):
    now = timezone.now()
    assert _levels(originals, now) == [Level.GOOD]
    upload(company.marketing, Upload(content=photo()))
    assert _levels(originals, now) == [Level.GOOD]
    for path in tmp_path.rglob("*.jpg"):
        path.unlink()
    assert _levels(originals, now) == [Level.BAD]


def test_copies_that_are_not_made_are_noticed_after_an_hour(company):
    now = timezone.now()
    shown = upload(company.marketing, Upload(content=photo())).picture
    upload(company.marketing, Upload(content=DRAWING))
    assert _levels(copies, now) == [Level.GOOD]
    later = now + timedelta(hours=2)
    assert _levels(copies, later) == [Level.WARN]
    make_copies.call(asset_id=shown.asset_id)
    assert _levels(copies, later) == [Level.GOOD]
