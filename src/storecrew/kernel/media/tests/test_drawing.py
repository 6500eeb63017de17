"""A drawing has one copy in pixels, for feeds and other machines; drawing it can hurt nobody."""

import threading

import pytest
from django.core.cache import cache

from storecrew.kernel.media import drawing, jobs, keeping, reads
from storecrew.kernel.media.actions import Remove, Upload, remove, upload
from storecrew.kernel.media.models import Rendition
from storecrew.kernel.media.paths import copy_path
from storecrew.kernel.media.provenance import TRAINED, source_type_of
from storecrew.kernel.media.tests.pictures import decode, encode, halves

LAMP = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 50">
<defs><linearGradient id="g"><stop stop-color="#c00"/><stop offset="1" stop-color="#00c"/></linearGradient>
<filter id="f"><feGaussianBlur stdDeviation="1"/></filter></defs>
<rect width="40" height="25" fill="url(#g)"/><circle cx="20" cy="40" r="5" fill="#080" filter="url(#f)"/></svg>"""
ENDLESS = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><filter id="f" x="0" y="0" width="1" height="1">
<feTurbulence baseFrequency="1" numOctaves="100000"/></filter><rect width="10" height="10" filter="url(#f)"/></svg>"""


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


def _kept(company, content=LAMP, **said):
    return upload(company.web, Upload(content=content, **said)).picture


def test_a_drawing_is_served_as_jpeg_on_white_with_gradients_and_filters(client, company):
    address = reads.raster_url(_kept(company, source_type=TRAINED))
    assert address.endswith("/1200.jpg")
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    image = decode(answer.content)
    assert image.size == (1200, 1500)
    left, right, corner, dot = (image.getpixel(at) for at in ((60, 200), (1140, 200), (5, 1495), (600, 1200)))
    assert left[0] > 150 > left[2]
    assert right[2] > 150 > right[0]
    assert min(corner) > 250
    assert dot[1] > 100 > dot[0]
    assert source_type_of(image.info["xmp"]) == TRAINED


def test_the_job_makes_it_beforehand_and_removal_takes_it_along(client, company, monkeypatch):
    shown = _kept(company)
    jobs.make_copies.call(asset_id=shown.asset_id)
    assert [(row.width, row.format) for row in Rendition.objects.all()] == [(1200, "jpg")]
    monkeypatch.setattr(drawing, "draw", None)
    assert client.get(reads.raster_url(shown)).status_code == 200
    remove(company.web, Remove(asset_id=shown.asset_id))
    jobs.delete_files.call(
        sha256=shown.key + "0" * 48, media_type=shown.media_type, width=shown.width, has_alpha=shown.has_alpha
    )
    assert keeping.read(copy_path(shown.key, "1200.jpg")) is None


def test_endless_work_is_ended_and_not_tried_again(client, company, monkeypatch):
    monkeypatch.setattr(drawing, "CPU_S", 1)
    shown = _kept(company, ENDLESS)
    jobs.make_copies.call(asset_id=shown.asset_id)
    assert not Rendition.objects.exists()
    monkeypatch.setattr(drawing.subprocess, "run", None)
    assert client.get(reads.raster_url(shown)).status_code == 404


def test_who_finds_the_drawer_at_work_is_asked_to_come_again(client, company, monkeypatch):
    monkeypatch.setattr(drawing, "_one_at_a_time", threading.BoundedSemaphore(1))
    drawing._one_at_a_time.acquire()
    monkeypatch.setattr(keeping, "PATIENCE_OF_READERS_S", 0.01)
    answer = client.get(reads.raster_url(_kept(company)))
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")


def test_a_ribbon_has_no_copy_in_pixels(client, company):
    shown = _kept(
        company, b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 9"><rect width="1" height="9"/></svg>'
    )
    assert reads.raster_url(shown) == ""
    assert client.get(f"/media/{shown.key}/1200.jpg").status_code == 404


def test_other_pictures_are_known_to_machines_by_their_plain_copy(client, company):
    for content, to in ((encode(halves(), "JPEG"), "jpg"), (encode(halves(mode="RGBA"), "PNG"), "png")):
        address = reads.raster_url(_kept(company, content))
        assert address.endswith(f".{to}")
        assert client.get(address).status_code == 200
