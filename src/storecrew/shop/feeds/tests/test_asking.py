"""Sources that are asked, watched or push: credentials, what has not changed, forged addresses, limits, silence."""

import json
import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.jobs import health
from storecrew.kernel.outgoing.types import Policy
from storecrew.kernel.pages.models import Notice
from storecrew.kernel.pages.queue import gather
from storecrew.shop.feeds import actions, jobs
from storecrew.shop.feeds.fetching import web
from storecrew.shop.feeds.models import Arrival, Source, Version
from storecrew.shop.feeds.tests.conftest import SKUS, Feeding, file_of, rows_of, usual
from storecrew.shop.feeds.types import Outcome, State

pytestmark = pytest.mark.django_db


class Shelf(HTTPServer):
    """A supplier's server: one file behind a password, with an entity tag."""

    content = b""
    tag = '"1"'
    asked: list[dict[str, str]]


class _Answer(BaseHTTPRequestHandler):
    server: Shelf

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers))
        if self.headers["Authorization"] != "Basic bGFtcDpzZWNyZXQ=":
            self.send_response(401)
            self.end_headers()
            return
        if self.headers["If-None-Match"] == self.server.tag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", self.server.tag)
        self.send_header("Content-Length", str(len(self.server.content)))
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def supplier(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    server = Shelf(("127.0.0.1", 0), _Answer)
    server.asked = []
    trusted = frozenset({f"127.0.0.1:{server.server_port}"})
    monkeypatch.setattr(web, "POLICY", Policy(timeout_s=5, trusted=trusted))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def ask(feeding: Feeding, row: Source) -> None:
    jobs.ask_source(row.pk, feeding.later(minutes=20))
    version = Version.objects.filter(source=row).order_by("-number").first()
    if version is not None and version.state == State.MAPPING:
        told = actions.ConfirmMapping(version_id=version.pk, mapping=version.mapping)
        actions.confirm_mapping(feeding.keeper, told, now=feeding.now)
    feeding.work(row)
    row.refresh_from_db()


def test_an_address_is_asked_with_its_password_and_only_for_what_has_changed(feeding: Feeding, supplier: Shelf) -> None:
    url = f"http://127.0.0.1:{supplier.server_port}/stock.csv"
    row = feeding.source("web", url=url, user="lamp", secret="secret", every_minutes=15)
    supplier.content = file_of(rows_of(usual()))
    ask(feeding, row)
    assert feeding.stock() == usual()
    ask(feeding, row)  # 304
    assert [one.outcome for one in Arrival.objects.order_by("pk")] == [Outcome.NEW, Outcome.SAME]
    assert {feeding.seen(sku) for sku in SKUS} == {feeding.now}
    supplier.content, supplier.tag = file_of(rows_of(usual(_1=0))), '"2"'
    ask(feeding, row)
    assert feeding.stock() == usual(_1=0)
    assert [one.get("If-None-Match") for one in supplier.asked] == [None, '"1"', '"1"']
    assert row.next_at == feeding.now + timedelta(minutes=15)
    stored = Source.objects.values().get(pk=row.pk)
    assert "secret" not in stored["secret"]
    assert "secret" not in json.dumps(list(Entry.objects.values("input", "changes")), default=str).replace(
        '"secret"', ""
    )


def test_an_address_that_does_not_let_us_in_is_told_and_asked_more_rarely(feeding: Feeding, supplier: Shelf) -> None:
    url = f"http://127.0.0.1:{supplier.server_port}/stock.csv"
    row = feeding.source("web", url=url, user="lamp", secret="wrong", every_minutes=15)
    gaps = []
    for _ in range(4):
        ask(feeding, row)
        gaps.append((row.next_at or feeding.now) - feeding.now)
    assert row.trouble["code"] == "not_allowed"
    assert gaps == sorted(gaps)
    assert gaps[-1] == timedelta(minutes=80)
    assert f"feeds.failing:{row.pk}" in {item.key for item in gather(feeding.company.it, feeding.now)}
    findings = [one for report in health.examine(feeding.now, ["feeds.sources"]) for one in report.findings]
    assert [one.level for one in findings] == [health.Level.WARN]
    ours = {"supplier_id": feeding.supplier_id, "site_id": feeding.site_id, "kind": "web", "name": "x"}
    with pytest.raises(InvalidInput):
        inside = actions.AddSource.model_validate({**ours, "url": "http://169.254.169.254/latest"})
        actions.add_source(feeding.keeper, inside, now=feeding.now)


def test_what_is_put_into_the_folder_is_taken_once_it_is_whole(feeding: Feeding, folder: Path) -> None:
    row = feeding.source("folder", folder="lamps", every_minutes=15)
    ask(feeding, row)
    assert row.trouble["code"] == "no_folder"
    inbox = folder / "feeds-inbox" / "lamps"
    inbox.mkdir(parents=True)
    for name, content, age in (
        ("b.csv", file_of(rows_of(usual(_1=1))), 50),
        ("a.csv", file_of(rows_of(usual())), 100),
        ("c.csv.part", b"half", 100),
        ("d.csv", b"still being writ", -5),
    ):
        (inbox / name).write_bytes(content)
        at = (feeding.now + timedelta(minutes=20, seconds=-age)).timestamp()
        os.utime(inbox / name, (at, at))
    ask(feeding, row)
    ask(feeding, row)
    assert feeding.stock() == usual(_1=1)
    assert sorted(path.name for path in inbox.iterdir() if path.is_file()) == ["c.csv.part"]
    assert len(list((inbox / "taken").iterdir())) == 3


def push(row: Source, rows: Any, query: str = "", path: str = "") -> tuple[int, dict[str, Any]]:
    body = rows if isinstance(rows, bytes) else json.dumps(rows).encode()
    answer = Client().post(f"{path or row.address}{query}", body, content_type="application/json")  # type: ignore[attr-defined]
    return answer.status_code, answer.json()


def test_a_supplier_pushes_all_or_a_part(feeding: Feeding) -> None:
    row = feeding.source("push")
    feeding.now = timezone.now()
    rows = [{"sku": sku, "quantity": n, "cost": "33.5"} for sku, n in usual().items()]
    status, said = push(row, {"rows": rows})
    assert (status, said["outcome"], said["state"]) == (202, "new", "mapping")
    told = actions.ConfirmMapping(version_id=said["version"], mapping=Version.objects.get().mapping)
    actions.confirm_mapping(feeding.keeper, told, now=timezone.now())
    feeding.work(row)
    assert feeding.stock() == usual()
    assert push(row, {"rows": rows})[0] == 200
    assert push(row, [{"sku": SKUS[1], "quantity": 0}], "?scope=part")[0] == 202
    feeding.work(row)
    assert feeding.stock() == usual(_2=0)
    early = (timezone.now() - timedelta(days=1)).isoformat()
    assert push(row, [{"sku": SKUS[1], "quantity": 9}], f"?scope=part&observed_at={early}")[0] == 409
    assert push(row, b"\xd0\xcf\x11\xe0 old")[0] == 422
    row.refresh_from_db()
    assert (row.failures, row.trouble["code"]) == (1, "old_workbook")
    for query in ("?scope=all", "?observed_at=yesterday", "?observed_at=2026-11-25T09:00:00"):
        assert push(row, rows, query)[0] == 400
    ahead = (timezone.now() + timedelta(days=1)).isoformat()
    assert push(row, rows, f"?observed_at={ahead}")[0] == 400
    assert feeding.stock() == usual(_2=0)


def test_forged_addresses_are_refused_and_limits_hold(feeding: Feeding) -> None:
    row = feeding.source("push")
    old = row.address  # type: ignore[attr-defined]
    assert row.token_digest not in old
    path = actions.new_address(feeding.keeper, actions.OneSource(source_id=row.pk), now=feeding.now).path
    assert push(row, [], path=old)[0] == 404
    assert [push(row, [], path=f"/hooks/feeds/guess{n}/")[0] for n in range(30)][-2:] == [404, 429]
    assert push(row, b"", path=path)[0] == 422  # an empty file
    actions.pause_source(feeding.keeper, actions.OneSource(source_id=row.pk), now=feeding.now)
    assert push(row, [{"sku": "a"}], path=path)[0] == 503
    statuses = {push(row, [{"sku": "a"}], path=path)[0] for _ in range(125)}
    assert statuses == {503, 429}
    assert Client().get(path).status_code == 405
    assert not Entry.objects.filter(input__icontains=path.split("/")[-2]).exists()


def test_silence_is_told_once_and_so_is_death(feeding: Feeding) -> None:
    row = feeding.source("push", expected_hours=24)
    feeding.send(row, file_of(rows_of(usual())))
    told = []
    for hours in (12, 14, 1, 30, 40, 1):
        jobs.hear_silence(feeding.later(hours=hours))
        feeding.drain()
        told.append(Notice.objects.filter(person_id=feeding.keeper.person_id).count())
    assert told == [0, 1, 1, 1, 2, 2]
    assert f"feeds.silent:{row.pk}" in {item.key for item in gather(feeding.keeper, feeding.now)}
    feeding.send(row, file_of(rows_of(usual(_1=1))))
    row.refresh_from_db()
    assert row.told == ""
    assert f"feeds.silent:{row.pk}" not in {item.key for item in gather(feeding.keeper, feeding.now)}


def test_due_sources_are_asked_once(feeding: Feeding, django_capture_on_commit_callbacks: Any) -> None:
    row = feeding.source("folder", folder="due", every_minutes=15)
    asked: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "enqueue", lambda job, source_id: asked.append(source_id))
        jobs.ask_due(feeding.later(minutes=1))
        jobs.ask_due(feeding.now)
    assert asked == [row.pk]


def test_old_files_are_let_go_and_newer_ones_stay(feeding: Feeding, folder: Path) -> None:
    row = feeding.source()
    first = feeding.send(row, file_of(rows_of(usual())))
    second = feeding.send(row, file_of(rows_of(usual(_1=1))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "KEPT_VERSIONS", 1)
        jobs.sweep(timezone.now() + timedelta(days=400))
    left = {path.name for path in (folder / "feeds").iterdir()}
    assert second.digest in left
    assert first.digest not in left
