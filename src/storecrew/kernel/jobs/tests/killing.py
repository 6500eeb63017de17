"""A long work in a process of its own: killed in its middle, and taken up again by another process."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[4]
PATIENCE_S = 120
RUN = """
import django, sys; django.setup()
from datetime import timedelta
from django.utils import timezone
from storecrew.kernel.jobs.running import revive, run_to_end
{before}
revive(timezone.now() + timedelta(hours=1))  # what is cut off is taken over once its lease is over
print(run_to_end(int(sys.argv[1])).state)
"""


class Killing:
    """A store in a folder, with an empty SQLite database in it, and programs that work on it.

    `before`: what a program that runs the work does first, such as making its steps smaller.
    """

    def __init__(self, folder: Path, *, before: str = "") -> None:
        self._database = folder / "storecrew.sqlite3"
        self._run = RUN.format(before=before)
        self._environment = {
            **os.environ,
            "STORECREW_DATA": str(folder),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "storecrew.config.settings",
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{SOURCE.parent}",
        }

    def prepare(self, program: str, *arguments: str) -> str:
        """Run a program to its end; returns the last word it printed: the number of the work."""
        command = [sys.executable, "-c", program, *arguments]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=True)
        return done.stdout.split()[-1]

    def kill(self, work_id: str, table: str, rows: int) -> int:
        """Begin the work and kill its process once so many rows stand in a table; returns how many stand there then."""
        command = [sys.executable, "-c", self._run, work_id]
        child = subprocess.Popen(command, env=self._environment, stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE_S
        while self.count(table) < rows and time.monotonic() < until:
            assert child.poll() is None
            time.sleep(0.005)
        child.send_signal(signal.SIGKILL)
        child.wait()
        return self.count(table)

    def finish(self, work_id: str) -> str:
        """Let another process take the work up; returns its state at the end."""
        return self.prepare(self._run, work_id)

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        with closing(sqlite3.connect(self._database, timeout=20)) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  our own names
