"""What every test run needs: compiled messages, and only the tests that are about the database at hand."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.utils import translation

from storecrew.config.messages.catalogues import catalogues, compile_one
from storecrew.kernel import limits

ONCE = ("architecture", "browser", "once")
"""Marks of tests that say nothing about a database; they run beside the default one only."""
SAID_ONCE = ("tests/security/", "/fronts/", "/tests/test_pages.py")
"""Who may open and do what, that no input breaks a door, and what pages say, does not depend on the database either;
that all pages answer over a store with a past is asked of each (`tests/pages`).
"""

JOURNEYS = "tests/journeys/"

BEGINNING_OF_A_WINDOW = 1_800_000_000.0
"""Seconds since 1970: a whole number of hours."""

hypothesis.settings.register_profile("the same each time", derandomize=True)
hypothesis.settings.register_profile("explore", print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS", "the same each time"))


def pytest_configure() -> None:
    """Compile the catalogues, so that tests read what people will read; and make passwords quick, which are to be slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    for catalogue in catalogues():
        compile_one(catalogue)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other database, and the second time what says nothing about databases."""
    items[:] = _in_turn(items)
    for item in items:
        if "empty_store" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)  # tables are only made when some test of the run asks for them
    postgres = _on_postgres()
    others = ("sqlite_only", *ONCE) if postgres else ("postgres_only",)
    left_out = [
        item
        for item in items
        if any(item.get_closest_marker(mark) for mark in others) or (postgres and not _asks_a_database(item))
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(map(id, left_out))
        items[:] = [item for item in items if id(item) not in gone]


def pytest_collection_finish() -> None:
    """Leave what was loaded by now out of every later search for garbage: it stays, and there is much of it."""
    gc.collect()
    gc.freeze()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Do not even load what is left out anyway beside PostgreSQL."""
    path = collection_path.as_posix()
    return True if _on_postgres() and any(part in path for part in SAID_ONCE) else None


def _on_postgres() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("postgresql"))


def _in_turn(items: list[pytest.Item]) -> list[pytest.Item]:
    """Put journeys first, which take longest and share a store, then long modules, then all others."""

    def turn(item: pytest.Item) -> int:
        return 0 if item.get_closest_marker("browser") else 1 if item.get_closest_marker("long") else 2

    return sorted(items, key=turn)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep modules together in one process, and all journeys in one: they share a running store."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415  only where tests are spread over processes

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return JOURNEYS if nodeid.startswith(JOURNEYS) else super()._split_scope(nodeid)

    return Together(config, log)


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_serialized_rollback"} & set(getattr(item, "fixturenames", ()))
    of_django = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return bool(fixtures) or of_django or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Hang up on threads that tests left behind before the test database is dropped; PostgreSQL refuses otherwise."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            _empty_store().unlink(missing_ok=True)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(_empty_store())])
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what is built in it there for all tests of a module: each begins with it as it was, and takes back its own.

    Fixtures of a module's length ask for it; none of the module's tests may commit.
    """

    class Standing(TestCase):
        pass

    with django_db_blocker.unblock():
        Standing.setUpClass()
        yield
        Standing.tearDownClass()
        Standing.doClassCleanups()


@pytest.fixture(scope="session")
def empty_store(django_db_setup: None) -> Callable[[Path], None]:
    """Return a function that puts a SQLite store with all tables and no rows into a folder: migrating takes seconds."""

    def put(folder: Path) -> None:
        shutil.copyfile(_empty_store(), folder / "storecrew.sqlite3")

    return put


def _empty_store() -> Path:
    return Path(os.environ["STORECREW_DATA"]) / "empty.sqlite3"  # tests move settings.DATA


@pytest.fixture(autouse=True)
def fresh_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no test inherit the language that another one's page was shown in, nor what others used up of a rate limit.

    Rate limits count by windows of the clock: a test has one whole window for itself, whenever it runs.
    """
    translation.deactivate()
    cache.clear()
    monkeypatch.setattr(limits, "clock", lambda: BEGINNING_OF_A_WINDOW)
    yield
    translation.deactivate()
