"""The demo: made whole or not at all, healthy, and kept until it is reset."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.once, pytest.mark.long]  # always SQLite, in a folder of its own


ORDERS = "40"
"""A small year: the whole one takes three times as long and proves no more here."""


def _crew(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("STORECREW_", "LC_", "LANG"))}
    environ |= {"STORECREW_DATA": str(folder), "PYTHONIOENCODING": "utf-8"}
    environ.pop("CACHE_URL", None)
    command = [sys.executable, "-m", "storecrew.fronts.cli", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=240, check=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "store"
    made = _crew(folder, "demo", "--build-only", "--orders", ORDERS)
    assert made.returncode == 0, made.stderr
    return folder


def test_it_has_people_goods_and_nothing_left_over(demo) -> None:
    told = json.loads((demo / "demo.json").read_text(encoding="utf-8"))
    roles = {person["email"]: person["role"] for person in told["people"]}
    assert "no seat" in roles["stranger@lamphour.example"]
    assert "director" in roles["founder@lamphour.example"]
    assert sorted(path.name for path in demo.parent.iterdir()) == ["store"]
    products = json.loads(_crew(demo, "ask", "catalogue.products", "--json").stdout)
    assert len(products["items"]) >= 20


def test_the_doctor_finds_it_healthy(demo) -> None:
    report = _crew(demo, "doctor", "--json")
    bad = [
        (check["name"], finding["message"])
        for check in json.loads(report.stdout)["checks"]
        for finding in check["findings"]
        if finding["level"] == "bad"
    ]
    assert bad == []
    assert report.returncode == 0


def test_a_second_time_nothing_is_made(demo) -> None:
    before = (demo / "demo.json").read_bytes()
    again = _crew(demo, "demo", "--build-only")
    assert again.returncode == 0
    assert "Making" not in again.stdout
    assert (demo / "demo.json").read_bytes() == before


def test_a_reset_that_fails_leaves_the_old_demo(demo) -> None:
    (demo.parent / "store.new").write_text("in the way")  # a file where the new store would be made
    failed = _crew(demo, "demo", "--reset", "--build-only")
    (demo.parent / "store.new").unlink()
    assert failed.returncode != 0
    assert json.loads(_crew(demo, "ask", "people.people", "--json").stdout)["items"]
