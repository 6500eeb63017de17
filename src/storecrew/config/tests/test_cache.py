"""The file cache counts exactly, forgets in time, and is one for all processes."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storecrew.config.cache import FileCache


@pytest.fixture
def cache(tmp_path: Path):
    made = FileCache(str(tmp_path / "c.sqlite3"), {"OPTIONS": {"MAX_ENTRIES": 1000}})
    yield made
    made.close()


def test_it_gives_back_what_was_stored(cache: FileCache) -> None:
    for value in (None, 3, 2**80, True, "词", {"a": [1, 2]}):
        cache.set("k", value)
        assert cache.get("k", "nothing") == value
        assert type(cache.get("k")) is type(value)
    assert cache.delete("k")
    assert not cache.delete("k")
    assert cache.get("k", "nothing") == "nothing"


def test_what_has_expired_is_gone_and_may_be_added_again(cache: FileCache) -> None:
    cache.set("k", 1, timeout=-1)
    assert cache.get("k") is None
    assert not cache.touch("k")
    with pytest.raises(ValueError, match="not found"):
        cache.incr("k")
    assert cache.add("k", 2, timeout=60)
    assert not cache.add("k", 3, timeout=60)
    assert cache.get("k") == 2
    cache.set("for ever", 1, timeout=None)
    assert not cache.add("for ever", 2)


def test_threads_and_processes_count_together(cache: FileCache, tmp_path: Path) -> None:
    cache.add("hits", 0)
    program = (
        "import sys; from storecrew.config.cache import FileCache\n"
        "c = FileCache(sys.argv[1], {})\n"
        "for _ in range(200): c.incr('hits')"
    )
    others = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "c.sqlite3")], env={"DJANGO_SETTINGS_MODULE": ""}
        )
        for _ in range(2)
    ]

    def count(_number: int) -> None:
        cache.incr("hits")
        cache.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(100)))
    assert [other.wait(60) for other in others] == [0, 0]
    assert cache.get("hits") == 500


def test_it_does_not_grow_without_end(cache: FileCache) -> None:
    for number in range(3000):
        cache.set(f"k{number}", number, timeout=60 + number)
    with cache._connection() as connection:
        (count,) = connection.execute("SELECT count(*) FROM entry").fetchone()
    assert count <= 1500
    assert cache.get("k2999") == 2999
