"""Pages a second and the slowest twentieth of category, product and bag pages, against a bare view of the same site.

A store of 2,000 products of three variants in twenty categories, served by one process over loopback; several connections
ask for a different page each time (twenty categories, two hundred products). No page is kept anywhere: what is kept are the
catalogue's answers and parts rendered of them, until something changes. "First visit" is what a page costs without them.
The pages are asked in turns, so that a busy machine slows them alike. The bare page is what the framework gives by itself
behind the same middleware: one query of 24 rows and a template with a loop; the bare view has neither query nor template.
"""

import contextlib
import http.client
import os
import selectors
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.stage import Figure, empty_store

PRODUCTS = int(os.environ.get("STORECREW_BENCH_PRODUCTS", "2000"))
CATEGORIES = 20
BAGS = 20
CONNECTIONS, ROUNDS, SECONDS = 4, 5, 1.5
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WORDS = (
    "oak",
    "linen",
    "brass",
    "lamp",
    "desk",
    "floor",
    "wall",
    "shade",
    "cord",
    "warm",
    "walnut",
    "ash",
    "bowl",
    "tray",
)


class Page(NamedTuple):
    """What is asked for; `bag`: the token of the bag that the browser holds, empty for none."""

    address: str
    bag: str = ""


def figures() -> list[Figure]:
    """Return pages a second with their ratio to the bare page, and the 95th percentile in milliseconds."""
    with empty_store() as folder:
        _stock()
        bags, port = _bags(), _free_port()
        with _served(folder, port):
            apart = range(0, PRODUCTS, max(1, PRODUCTS // 200))
            pages = {
                "bare view": [Page("/bare/")],
                "bare page": [Page("/plain/")],
                "category page": [Page(f"/c/shelf-{number}/") for number in range(CATEGORIES)],
                "product page": [Page(f"/p/product-{number}/") for number in apart],
                "bag of three lines": [Page("/cart/", bag) for bag in bags],
                "product page, with a bag": [
                    Page(f"/p/product-{number}/", bags[at % BAGS]) for at, number in enumerate(apart)
                ],
            }
            first = {name: _each_once(port, addresses) for name, addresses in pages.items()}
            rates, slow = _in_turns(port, pages)
    floor = statistics.median(rates["bare page"])
    found = [_rate(name, rates[name], floor) for name in pages]
    found += [Figure(f"{name}, first visit", statistics.median(first[name]) * 1000, "ms") for name in pages]
    for name, times in slow.items():
        found.append(Figure(f"{name}, p95", statistics.quantiles(times, n=20)[-1] * 1000, "ms"))
    return found


def _rate(name: str, values: list[float], floor: float) -> Figure:
    middle = statistics.median(values)
    return Figure(name, middle, "pages/s", ratio=middle / floor, to="bare page")


def _in_turns(port: int, pages: dict[str, list[Page]]) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    rates: dict[str, list[float]] = {name: [] for name in pages}
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, addresses in pages.items():
            taken = _run(port, addresses, seconds=SECONDS)
            rates[name].append(len(taken) / SECONDS)
            times[name] += taken
    return rates, times


def _each_once(port: int, addresses: list[Page]) -> list[float]:
    """Ask for every address once; returns how long each answer took."""
    connection, taken = _Connection(port), []
    for address in addresses:
        connection.ask(address)
        while not connection.answered():
            pass
        taken.append(time.perf_counter() - connection.since)
    connection.socket.close()
    return taken


def _run(port: int, addresses: list[Page], *, seconds: float) -> list[float]:
    """Ask for addresses over several kept connections; returns how long each answer took."""
    chooser, taken = selectors.DefaultSelector(), []
    asked = 0
    connections = [_Connection(port) for _ in range(CONNECTIONS)]
    for connection in connections:
        chooser.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask(addresses[asked % len(addresses)])
        asked += 1
    until = time.perf_counter() + seconds
    while (now := time.perf_counter()) < until:
        for key, _events in chooser.select(timeout=until - now):
            connection = key.data
            if not connection.answered():
                continue
            taken.append(time.perf_counter() - connection.since)
            connection.ask(addresses[asked % len(addresses)])
            asked += 1
    for connection in connections:
        connection.socket.close()
    return taken


class _Connection:
    """One kept connection: asks, and knows when the answer is complete."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.since = 0.0
        self._left = -1
        self._head = b""

    def ask(self, page: Page) -> None:
        """Send the next request."""
        self._left, self._head, self.since = -1, b"", time.perf_counter()
        cookie = f"Cookie: bag={page.bag}\r\n" if page.bag else ""
        self.socket.sendall(f"GET {page.address} HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n".encode())

    def answered(self) -> bool:
        """Take what has come; True when that was all. Raises RuntimeError for anything but 200."""
        data = self.socket.recv(262_144)
        if self._left < 0:
            self._head += data
            head, blank, body = self._head.partition(b"\r\n\r\n")
            if not blank:
                return False
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                raise RuntimeError(head[:200].decode(errors="replace"))
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            self._left, data = int(length.split(b":")[1]), body
        self._left -= len(data)
        return self._left <= 0


@contextlib.contextmanager
def _served(folder: str, port: int) -> Iterator[None]:
    """Serve the site from this process's store until the block ends."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "benchmarks.sites.bare:application"]
    command += [
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        "1",
        "--no-ws",
        "--log-level",
        "error",
    ]
    environment = {
        **os.environ,
        "STORECREW_ORIGIN": f"http://localhost:{port}",
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }
    server = subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[1], stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(port: int) -> None:
    for _ in range(120):
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/bare/", headers={"Host": "localhost"})
            if connection.getresponse().status == http.client.OK:
                return
        time.sleep(0.25)
    raise RuntimeError("the site did not come up")


def _keeper():  # type: ignore[no-untyped-def]  # the type is known only inside the stage
    from storecrew.kernel.actions import grants  # noqa: PLC0415
    from storecrew.kernel.actions.types import Actor  # noqa: PLC0415

    may = {
        "catalogue.create",
        "catalogue.create_category",
        "catalogue.bulk_status",
        "store.establish",
    }
    return Actor("system", name=grants.system("bench.storefront", may=may), reason="benchmark")


def _stock() -> None:
    """Fill the store through its actions."""
    from storecrew.kernel.store.actions import Establish, establish  # noqa: PLC0415
    from storecrew.shop.catalogue import actions as catalogue  # noqa: PLC0415

    keeper = _keeper()
    store = Establish(name="Lamphour", country="CN", currency="CNY", languages=("en",), time_zone="Asia/Shanghai")
    establish(keeper, store, now=NOW)
    shelves = [
        catalogue.create_category(
            keeper, catalogue.CategoryDraft(name=f"Shelf {number}", slug=f"shelf-{number}"), now=NOW
        ).category_id
        for number in range(CATEGORIES)
    ]
    ids = []
    for number in range(PRODUCTS):
        words = [WORDS[(number * step) % len(WORDS)] for step in (1, 3, 7)]
        draft = {
            "title": f"{words[0]} {words[1]} {number}".title(),
            "slug": f"product-{number}",
            "description": f"<p>{' '.join(WORDS[number % 7 :])}</p>",
            "categories": (shelves[number % CATEGORIES],),
            "tags": (words[2],),
            "options": ({"name": "Size", "code": "size", "values": ({"name": "S"}, {"name": "M"}, {"name": "L"})},),
            "variants": tuple(
                {
                    "values": (size,),
                    "sku": f"B-{number}-{size}",
                    "prices": ({"currency": "CNY", "price_minor": 900 + number * 7},),
                }
                for size in "SML"
            ),
        }
        ids.append(catalogue.create(keeper, catalogue.ProductDraft.model_validate(draft), now=NOW).product_id)
    for start in range(0, len(ids), 500):
        chosen = {"product_ids": tuple(ids[start : start + 500]), "status": "active"}
        catalogue.bulk_status(keeper, catalogue.BulkStatus.model_validate(chosen), now=NOW)


def _bags() -> list[str]:
    """Fill bags as shoppers do; return their tokens."""
    from storecrew.kernel.actions.types import nobody  # noqa: PLC0415
    from storecrew.shop.carts import actions as carts  # noqa: PLC0415
    from storecrew.shop.carts.tokens import new_token  # noqa: PLC0415

    tokens = [new_token() for _ in range(BAGS)]
    for at, token in enumerate(tokens):
        for line in range(3):
            put = {"token": token, "variant_id": 1 + 3 * at + 7 * line, "quantity": 1 + line, "currency": "CNY"}
            carts.put(nobody(), carts.Put.model_validate(put | {"language": "en"}))
    return tokens


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    for figure in figures():
        print(figure)
