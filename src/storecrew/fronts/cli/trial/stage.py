"""A store of its own for a trial: its folder or database, its processes, its address; gone afterwards."""

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from storecrew.fronts.cli.site import free_port

STARTS_WITHIN_S = 300.0


class StageFailed(RuntimeError):
    """The store for the trial did not come up; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A running store. `environ` is what its processes see."""

    port: int
    folder: Path
    environ: dict[str, str]
    server: subprocess.Popen[bytes]

    def ask(self, module: str, **values: Any) -> Any:
        """Run a module of this package against the store, with JSON in and out."""
        done = subprocess.run(
            [sys.executable, "-m", f"storecrew.fronts.cli.trial.{module}"],
            input=json.dumps(values).encode(),
            env=self.environ,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise StageFailed(done.stderr.decode(errors="replace")[-2000:])
        return json.loads(done.stdout)

    def page_processes(self) -> list[int]:
        """Return the processes that serve pages, without the one that starts them anew: by Linux's own list, empty elsewhere."""
        parents: dict[int, int] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                environ = (folder / "environ").read_bytes()
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
            mine = f"STORECREW_DATA={self.folder}".encode() in environ
            if mine and b"granian" in b" ".join(words) and b"storecrew.config.wsgi:application" in words:
                parents[int(folder.name)] = parent
        return [number for number in parents if number not in parents.values()]


@contextmanager
def stage(processes: int) -> Iterator[Stage]:
    """Bring a store up on a free port, and take it and everything it made down again."""
    with tempfile.TemporaryDirectory(prefix="storecrew-lab-") as folder, _database() as database_url:
        port = free_port()
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("STORECREW_", "STORAGE_"))}
        environ |= {
            "STORECREW_DATA": folder,
            "DATABASE_URL": database_url,
            "PORT": str(port),
            "STORECREW_ORIGIN": f"http://127.0.0.1:{port}",
            "MAIL_URL": "",
            "CACHE_URL": "",
        }
        log = Path(folder) / "lab.log"
        with log.open("wb") as out:
            command = [sys.executable, "-m", "storecrew.fronts.cli", "up", "--workers", str(processes)]
            server = subprocess.Popen(command, env=environ, stdout=out, stderr=out, start_new_session=True)
            try:
                yield _started(Stage(port, Path(folder), environ, server), log)
            finally:
                _end(server)


def _started(found: Stage, log: Path) -> Stage:
    from storecrew.fronts.cli.trial.shoppers import answers  # noqa: PLC0415  it needs no store, and this module no shopper

    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline:
        if answers(found.port):
            return found
        if found.server.poll() is not None:
            break
        time.sleep(0.2)
    raise StageFailed(log.read_text(errors="replace")[-2000:])


def _end(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@contextmanager
def _database() -> Iterator[str]:
    """Yield the address of a database for the trial: beside the owner's on PostgreSQL, empty for SQLite."""
    own = os.environ.get("DATABASE_URL", "")
    if not own:
        yield ""
        return
    import psycopg  # noqa: PLC0415  only where PostgreSQL is used

    name = f"storecrew_lab_{secrets.token_hex(4)}"
    with psycopg.connect(own, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    parts = urlsplit(own)
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(own, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
