"""What measurements share: a figure with its ratio, and an empty store in a folder of its own."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `ratio` is value ÷ the value of `to`, measured in the same run; None for the floor alone."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    to: str = ""
    note: str = ""

    def __str__(self) -> str:
        """Return the figure as a line of a report."""
        ratio = f"  {self.ratio:6.2f} × {self.to}" if self.ratio is not None else ""
        return f"{self.name:<44}{self.value:>12,.3f} {self.unit:<10}{ratio}{'  ' + self.note if self.note else ''}"


@contextmanager
def empty_store() -> Iterator[str]:
    """Set up a migrated store in a temporary data folder (SQLite, or `DATABASE_URL`) and yield the folder.

    Django can be set up once in a process: every measurement runs in a process of its own.
    """
    with tempfile.TemporaryDirectory(prefix="storecrew-bench-") as folder:
        os.environ.update(
            STORECREW_DATA=folder, STORECREW_DURABLE="0", DJANGO_SETTINGS_MODULE="storecrew.config.settings"
        )
        import django  # noqa: PLC0415  settings are read from the environment above

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        yield folder
        connection.close()
