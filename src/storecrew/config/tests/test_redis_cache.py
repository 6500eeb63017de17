"""Redis or Valkey (`CACHE_URL`): a real server, counted in by several processes, and missed by nobody when it dies."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.test import Client, override_settings
from django.utils import timezone

from storecrew.config import engines, redis_cache
from storecrew.kernel import limits
from storecrew.kernel.jobs.health import Level
from storecrew.kernel.safekeeping import services

PROGRAM = shutil.which("valkey-server") or shutil.which("redis-server")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="neither redis-server nor valkey-server is installed here")

SETUP = """
import os, sys
from pathlib import Path
from django.conf import settings
from storecrew.config import engines
settings.configure(CACHES={"default": engines.cache(sys.argv[1], data=Path("/nowhere"))})
from django.core.cache import cache
from storecrew.kernel import limits
"""


class Server:
    """A server that can be killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        words = [PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        words += ["--unixsocket", str(self.folder / "s")]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 20
        with redis.Redis(port=self.port) as client:
            while time.monotonic() < until:
                try:
                    client.ping()
                except redis.ConnectionError:
                    time.sleep(0.05)
                else:
                    return
        raise TimeoutError("the cache server did not start")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path)
    started.start()
    yield started
    started.kill()


@pytest.fixture
def cache(server: Server) -> Iterator[BaseCache]:
    redis_cache.ForgivingRedisCache._resting.clear()
    with override_settings(CACHES={"default": engines.cache(server.url, data=Path("/nowhere"))}):
        yield caches["default"]
        caches["default"].close()


def _run(server: Server, script: str) -> "subprocess.Popen[str]":
    words = [sys.executable, "-c", SETUP + script, server.url]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_processes_count_a_limit_together(server: Server) -> None:
    script = "print(sum(limits.hit('t', 'lin', limits.Rate(50, 3600)).allowed for _ in range(40)))"
    both = [_run(server, script) for _ in range(2)]
    answers = [one.communicate(timeout=60) for one in both]
    assert [one.returncode for one in both] == [0, 0], answers
    assert sum(int(out) for out, _errors in answers) == 50


def test_parent_and_child_of_a_fork_do_not_share_a_connection(server: Server) -> None:
    script = """
cache.set("n", 0)
child = os.fork()
wrong = 0
for turn in range(300):
    cache.incr("n")
    name = f"{os.getpid()}-{turn}"
    cache.set(name, name)
    wrong += cache.get(name) != name
if not child:
    os._exit(wrong)
_pid, status = os.waitpid(child, 0)
print(cache.get("n"), wrong, os.waitstatus_to_exitcode(status))
"""
    process = _run(server, script)
    out, errors = process.communicate(timeout=60)
    assert out.split() == ["600", "0", "0"], errors


def test_values_come_back_as_they_were_by_tcp_and_by_socket(server: Server, cache: BaseCache) -> None:
    cache.set("a", {"灯": [1, 2.5, None]}, 60)
    assert cache.get("a") == {"灯": [1, 2.5, None]}
    assert (cache.add("a", 1), cache.add("b", 1, 60), cache.incr("b", 4)) == (False, True, 5)
    assert cache.get_many(["a", "b", "c"]).keys() == {"a", "b"}
    assert (cache.touch("a", 5), cache.delete("a"), cache.has_key("a")) == (True, True, False)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("c")
    by_socket = engines.cache(f"unix://{server.folder}/s?db=0", data=Path("/nowhere"))
    with override_settings(CACHES={"default": by_socket}):
        assert caches["default"].get("b") == 5


@pytest.mark.django_db
def test_a_dead_server_takes_nothing_down_and_opens_the_limits(server: Server, cache: BaseCache) -> None:
    once = limits.Rate(count=1, window_s=3600)
    assert [limits.hit("t", "lin", once).allowed for _ in range(2)] == [True, False]
    server.kill()
    begun = time.monotonic()
    assert [limits.hit("t", "lin", once).allowed for _ in range(100)] == [True] * 100
    assert (cache.get("a", "nothing"), cache.get_many(["a"]), cache.set_many({"a": 1})) == ("nothing", {}, ["a"])
    assert Client().get("/crew/sign-in/", follow=True).status_code == 200
    assert time.monotonic() - begun < 10
    (finding,) = services.shared_cache(timezone.now())
    assert finding.level == Level.BAD
    assert "CACHE_URL" in finding.remedy


def test_it_counts_again_as_soon_as_the_server_is_back(
    server: Server, cache: BaseCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_cache, "REST_S", 0.0)
    server.kill()
    assert cache.get("a") is None
    server.start()
    cache.set("a", 1)
    assert cache.get("a") == 1


def test_after_a_silence_it_is_not_asked_again_at_once(
    server: Server, cache: BaseCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_cache, "REST_S", 600.0)
    server.kill()
    assert cache.get("a") is None
    server.start()
    cache.set("a", 1)
    redis_cache.ForgivingRedisCache._resting.clear()
    assert cache.get("a") is None


def test_a_full_server_is_a_cache_that_forgets(server: Server, cache: BaseCache) -> None:
    with redis.Redis(port=server.port) as client:
        client.config_set("maxmemory", 1)
    cache.set("a", 1)
    assert cache.get("a") is None
