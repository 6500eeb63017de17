"""Put a prepared store in the place of the present one so that a crash at any moment leaves one of the two whole.

A restore prepares everything in `restoring/` inside the data folder and marks it as ready; from then on it is finished,
at once or by whatever command runs next. Without the mark it never happened. Nothing here needs Django, because the key
that its settings read may be among what is swapped.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STAGED = "restoring"
KEPT = "before-restore"
"""The store as it was before the last restore; stays until the next one."""
UNPACKED = "unpacked"
"""Folder inside STAGED where an archive is unpacked and proven."""
_READY = "ready"
_BEGUN = "begun"
_LOCK = "running.lock"
_BESIDE = ("-wal", "-shm")


class Running(RuntimeError):
    """The store runs, so it cannot be replaced; or it is being replaced, so it cannot be run."""


def prepare(data: Path) -> Path:
    """Return an empty folder to prepare a store in."""
    staged = data / STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    return staged


def mark_ready(data: Path) -> None:
    """Decide for the prepared store: from here on the swap will be finished."""
    staged = data / STAGED
    for path in [*staged.rglob("*"), staged]:
        _sync(path)
    (staged / _READY).touch()
    _sync(staged)


def finish(data: Path) -> bool:
    """Swap in what is ready, or clear away what is not; returns whether there was a swap. Safe to repeat."""
    staged = data / STAGED
    if not staged.exists():
        return False
    if not (staged / _READY).exists():
        shutil.rmtree(staged)
        return False
    kept = data / KEPT
    if not (staged / _BEGUN).exists():  # else a first try has kept the old store already
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        (staged / _BEGUN).touch()
    for path in sorted(staged.iterdir()):
        if path.name not in {_READY, _BEGUN, UNPACKED}:
            _exchange(path, data / path.name, kept / path.name)
    shutil.rmtree(staged)
    return True


def clear_up(data: Path) -> None:
    """Finish or forget a restore that was cut off, unless somebody is at it right now."""
    if (data / STAGED).exists():
        with suppress(Running), held(data, alone=True):
            finish(data)


@contextmanager
def held(data: Path, *, alone: bool) -> Iterator[None]:
    """Hold the store while it runs, or `alone` while it is replaced; raises Running when that cannot be."""
    data.mkdir(parents=True, exist_ok=True)
    lock = os.open(data / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Running from error
    finally:
        os.close(lock)


def _exchange(new: Path, place: Path, kept: Path) -> None:
    if place.exists() and not kept.exists():
        for beside in _BESIDE:
            log = place.with_name(place.name + beside)
            if log.exists():
                log.rename(kept.with_name(kept.name + beside))
        place.rename(kept)
    new.rename(place)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
