"""Ask another Storecrew what it has: three reads of its REST surface, written down as one table.

    stock.warehouses         which of its warehouses sell and are its own, or kept for it: those of its suppliers are left out
    catalogue.product_pages  all products on sale, 200 at a time: SKU, barcode and name of each variant
    stock.levels             what is available of up to 1,000 variants in each warehouse

Any seat of the other side may ask these. What was never in stock there (sets, services) is left out. The table is the same
byte for byte as long as nothing changes, hence the same content again.
"""

import json
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any, Final
from urllib.parse import urlsplit

from storecrew.kernel.outgoing.client import post
from storecrew.kernel.outgoing.guard import aim
from storecrew.kernel.outgoing.types import BadAddress, ForbiddenAddress, OutgoingError, Policy
from storecrew.kernel.tabular.writing import line_writer
from storecrew.shop.feeds.fetching.base import Fetched, NotFetched, secret_of, trusted
from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.opening import SHELF

HEADER: Final = ("SKU", "Barcode", "Name", "Stock")
TIMEOUT_S: Final = 900
ONE_ANSWER: Final = Policy(max_bytes=64 * 1024 * 1024, timeout_s=60, redirects=0)
PRODUCTS: Final = 200
VARIANTS: Final = 1_000
MOST_VARIANTS: Final = 1_000_000
PATIENCE_S: Final = 60
"""How long we wait at most when it says that we ask too often."""
_KINDS: Final = frozenset({"own", "third_party"})


def check_address(url: str) -> str:
    """Return what is wrong with an address, empty when it can be asked."""
    try:
        aim(url, trusted=trusted())
    except (BadAddress, ForbiddenAddress) as error:
        return error.message
    except OutgoingError:
        return ""
    return ""


def fetch(row: Source, now: datetime) -> Iterator[Fetched]:
    """Yield what it has as a table. Raises NotFetched."""
    other = _Other(row.url.rstrip("/"), secret_of(row), time.monotonic() + TIMEOUT_S)
    SHELF.folder.mkdir(parents=True, exist_ok=True)
    coming = SHELF.folder / f"{uuid.uuid4().hex}.part"
    write = line_writer(delimiter=",")
    try:
        with coming.open("w", encoding="utf-8", newline="") as out:
            out.write(write(HEADER))
            for cells in _rows(other):
                out.write(write(cells))
        kept = SHELF.adopt(coming)
        yield Fetched(kept.digest, kept.size, f"{urlsplit(row.url).hostname}.csv"[:255])
    finally:
        coming.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Other:
    """The other installation."""

    address: str
    token: str
    deadline: float

    def ask(self, name: str, data: dict[str, Any]) -> Any:
        """Return the result of a read. Raises NotFetched."""
        while True:
            if time.monotonic() > self.deadline:
                raise NotFetched("too_slow")
            policy = Policy(ONE_ANSWER.max_bytes, ONE_ANSWER.timeout_s, ONE_ANSWER.redirects, trusted=trusted())
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            try:
                answer = post(
                    f"{self.address}/api/v1/reads/{name}", json.dumps(data).encode(), policy=policy, headers=headers
                )
            except OutgoingError as error:
                raise NotFetched("unreachable", why=error.message) from error
            if answer.status != 429:
                break
            wait = answer.headers.get("retry-after", "")
            time.sleep(min(int(wait) if wait.isdigit() else 10, PATIENCE_S))
        if answer.status in {401, 403}:
            raise NotFetched("token_refused", status=answer.status)
        if answer.status == 404:
            raise NotFetched("no_storecrew")
        if answer.status != 200:
            raise NotFetched("answered", status=answer.status)
        try:
            return json.loads(answer.body)["result"]
        except (ValueError, KeyError, TypeError) as error:
            raise NotFetched("no_storecrew") from error


def _rows(other: _Other) -> Iterator[tuple[str, str, str, str]]:
    try:
        warehouses = {
            int(one["warehouse_id"])
            for one in other.ask("stock.warehouses", {})["items"]
            if one["sells"] and one["kind"] in _KINDS
        }
        for some in batched(_variants(other), VARIANTS):
            yield from _with_stock(other, some, warehouses)
    except (KeyError, TypeError, ValueError) as error:  # it answers, and not as a Storecrew does
        raise NotFetched("no_storecrew") from error


def _variants(other: _Other) -> Iterator[tuple[int, str, str, str]]:
    """Yield the number, SKU, barcode and name of each variant on sale, in a lasting order."""
    cursor, count = "", 0
    while True:
        page = other.ask("catalogue.product_pages", {"cursor": cursor, "limit": PRODUCTS})
        for product in page["items"]:
            for one in product["variants"]:
                count += 1
                if count > MOST_VARIANTS:
                    raise NotFetched("too_many_goods", most=MOST_VARIANTS)
                if one["sku"]:
                    name = " ".join(f"{product['title']} {one['title']}".split())
                    yield int(one["variant_id"]), str(one["sku"]), str(one["barcode"]), name
        following = page["cursor"]
        if following is None:
            return
        if int(following) <= int(cursor or 0):
            raise NotFetched("no_storecrew")  # it would go round for ever
        cursor = str(following)


def _with_stock(
    other: _Other, variants: Sequence[tuple[int, str, str, str]], warehouses: set[int]
) -> Iterator[tuple[str, str, str, str]]:
    found: dict[int, int] = {}
    for level in other.ask("stock.levels", {"variant_ids": [one[0] for one in variants]})["items"]:
        if int(level["warehouse_id"]) in warehouses:
            at = int(level["variant_id"])
            found[at] = found.get(at, 0) + max(0, int(level["available"]))
    for variant_id, sku, barcode, name in variants:
        if variant_id in found:
            yield sku, barcode, name, str(found[variant_id])
