"""Backup and restore: a round trip that counts, damage that is found, and nothing changed when it is refused."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from storecrew.kernel.safekeeping import archive, restoring, swap
from storecrew.kernel.safekeeping.archive import Damaged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store(company, tmp_path, monkeypatch):
    """The company's store with two files, in a media folder of its own."""
    media = Path(settings.DATA) / "media"
    shutil.rmtree(media, ignore_errors=True)
    default_storage.save("pictures/mug.webp", ContentFile(b"mug" * 1000))
    default_storage.save("说明.txt", ContentFile("灯下".encode()))
    yield company
    shutil.rmtree(media, ignore_errors=True)
    for folder in (swap.STAGED, swap.KEPT):
        shutil.rmtree(Path(settings.DATA) / folder, ignore_errors=True)


def _write(tmp_path: Path, **more) -> Path:
    target = tmp_path / "backup.tar.gz"
    archive.write(target, now=timezone.now(), with_key=more.get("with_key", False), work=tmp_path)
    return target


_made_once: list[bytes] = []


def _copy(tmp_path: Path) -> Path:
    """An archive of a store like this one, for tests that only damage it: making one takes seconds on PostgreSQL."""
    if not _made_once:
        _made_once.append(_write(tmp_path).read_bytes())
    path = tmp_path / "backup.tar.gz"
    path.write_bytes(_made_once[0])
    return path


def _people() -> list[tuple[int, str]]:
    return list(get_user_model().objects.order_by("pk").values_list("pk", "name"))


def _files() -> dict[str, bytes]:
    found = {}
    for name in archive.stored_files():
        with default_storage.open(name) as file:
            found[name] = file.read()
    return found


def _rewrite(path: Path, change) -> Path:
    """Pack the archive anew with `change(name, content)` applied; None leaves a member out."""
    target = path.with_name("changed.tar.gz")
    with tarfile.open(path) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, BytesIO(content))
    return target


def test_a_round_trip_brings_back_every_row_and_file(store, tmp_path) -> None:
    people, files = _people(), _files()
    path = _write(tmp_path)
    get_user_model().objects.filter(pk=store.stranger.person_id).update(name="changed since")
    default_storage.delete("pictures/mug.webp")
    default_storage.save("later.txt", ContentFile(b"later"))

    done = restoring.restore(path)

    assert _people() == people
    assert _files() == files
    assert done.manifest.tables["people_person"] == len(people) == 10
    assert done.manifest.files == 2
    assert not done.other_key


def test_new_rows_get_new_numbers_after_a_restore(store, tmp_path) -> None:
    restoring.restore(_write(tmp_path))
    made = get_user_model().objects.create(name="New", email="new@example.com", joined_at=timezone.now())
    assert made.pk > max(pk for pk, _name in _people()[:-1])


def test_an_archive_says_what_is_in_it_and_leaves_no_traces_on_the_way(store, tmp_path) -> None:
    path = _write(tmp_path)
    manifest = archive.read(path)
    assert manifest.rows == sum(manifest.tables.values()) > 10
    assert set(manifest.entries) == {"database.sqlite3", "files/pictures/mug.webp", "files/说明.txt"}
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_the_key_comes_along_only_when_asked(store, tmp_path) -> None:
    assert archive.KEY not in archive.read(_write(tmp_path)).entries
    (tmp_path / "backup.tar.gz").unlink()
    path = _write(tmp_path, with_key=True)
    assert archive.KEY in archive.read(path).entries
    with tarfile.open(path) as tar:
        assert tar.extractfile(archive.KEY).read().decode() == settings.SECRET_KEY


def test_it_says_when_the_archive_was_made_under_another_key(store, tmp_path) -> None:
    def other(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"key": "another"}).encode() if name == archive.MANIFEST else content

    assert restoring.restore(_rewrite(_copy(tmp_path), other)).other_key


def _damage(kind: str, path: Path) -> Path:
    if kind == "cut off":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        return path
    if kind == "a bit turned":
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))
        return path
    if kind == "not ours":
        path.write_bytes(b"just a text")
        return path
    changes = {
        "a file changed": lambda name, content: b"cup" * 1000 if name.endswith("mug.webp") else content,
        "a file missing": lambda name, content: None if name.endswith("mug.webp") else content,
        "no list of contents": lambda name, content: None if name == archive.MANIFEST else content,
        "a newer form": lambda name, content: (
            json.dumps(json.loads(content) | {"format": 99}).encode() if name == archive.MANIFEST else content
        ),
    }
    return _rewrite(path, changes[kind])


@pytest.mark.parametrize(
    "kind",
    [
        "cut off",
        "a bit turned",
        "not ours",
        "a file changed",
        "a file missing",
        "no list of contents",
        "a newer form",
    ],
)
def test_damage_is_found_before_anything_is_touched(store, tmp_path, kind) -> None:
    path = _damage(kind, _copy(tmp_path))
    get_user_model().objects.filter(pk=store.stranger.person_id).update(name="present")
    people, files = _people(), _files()
    with pytest.raises(Damaged):
        restoring.restore(path)
    assert _people() == people
    assert _files() == files
    assert not (Path(settings.DATA) / swap.STAGED).exists()


def test_rows_that_are_not_what_the_list_says_are_damage(store, tmp_path) -> None:
    def fewer(name: str, content: bytes) -> bytes:
        if name != archive.MANIFEST:
            return content
        told = json.loads(content)
        told["tables"]["people_person"] += 1
        return json.dumps(told).encode()

    with pytest.raises(Damaged, match="rows"):
        restoring.restore(_rewrite(_copy(tmp_path), fewer))


def test_a_member_that_leads_out_of_the_folder_is_refused(store, tmp_path) -> None:
    path = tmp_path / "evil.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        member = tarfile.TarInfo("files/../../evil.txt")
        member.size = 4
        tar.addfile(member, BytesIO(b"evil"))
    with pytest.raises(Damaged, match="does not belong"):
        restoring.restore(path)
    assert not (Path(settings.DATA) / "evil.txt").exists()


def test_an_archive_of_a_newer_version_is_not_put_in_place(store, tmp_path) -> None:
    def newer(name: str, content: bytes) -> bytes:
        if name != archive.MANIFEST:
            return content
        told = json.loads(content)
        return json.dumps(told | {"migrations": [*told["migrations"], "people.9999_future"]}).encode()

    with pytest.raises(restoring.Unfit, match="9999_future"):
        restoring.restore(_rewrite(_copy(tmp_path), newer))


def test_a_running_store_is_not_replaced(store, tmp_path) -> None:
    path = _copy(tmp_path)
    with swap.held(Path(settings.DATA), alone=False), pytest.raises(swap.Running):
        restoring.restore(path)


@pytest.mark.postgres_only
def test_a_store_moves_from_sqlite_to_postgresql(db, tmp_path) -> None:
    environ = os.environ | {"DATABASE_URL": "", "STORECREW_DATA": str(tmp_path / "small")}
    founding = {
        "name": "小店", "country": "CN", "currency": "CNY", "languages": ["zh-hans"], "time_zone": "Asia/Shanghai",
        "founder_name": "甲", "founder_email": "jia@example.com", "password": "lantern-over-the-gate",
    }  # fmt: skip
    path = tmp_path / "small.tar.gz"
    for words in (
        ["storecrew.config.manage", "migrate", "--verbosity", "0"],
        ["storecrew.fronts.cli", "do", "people.set_up", "--json", json.dumps(founding)],
        ["storecrew.fronts.cli", "backup", "--to", str(path)],
    ):
        subprocess.run([sys.executable, "-m", *words], env=environ, check=True, capture_output=True, timeout=120)

    assert restoring.restore(path).other_key

    (founder,) = get_user_model().objects.all()
    assert (founder.name, founder.check_password("lantern-over-the-gate")) == ("甲", True)
    assert get_user_model().objects.create(name="B", email="b@example.com", joined_at=timezone.now()).pk > founder.pk
