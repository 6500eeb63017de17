"""A swap that is cut off anywhere ends, at the next start, with one whole store: the old one or the new one."""

import contextlib
from pathlib import Path

import pytest

from storecrew.kernel.safekeeping import swap

pytestmark = pytest.mark.architecture  # about files, not about a database: once is enough

OLD = {"storecrew.sqlite3": "old rows", "storecrew.sqlite3-wal": "old log", "media/mug": "old mug", "secret.key": "key"}
NEW = {"storecrew.sqlite3": "new rows", "media/cup": "new cup"}


class Cut(Exception):  # noqa: N818  the power, not an error
    """The power went."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, text in OLD.items():
        _put(tmp_path / name, text)
    return tmp_path


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _prepared(data: Path) -> None:
    staged = swap.prepare(data)
    for name, text in NEW.items():
        _put(staged / name, text)


def _store(data: Path) -> dict[str, str]:
    aside = {swap.STAGED, swap.KEPT}
    return {
        path.relative_to(data).as_posix(): path.read_text()
        for path in sorted(data.rglob("*"))
        if path.is_file() and path.relative_to(data).parts[0] not in aside and path.name != "running.lock"
    }


AFTER = {**NEW, "secret.key": "key"}


def test_it_swaps_what_is_there_and_keeps_the_rest(data) -> None:
    _prepared(data)
    swap.mark_ready(data)
    assert swap.finish(data)
    assert _store(data) == AFTER
    assert (data / swap.KEPT / "storecrew.sqlite3-wal").read_text() == "old log"
    assert not (data / swap.STAGED).exists()
    assert not swap.finish(data)


def test_what_was_never_marked_ready_never_happened(data) -> None:
    _prepared(data)
    swap.clear_up(data)
    assert _store(data) == OLD
    assert not (data / swap.STAGED).exists()


@pytest.mark.parametrize("step", range(12))
def test_cut_off_at_any_step_it_is_finished_at_the_next_start(data, monkeypatch, step) -> None:
    _prepared(data)
    swap.mark_ready(data)
    left = [step]

    def counting(real):
        def run(*arguments, **more):
            if left[0] == 0:
                raise Cut
            left[0] -= 1
            return real(*arguments, **more)

        return run

    with monkeypatch.context() as patch:
        for name in ("rename", "mkdir", "touch"):
            patch.setattr(Path, name, counting(getattr(Path, name)))
        patch.setattr(swap.shutil, "rmtree", counting(swap.shutil.rmtree))
        with contextlib.suppress(Cut):
            swap.finish(data)
    swap.clear_up(data)
    assert _store(data) == AFTER
    kept = {path.name for path in (data / swap.KEPT).iterdir()}
    assert kept == {"storecrew.sqlite3", "storecrew.sqlite3-wal", "media"}


def test_a_restore_at_work_is_left_alone(data) -> None:
    with swap.held(data, alone=True):
        _prepared(data)
        swap.clear_up(data)
        assert (data / swap.STAGED / "storecrew.sqlite3").exists()
