"""Files come in base64: larger bodies for those who may send them, where they may be sent."""

import base64
import io
import os

import pytest
from PIL import Image

from storecrew.fronts.rest.bodies import file_room
from storecrew.fronts.rest.tests.conftest import hire
from storecrew.kernel.actions import registry
from storecrew.kernel.actions.tests import shelf  # noqa: F401  a tiny room to call
from storecrew.kernel.media.images import MAX_BYTES
from storecrew.kernel.media.models import Asset

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


def _noise() -> bytes:
    """A picture that nothing makes smaller: over 3 MB."""
    file = io.BytesIO()
    Image.frombytes("RGB", (1100, 1000), os.urandom(3_300_000)).save(file, "PNG", compress_level=0)
    return file.getvalue()


def _upload(content: bytes) -> dict[str, str]:
    return {"content": base64.b64encode(content).decode(), "name": "noise.png"}


def test_a_picture_larger_than_other_bodies_comes_through(post, settings) -> None:
    picture = _noise()
    assert len(picture) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = post("actions/media.upload", _upload(picture), hire("Ines", "marketing"))
    assert answer.status_code == 200
    assert answer.json()["result"]["picture"]["bytes"] == len(picture) == Asset.objects.get().bytes


@pytest.mark.parametrize(("beyond", "status", "code"), [(0, 422, "invalid_input"), (1, 413, "too_large")])
def test_the_largest_picture_fits_and_nothing_beyond(post, settings, beyond, status, code) -> None:
    room = file_room(registry.find_action("media.upload").input)
    assert room == len(base64.b64encode(bytes(MAX_BYTES)))
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = len('{"content": ""}')
    answer = post("actions/media.upload", {"content": "A" * (room + beyond)}, hire("Ines", "marketing"))
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_who_may_not_send_one_is_told_so_before_it_is_read(post, idle, monkeypatch) -> None:
    monkeypatch.setattr("django.http.request.HttpRequest.read", None)
    large = {"content": "A" * 3_000_000}
    assert post("actions/media.upload", large, idle).status_code == 403
    assert post("actions/media.upload", large).status_code == 401


def test_other_actions_keep_the_usual_limit(post, warehouse) -> None:
    answer = post("actions/shelf.put", {"label": "A" * 3_000_000}, warehouse)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
