"""What every test run needs: compiled messages, and only the tests that are about the database at hand."""

import pytest
from django.conf import settings

from storecrew.config.messages.catalogues import catalogues, compile_one

ONCE = ("architecture", "browser")
"""Marks of tests that say nothing about a database; they run beside the default one only."""


def pytest_configure() -> None:
    """Compile the catalogues, so that tests read what people will read."""
    for catalogue in catalogues():
        compile_one(catalogue)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other database."""
    postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    others = ("sqlite_only", *ONCE) if postgres else ("postgres_only",)
    left_out = [item for item in items if any(item.get_closest_marker(mark) for mark in others)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
