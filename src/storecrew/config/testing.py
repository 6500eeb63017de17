"""Keep tests away from the store's own data. Loaded by pytest before Django reads its settings (`-p` in pyproject.toml)."""

import os
from pathlib import Path

os.environ.setdefault("STORECREW_DATA", str(Path(__file__).resolve().parents[3] / "build" / "test-data"))
os.environ.setdefault("STORECREW_DURABLE", "0")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # journeys drive a browser whose library runs an event loop
