"""Orders of a marketplace from a folder of CSV files, as a back-test needs them. Files are known by their columns.

The shape is that of the Brazilian marketplace Olist: orders with purchase, carrier, delivery and estimated dates in local
time; items with sellers; customers and sellers with states and prefixes of postcodes that may have lost their zeros.
"""

import bz2
import csv
import gzip
import lzma
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TextIO

COUNTRY: Final = "BR"
ZONE: Final = "America/Sao_Paulo"
_REGIONS: Final = {
    "north": "AC AP AM PA RO RR TO",
    "north-east": "AL BA CE MA PB PE PI RN SE",
    "middle": "DF GO MT MS",
    "south-east": "ES MG RJ SP",
    "south": "PR RS SC",
}
REGION_OF: Final = {state: region for region, states in _REGIONS.items() for state in states.split()}
_OPENERS: Final[Mapping[str, Callable[..., Any]]] = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open, ".csv": open}
_KINDS: Final = {
    "orders": {"order_id", "order_purchase_timestamp", "order_estimated_delivery_date"},
    "items": {"order_id", "seller_id"},
    "customers": {"customer_id", "customer_state"},
    "sellers": {"seller_id", "seller_state"},
    "payments": {"order_id", "payment_type"},
}


@dataclass(frozen=True, slots=True)
class Sent:
    """An order as it went. Moments are local; None: it did not happen, or nobody wrote it down."""

    order: str
    placed: datetime
    handed: datetime | None
    delivered: datetime | None
    estimated: datetime
    seller: str
    seller_state: str
    seller_prefix: str
    state: str
    prefix: str
    slow_payment: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder held. `unreadable`: orders without a purchase or an estimate that can be read."""

    orders: tuple[Sent, ...]
    unreadable: int
    missing: tuple[str, ...]


def read_folder(folder: Path) -> Folder:
    """Read every CSV of a folder and of those below it, packed or not."""
    files: dict[str, list[Path]] = {kind: [] for kind in _KINDS}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (path.suffix == ".csv" or path.suffixes[-2:-1] == [".csv"]) and path.suffix in _OPENERS:
            with _opened(path) as file:
                columns = set(next(csv.reader(file), ()))
            for kind, wanted in _KINDS.items():
                if wanted <= columns:
                    files[kind].append(path)
    sellers = {row["seller_id"]: row for row in _rows(files["sellers"])}
    customers = {row["customer_id"]: row for row in _rows(files["customers"])}
    first_seller: dict[str, str] = {}
    for row in _rows(files["items"]):
        first_seller.setdefault(row["order_id"], row["seller_id"])
    slow = {row["order_id"] for row in _rows(files["payments"]) if row["payment_type"] == "boleto"}
    found, unreadable = {}, 0
    for row in _rows(files["orders"]):
        placed, estimated = _moment(row, "order_purchase_timestamp"), _moment(row, "order_estimated_delivery_date")
        if placed is None or estimated is None:
            unreadable += 1
            continue
        seller = first_seller.get(row["order_id"], "")
        source, buyer = sellers.get(seller, {}), customers.get(row.get("customer_id") or "", {})
        found[row["order_id"]] = Sent(
            order=row["order_id"],
            placed=placed,
            handed=_after(placed, _moment(row, "order_delivered_carrier_date")),
            delivered=_after(placed, _moment(row, "order_delivered_customer_date")),
            estimated=estimated,
            seller=seller,
            seller_state=source.get("seller_state") or "",
            seller_prefix=_prefix(source.get("seller_zip_code_prefix")),
            state=buyer.get("customer_state") or "",
            prefix=_prefix(buyer.get("customer_zip_code_prefix")),
            slow_payment=row["order_id"] in slow,
        )
    orders = tuple(sorted(found.values(), key=lambda one: (one.placed, one.order)))
    return Folder(orders, unreadable, tuple(kind for kind, paths in files.items() if not paths))


def _rows(paths: list[Path]) -> Iterator[dict[str, str]]:
    for path in paths:
        with _opened(path) as file:
            yield from csv.DictReader(file)


def _opened(path: Path) -> TextIO:
    opened: TextIO = _OPENERS[path.suffix](path, "rt", encoding="utf-8-sig", errors="replace", newline="")
    return opened


def _moment(row: Mapping[str, str], column: str) -> datetime | None:
    try:
        return datetime.fromisoformat((row.get(column) or "").strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _after(placed: datetime, at: datetime | None) -> datetime | None:
    """Return a moment that follows the order; what lies more than a year and a bit away is a slip of the pen."""
    return at if at is not None and at - placed < timedelta(days=400) else None


def _prefix(text: str | None) -> str:
    """Return five digits of a postcode; spreadsheets have taken leading zeros."""
    digits = (text or "").strip().removesuffix(".0")
    return digits.zfill(5) if digits.isdigit() else ""
