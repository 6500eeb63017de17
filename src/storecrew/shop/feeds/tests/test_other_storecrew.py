"""Stock of another Storecrew, asked of this house's own REST surface over a real connection."""

import csv
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.people import tokens
from storecrew.kernel.people.models import Person
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Product, Variant
from storecrew.shop.feeds import actions, fetching, jobs
from storecrew.shop.feeds.fetching import NotFetched, storecrew
from storecrew.shop.feeds.models import Source, Version
from storecrew.shop.feeds.opening import SHELF
from storecrew.shop.feeds.tests.conftest import Feeding
from storecrew.shop.feeds.types import Kind
from storecrew.shop.stock.models import Item, Level, Warehouse

pytestmark = pytest.mark.django_db


class Theirs(HTTPServer):
    """The other installation: what is asked is answered by this one, in the thread of the test (and its transaction)."""

    timeout = 0.02
    asked: list[str]
    spoil: Callable[[str, Any], tuple[int, bytes] | None] = staticmethod(lambda _path, _body: None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class _Answer(BaseHTTPRequestHandler):
    server: Theirs

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.path.rpartition("/")[2])
        headers = {"Authorization": self.headers["Authorization"]}
        spoilt = self.server.spoil(self.path, body)
        if spoilt is None:
            answer = Client().post(self.path, body, content_type="application/json", headers=headers)
            spoilt = answer.status_code, answer.content
        self.send_response(spoilt[0])
        self.send_header("Content-Length", str(len(spoilt[1])))
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(spoilt[1])

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def theirs(settings: Any) -> Iterator[Theirs]:
    server = Theirs(("127.0.0.1", 0), _Answer)
    server.asked = []
    settings.FEEDS_TRUSTED = (f"127.0.0.1:{server.server_port}",)
    yield server
    server.server_close()


def source(feeding: Feeding, theirs: Theirs, token: str = "") -> Source:
    if not token:
        secret = tokens.fresh()
        tokens.issue(secret, timezone.now(), of=Person.objects.get(pk=feeding.company.analyst.person_id))
        token = secret.text
    url = f"http://127.0.0.1:{theirs.server_port}/"
    return feeding.source("storecrew", url=url, secret=token, every_minutes=60)


def fetch(theirs: Theirs, row: Source, feeding: Feeding) -> list[Any]:
    """Ask in another thread, and answer in this one."""
    found: list[Any] = []

    def ask() -> None:
        try:
            found.extend(storecrew.fetch(row, feeding.now))
        except NotFetched as error:
            found.append(error.code)

    thread = threading.Thread(target=ask)
    thread.start()
    while thread.is_alive():
        theirs.handle_request()
    return found


@pytest.fixture
def shelves(feeding: Feeding) -> dict[str, int]:
    """Put the lamps on sale: some lie in an own warehouse, some at a supplier's, some nowhere."""
    product = Product.objects.get()
    catalogue.publish(
        feeding.company.web, catalogue.OneProduct(product_id=product.pk, version=product.version), now=feeding.now
    )
    own = Warehouse.objects.create(code="OWN", name="Own", kind="own", priority=9)
    other = Warehouse.objects.exclude(pk=own.pk).get(kind="supplier")
    numbers = dict(Variant.objects.values_list("sku", "pk"))
    Item.objects.bulk_create(Item(variant_id=pk, updated_at=feeding.now) for pk in numbers.values())
    for place, on_hand, committed, where in ((1, 12, 2, own), (2, 5, 5, own), (3, 40, 0, other), (1, 100, 0, other)):
        Level.objects.create(item_id=numbers[f"LAMP-{place}"], warehouse=where, on_hand=on_hand, committed=committed)
    return numbers


def test_what_it_has_of_its_own_comes_as_a_table(
    feeding: Feeding, theirs: Theirs, shelves: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storecrew, "VARIANTS", 5)
    row = source(feeding, theirs)
    (found,) = fetch(theirs, row, feeding)
    with SHELF.path_of(found.digest).open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["SKU", "Barcode", "Name", "Stock"],
            ["LAMP-1", "", "Table lamp 1", "10"],
            ["LAMP-2", "", "Table lamp 2", "0"],
        ]
    assert theirs.asked == ["stock.warehouses", "catalogue.product_pages", *["stock.levels"] * 3]
    assert fetch(theirs, row, feeding)[0].digest == found.digest
    with monkeypatch.context() as patch:
        patch.setattr(fetching, "WAYS", {Kind.STORECREW: lambda _row, _now: iter([found])})
        for _time in range(2):
            jobs.ask_source(row.pk, feeding.later(hours=1))
    version = Version.objects.get()
    assert version.mapping == {"sku": "SKU", "barcode": "Barcode", "title": "Name", "quantity": "Stock"}


def test_what_goes_wrong_is_said(feeding: Feeding, theirs: Theirs, shelves: dict[str, int]) -> None:
    row = source(feeding, theirs)
    answers: list[tuple[int, bytes]] = [(429, b"")]
    theirs.spoil = lambda _path, _body: answers.pop() if answers else None
    assert fetch(theirs, row, feeding)[0].size > 0  # asked too often: it waits and goes on
    endless = b'{"result": {"items": [], "cursor": "3"}}'
    for spoil, code in (
        (lambda path, _body: (200, endless) if "pages" in path else None, "no_storecrew"),
        (lambda _path, _body: (200, b"<html>"), "no_storecrew"),
        (lambda _path, _body: (200, b'{"result": {"items": [{}]}}'), "no_storecrew"),
        (lambda _path, _body: (404, b""), "no_storecrew"),
        (lambda _path, _body: (500, b""), "answered"),
    ):
        theirs.spoil = spoil
        assert fetch(theirs, row, feeding) == [code]
    theirs.spoil = lambda _path, _body: None
    nobody = tokens.fresh()
    tokens.issue(nobody, timezone.now(), of=Person.objects.get(pk=feeding.company.stranger.person_id))
    for token in ("scw_forged", nobody.text):
        told = actions.EditSource(
            source_id=row.pk, name="x", site_id=feeding.site_id, url=row.url, secret=token, every_minutes=60
        )
        actions.edit_source(feeding.keeper, told, now=feeding.now)
        row.refresh_from_db()
        assert fetch(theirs, row, feeding) == ["token_refused"]


def test_an_address_inside_the_own_network_and_one_without_a_token_are_refused(feeding: Feeding) -> None:
    for told, field in (
        ({"url": "http://10.1.2.3/", "secret": "x"}, "url"),
        ({"url": "https://203.0.113.1/"}, "secret"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            feeding.source("storecrew", **told)
        assert field in refusal.value.fields
