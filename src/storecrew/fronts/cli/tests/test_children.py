"""The crew of processes: kept alive, ended together, and never left behind."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from storecrew.fronts.cli import children, site
from storecrew.fronts.cli.children import Child, Crew
from storecrew.kernel.events import outward

pytestmark = pytest.mark.architecture  # about processes, not about a database: once is enough

SLEEPER = """
    import os, signal, sys, time
    open(sys.argv[1] + f".{os.getpid()}", "w").close()
    def stop(*_): open(sys.argv[1] + ".clean", "w").close(); sys.exit(0)
    signal.signal(signal.SIGTERM, stop)
    while True: time.sleep(0.05)
"""
STUBBORN = """
    import os, signal, sys, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    open(sys.argv[1] + f".{os.getpid()}", "w").close()
    while True: time.sleep(0.05)
"""
FAILING = "import sys; open(sys.argv[1] + '.failed', 'a').write('x'); sys.exit(3)"


@pytest.fixture
def program(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setattr(children, "GRACE_S", 1.0)
    monkeypatch.setattr(children, "BACK_OFF_S", (0.05,))

    def write(name: str, text: str, **more) -> Child:
        (tmp_path / f"{name}.py").write_text(textwrap.dedent(text))
        return Child(name, name, [str(tmp_path / name)], **more)

    return write


def _pids(folder: Path, name: str) -> list[int]:
    return [int(path.suffix[1:]) for path in folder.glob(f"{name}.*") if path.suffix[1:].isdigit()]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").exists() else True


def _until(condition, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.02)


def _interrupt_when(condition) -> None:
    def wait() -> None:
        _until(condition)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=wait, daemon=True).start()


def test_ctrl_c_ends_all_cleanly_and_kills_who_will_not(program, tmp_path) -> None:
    crew = Crew([program("gentle", SLEEPER), program("deaf", STUBBORN)], say=lambda _text: None)
    announced = []
    _interrupt_when(lambda: _pids(tmp_path, "gentle") and _pids(tmp_path, "deaf") and announced)
    started = time.monotonic()
    assert crew.run(ready=lambda: True, announce=lambda: announced.append(1))
    assert time.monotonic() - started < 8
    assert announced == [1]
    assert (tmp_path / "gentle.clean").exists()
    assert not any(map(_alive, _pids(tmp_path, "gentle") + _pids(tmp_path, "deaf")))


def test_who_dies_is_started_again(program, tmp_path) -> None:
    said = []
    crew = Crew([program("gentle", SLEEPER)], say=said.append)
    threading.Thread(
        target=lambda: (
            _until(lambda: _pids(tmp_path, "gentle")),
            os.kill(_pids(tmp_path, "gentle")[0], signal.SIGKILL),
        ),
        daemon=True,
    ).start()
    _interrupt_when(lambda: len(_pids(tmp_path, "gentle")) == 2)
    assert crew.run(ready=lambda: True, announce=lambda: None)
    assert "gentle" in said[0]
    assert "-9" in said[0]


def test_a_vital_child_that_cannot_start_ends_the_attempt(program, tmp_path) -> None:
    crew = Crew([program("broken", FAILING, vital=True)], say=lambda _text: None)
    assert not crew.run(ready=lambda: False, announce=lambda: None)
    assert (tmp_path / "broken.failed").read_text() == "x" * children.FATAL_STARTS


def test_no_child_outlives_a_supervisor_that_is_killed(program, tmp_path) -> None:
    program("gentle", SLEEPER)
    script = textwrap.dedent(f"""
        from storecrew.fronts.cli.children import Child, Crew
        Crew([Child("gentle", "gentle", [{str(tmp_path / "gentle")!r}])], say=print).run(ready=lambda: True, announce=lambda: None)
    """)
    supervisor = subprocess.Popen([sys.executable, "-c", script])
    _until(lambda: _pids(tmp_path, "gentle"))
    supervisor.kill()
    supervisor.wait()
    _until(lambda: not _alive(_pids(tmp_path, "gentle")[0]))


def test_a_room_that_is_not_there_has_no_process() -> None:
    assert not Child("x", "storecrew.no.such.room").exists
    assert Child("x", "granian").exists


def test_who_starts_behind_waits_until_the_store_answers(program, tmp_path) -> None:
    crew = Crew([program("first", SLEEPER), program("second", SLEEPER, behind=True)], say=lambda _text: None)
    seen: list[list[int]] = []

    def ready() -> bool:
        if _pids(tmp_path, "first"):
            seen.append(_pids(tmp_path, "second"))
        return len(seen) > 5

    _interrupt_when(lambda: _pids(tmp_path, "second"))
    assert crew.run(ready=ready, announce=lambda: None)
    assert seen == [[]] * 6


def test_who_starts_behind_starts_in_time_even_if_nothing_answers(program, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(children, "HEAD_START_S", 0.2)
    crew = Crew([program("second", SLEEPER, behind=True)], say=lambda _text: None)
    _interrupt_when(lambda: _pids(tmp_path, "second"))
    assert crew.run(ready=lambda: False, announce=lambda: None)


SLOW_TO_END = """
    import os, signal, sys, time
    def stop(*_): time.sleep(1.0); open(sys.argv[1] + ".clean", "w").close(); sys.exit(0)
    signal.signal(signal.SIGTERM, stop)
    open(sys.argv[1] + f".{os.getpid()}", "w").close()
    while True: time.sleep(0.05)
"""


def test_a_child_may_have_more_time_to_finish_than_the_others(program, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(children, "GRACE_S", 0.3)
    crew = Crew([program("carrier", SLOW_TO_END, grace_s=10.0), program("deaf", STUBBORN)], say=lambda _text: None)
    _interrupt_when(lambda: _pids(tmp_path, "carrier") and _pids(tmp_path, "deaf"))
    assert crew.run(ready=lambda: True, announce=lambda: None)
    assert (tmp_path / "carrier.clean").exists()
    assert not any(_alive(pid) for name in ("carrier", "deaf") for pid in _pids(tmp_path, name))


def test_the_worker_is_given_the_time_that_it_waits_for_calls() -> None:
    (events,) = [child for child in site.crew(site.Place("127.0.0.1", 1, 2), processes=1) if child.name == "events"]
    assert events.grace_s is not None
    assert events.grace_s > outward.GRACE_S
