"""A real store, as `storecrew up` runs it, and a real browser in front of it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import storecrew

NO_BROWSER = "no Chromium: apt install chromium, or set BROWSER_PATH"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_S = 180


@dataclass(frozen=True, slots=True)
class Site:
    """A running store."""

    url: str
    data: Path


def _free_port() -> int:
    # the port after it is the MCP process's
    for _ in range(50):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no two neighbouring ports are free")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_store: Callable[[Path], None]) -> Iterator[Site]:
    """Run an empty store."""
    data = tmp_path_factory.mktemp("store")
    empty_store(data)
    with _running(data) as found:
        yield found


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory, empty_store: Callable[[Path], None]) -> Iterator[Site]:
    """Run a store that sells, the same for all journeys: see `seed.py`."""
    data = tmp_path_factory.mktemp("shop")
    empty_store(data)
    seed = [sys.executable, str(Path(__file__).parent / "seed.py")]
    subprocess.run(seed, env=environment_of(data), check=True, timeout=120)
    with _running(data) as found:
        yield found


def environment_of(data: Path) -> dict[str, str]:
    """Return what a program needs to work on the store in a folder."""
    environment = {**os.environ, "STORECREW_DATA": str(data), "STORECREW_DURABLE": "0"}
    environment["PYTHONPATH"] = str(Path(storecrew.__file__).parents[1])
    for name in ("DATABASE_URL", "STORECREW_ORIGIN", "MCP_PORT", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        environment.pop(name, None)
    return environment


@contextmanager
def _running(data: Path) -> Iterator[Site]:
    """Run a store with web, worker and MCP together; ended by Ctrl-C like a person would."""
    port = _free_port()
    log = (data / "up.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "storecrew.fronts.cli", "up", "--workers", "1"],
        env=environment_of(data) | {"PORT": str(port)},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(f"http://localhost:{port}/crew/sign-in/", process, data / "up.log")
        yield Site(f"http://localhost:{port}", data)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0, (data / "up.log").read_text()[-3000:]
        log.close()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(PATIENCE_S * 5):
        try:
            urllib.request.urlopen(url, timeout=5).read()  # noqa: S310  our own address
        except OSError:
            assert process.poll() is None, log.read_text()[-3000:]
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the store did not answer: " + log.read_text()[-3000:])


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Start Chromium, or skip with one clear line. Its library runs an event loop, which other tests do not want."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  not needed where journeys are skipped

    path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Any]:
    """Return a function that opens a page of its own: language, width, theme; errors in the console fail the test."""
    contexts, errors = [], []

    def opened(*, language: str = "en-US", width: int = 1280, theme: str = "light") -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            color_scheme=theme,
            has_touch=width < 600,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    unexpected = [text for text in errors if "the server responded with a status of 4" not in text]
    assert unexpected == []
