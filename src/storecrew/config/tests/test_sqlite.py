"""The queue of writers: all take turns, nobody is told that the database is locked, and the lock is always given back."""

import threading
import time

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]

WRITERS, TURNS = 6, 40


@pytest.fixture
def tally():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tally (writer INTEGER PRIMARY KEY, turns INTEGER NOT NULL)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tally")


def test_many_writers_lose_no_turn_and_get_no_error(tally) -> None:
    errors: list[Exception] = []

    def write(writer: int) -> None:
        try:
            for _ in range(TURNS):
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("SELECT turns FROM tally WHERE writer = 0")
                    before = (cursor.fetchone() or (0,))[0]
                    time.sleep(0.0005)
                    cursor.execute("INSERT OR REPLACE INTO tally VALUES (0, %s)", [before + 1])
        except OperationalError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with connection.cursor() as cursor:
        cursor.execute("SELECT turns FROM tally WHERE writer = 0")
        assert cursor.fetchone() == (WRITERS * TURNS,)


@pytest.mark.parametrize("ending", ["commit", "error", "broken constraint", "close"])
def test_the_queue_is_left_however_a_transaction_ends(tally, ending: str) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO tally VALUES (1, 1)")
            assert connection._ticket is not None
            if ending == "error":
                raise ZeroDivisionError
            if ending == "broken constraint":
                cursor.execute("INSERT INTO tally VALUES (1, 1)")
            if ending == "close":
                raise ConnectionAbortedError
    except (ZeroDivisionError, IntegrityError):
        pass
    except ConnectionAbortedError:
        connection.close()
    assert connection._ticket is None


def test_who_waits_too_long_is_told_so(tally, settings) -> None:
    def hold() -> None:
        with transaction.atomic():
            held.set()
            done.wait(10)
        connection.close()

    held, done = threading.Event(), threading.Event()
    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    patience = connection.settings_dict["OPTIONS"]["timeout"]
    connection.settings_dict["OPTIONS"]["timeout"] = 0.05
    connection.close()
    try:
        with pytest.raises(OperationalError, match="locked"), transaction.atomic():
            pass
    finally:
        connection.settings_dict["OPTIONS"]["timeout"] = patience
        connection.close()
        done.set()
        thread.join()
