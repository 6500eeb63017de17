"""Keep tests away from the store's own data; loaded by pytest before Django reads its settings (see pyproject.toml)."""

import os
from pathlib import Path

_data = os.environ.setdefault("STORECREW_DATA", str(Path(__file__).resolve().parents[3] / "build" / "test-data"))
if _worker := os.environ.get("PYTEST_XDIST_WORKER"):  # each process has its own folder, as each has its own database
    os.environ["STORECREW_DATA"] = str(Path(_data) / _worker)
os.environ.setdefault("STORECREW_DURABLE", "0")
os.environ.setdefault("CACHE_URL", "memory://")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # journeys drive a browser whose library runs an event loop


def examples(count: int) -> int:
    """Return with how many examples a property is tried: beside PostgreSQL, where each takes three times as long, a third."""
    return max(3, count // 3) if os.environ.get("DATABASE_URL", "").startswith("postgres") else count
