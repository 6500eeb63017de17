"""Pictures in a bucket (`STORAGE_URL`): the same behaviour, over a socket, in requests that S3 would accept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from storecrew.config import engines
from storecrew.kernel.jobs.health import Level
from storecrew.kernel.media import jobs, keeping, reads
from storecrew.kernel.media.actions import Remove, Upload, remove, upload
from storecrew.kernel.media.images import inspect
from storecrew.kernel.media.models import Asset, Rendition
from storecrew.kernel.media.tests.bucket import Bucket, open_bucket
from storecrew.kernel.media.tests.pictures import DRAWING, photo
from storecrew.kernel.safekeeping import services
from storecrew.kernel.safekeeping.archive import stored_files

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def bucket():
    with open_bucket() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _in_the_bucket(settings, bucket: Bucket, _own_storage):
    _keep_in(settings, bucket.url())


def _keep_in(settings, url: str) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": engines.files(url, media=Path("/nowhere"))}


@pytest.fixture
def lamp(company):
    return upload(company.web, Upload(content=photo(size=(700, 350)), name="灯.jpg")).picture


def test_an_upload_lies_in_the_bucket_with_its_media_type(bucket, lamp):
    kept = Asset.objects.get()
    name = f"live/originals/{kept.sha256[:2]}/{kept.sha256}.jpg"
    assert bucket.files == {name: (photo(size=(700, 350)), "image/jpeg")}


def test_copies_are_made_by_the_job_and_served_from_the_bucket(client, bucket, lamp, monkeypatch):
    jobs.make_copies.call(asset_id=lamp.asset_id)
    made = Rendition.objects.count()
    copies = {name: kind for name, (_content, kind) in bucket.files.items() if name.startswith("live/copies/")}
    assert made == len(copies) == 9
    assert set(copies.values()) == {"image/avif", "image/webp", "image/jpeg"}
    monkeypatch.setattr("storecrew.kernel.media.images.render_all", None)
    answer = client.get(f"/media/{lamp.key}/320.webp")
    assert (answer.status_code, inspect(answer.content).width) == (200, 320)


def test_a_copy_that_is_not_there_yet_is_made_once_and_kept_there(client, bucket, lamp):
    first = client.get(f"/media/{lamp.key}/160.avif")
    written = sum(line.startswith("PUT") for line in bucket.requests)
    again = client.get(f"/media/{lamp.key}/160.avif")
    assert first.content == again.content
    assert sum(line.startswith("PUT") for line in bucket.requests) == written == 2


def test_a_drawing_its_copy_in_pixels_and_its_original(client, bucket, company):
    shown = upload(company.web, Upload(content=DRAWING, name="lamp.svg")).picture
    assert client.get(f"/media/{shown.key}/drawing.svg")["Content-Type"] == "image/svg+xml"
    assert client.get(reads.raster_url(shown))["Content-Type"] == "image/jpeg"
    assert keeping.original(Asset.objects.get()) == DRAWING
    assert len(bucket.files) == 3


def test_removal_leaves_nothing_behind(bucket, company, lamp):
    kept = Asset.objects.get()
    jobs.make_copies.call(asset_id=lamp.asset_id)
    remove(company.web, Remove(asset_id=lamp.asset_id))
    jobs.delete_files.call(sha256=kept.sha256, media_type=kept.media_type, width=kept.width, has_alpha=kept.has_alpha)
    assert bucket.files == {}


def test_what_the_bucket_lost_is_a_404(client, bucket, lamp):
    bucket.files.clear()
    assert client.get(f"/media/{lamp.key}/320.webp").status_code == 404


def test_a_backup_finds_every_file_and_reads_it_in_pieces(bucket, lamp):
    jobs.make_copies.call(asset_id=lamp.asset_id)
    names = list(stored_files())
    assert {f"live/{name}" for name in names} == set(bucket.files)
    with default_storage.open(names[0]) as file:
        pieces = list(iter(lambda: file.read(100), b""))
    assert b"".join(pieces) == bucket.files[f"live/{names[0]}"][0]
    assert len(pieces) > 1


def test_the_doctor_finds_a_good_bucket_and_a_wrong_secret(settings, bucket):
    assert [finding.level for finding in services.storage(NOW)] == [Level.GOOD]
    _keep_in(settings, bucket.url(secret="wrong"))
    (finding,) = services.storage(NOW)
    assert finding.level == Level.BAD
    assert "403" in finding.message
    assert "wrong" not in finding.message


def test_a_bucket_that_fails_for_a_moment_is_asked_again(client, bucket, lamp):
    bucket.failing = 2
    assert client.get(f"/media/{lamp.key}/320.webp").status_code == 200
    assert bucket.failing == 0
