"""Many at once with one key: the work is done once and everybody gets the same answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from storecrew.kernel.actions.tests import shelf
from storecrew.kernel.audit.models import Entry


@pytest.mark.django_db(transaction=True)
def test_one_key_from_many_threads_runs_once(warehouse) -> None:
    barrier = Barrier(8)

    def put(_: int) -> int:
        barrier.wait()
        try:
            return shelf.put(warehouse, shelf.Put(label="tea"), key="k1").label_id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(put, range(8)))
    assert len(answers) == 1
    assert Group.objects.count() == 1
    assert Entry.objects.filter(outcome="done").count() == 1
