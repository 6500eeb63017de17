"""Shopify's inventory file: written for all that is counted, and read as a dry run with a report of every row."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from storecrew.kernel.tabular.writing import harmless
from storecrew.shop.stock.models import Level, Pile, Warehouse
from storecrew.shop.stock.variants import variants

HEAD: Final = (
    *("Handle", "Title", "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name"),
    *("Option3 Value", "SKU", "Barcode", "HS Code", "COO", "Location", "Bin name"),
    *("Incoming (not editable)", "Unavailable (not editable)", "Committed (not editable)"),
    *("Available (not editable)", "On hand (current)", "On hand (new)"),
)
ENCODINGS: Final = ("utf-8-sig", "gb18030")
ROWS_AT_MOST: Final = 50_000
BYTES_AT_MOST: Final = 20_000_000


class Unreadable(Exception):
    """The file as a whole cannot be read; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number that the file wants to be another."""

    row: int
    variant_id: int
    sku: str
    warehouse_id: int
    warehouse: str
    was: int
    becomes: int
    now: int

    @property
    def moved(self) -> bool:
        """Tell whether the books have moved on since the file was written: then it is left alone."""
        return self.was != self.now


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that cannot be used: where, which value, why."""

    row: int
    value: str
    why: str


@dataclass(slots=True)
class Reading:
    """What a file would do."""

    rows: int = 0
    same: int = 0
    wanted: list[Wanted] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def written(warehouse_id: int | None = None) -> Iterator[list[str]]:
    """Yield the rows of the file, the head first: one for each level of a counted variant."""
    yield list(HEAD)
    levels = Level.objects.filter(item__tracked=True, warehouse__closed_at=None)
    if warehouse_id is not None:
        levels = levels.filter(warehouse_id=warehouse_id)
    ordered = levels.select_related("item__variant__product", "warehouse").prefetch_related(
        "item__variant__values__option", "item__variant__values__value"
    )
    bins = _bins()
    for row in ordered.order_by("item__variant__product__title", "item_id", "warehouse__priority").iterator(1000):
        variant = row.item.variant
        options = [""] * 6
        for value in sorted(variant.values.all(), key=lambda one: one.option.position)[:3]:
            place = 2 * (value.option.position - 1)
            options[place : place + 2] = [value.option.name, value.value.name]
        texts = [variant.product.slug, variant.product.title, *options, variant.sku, variant.barcode]
        texts += [variant.hs_code or variant.product.hs_code, variant.origin or variant.product.origin]
        texts += [row.warehouse.name, bins.get(row.pk, "")]
        numbers = [row.incoming, row.unavailable, row.committed + row.held, row.available, row.on_hand]
        yield [harmless(text) for text in texts] + [str(number) for number in numbers] + [""]


def read(content: bytes) -> Reading:
    """Say what a file would do, changing nothing. Raises Unreadable."""
    if len(content) > BYTES_AT_MOST:
        raise Unreadable(_("The file is too large."))
    rows = _rows(content)
    head = [_plain(cell) for cell in next(rows, [])]
    columns = {name: head.index(name) for name in ("sku", "barcode", "location", *_NUMBERS) if name in head}
    if "sku" not in columns or "location" not in columns or "on hand (new)" not in columns:
        raise Unreadable(
            _(
                "The columns SKU, Location and On hand (new) are needed. Send the file as Shopify or this page writes it."
            )
        )
    found = Reading()
    pending: list[tuple[int, dict[str, str]]] = []
    for number, cells in enumerate(rows, start=2):
        if number > ROWS_AT_MOST:
            raise Unreadable(_("The file has too many rows."))
        if any(cells):
            found.rows += 1
            pending.append((number, {name: _cell(cells, place) for name, place in columns.items()}))
    _judge(pending, found)
    return found


_NUMBERS: Final = ("on hand (current)", "on hand (new)")


def _judge(pending: list[tuple[int, dict[str, str]]], found: Reading) -> None:
    places = {key.casefold(): row for row in Warehouse.objects.filter(closed_at=None) for key in (row.name, row.code)}
    known = _variants(cells for _number, cells in pending)
    now = {
        (row.item_id, row.warehouse_id): row.on_hand for row in Level.objects.filter(item__tracked=True).order_by("pk")
    }
    counted = {item for item, _place in now}
    seen: dict[tuple[int, int], int] = {}
    for number, cells in pending:
        new = cells["on hand (new)"]
        if new in ("", "not stocked"):
            found.same += 1
            continue
        place = places.get(cells["location"].casefold())
        code = cells["sku"] or cells.get("barcode", "")
        variant = known.get(code.casefold()) if code else None
        becomes, was = _whole(new), _whole(cells.get("on hand (current)", ""))
        why = ""
        if place is None:
            why, value = _("there is no such warehouse"), cells["location"]
        elif not code:
            why, value = _("no SKU and no barcode"), ""
        elif variant is None:
            why, value = _("no variant has this SKU or barcode"), code
        elif variant not in counted:
            why, value = _("this variant is not counted"), code
        elif becomes is None:
            why, value = _("not a whole number of pieces, nought or more"), new
        elif (variant, place.pk) in seen:
            why, value = _("row %(n)d says it already") % {"n": seen[variant, place.pk]}, code
        if why or place is None or variant is None or becomes is None:
            found.troubles.append(Trouble(number, value, why))
            continue
        seen[variant, place.pk] = number
        there = now.get((variant, place.pk), 0)
        if becomes == there:
            found.same += 1
            continue
        found.wanted.append(
            Wanted(number, variant, code, place.pk, place.name, there if was is None else was, becomes, there)
        )


def _rows(content: bytes) -> Iterator[list[str]]:
    if content[:4] == b"PK\x03\x04":
        yield from _sheet(content)
        return
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
        try:
            yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        except csv.Error as error:
            raise Unreadable(_("This is not a CSV file that can be read.")) from error
        return
    raise Unreadable(_("The encoding of the file is not known. Save it as UTF-8."))


def _sheet(content: bytes) -> Iterator[list[str]]:
    # the library costs each process a sixth of a second to load, and few ever read a workbook
    import openpyxl  # noqa: PLC0415

    try:
        book: Any = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Unreadable(_("This is not a workbook that can be read.")) from error
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield ["" if value is None else str(value) for value in row]


def _variants(rows: Iterable[dict[str, str]]) -> dict[str, int]:
    codes = {code for cells in rows for code in (cells["sku"], cells.get("barcode", "")) if code}
    live = variants().filter(retired_at=None)
    found: dict[str, int] = {}
    texts = sorted(codes)
    for begin in range(0, len(texts), 500):
        some = texts[begin : begin + 500]
        for pk, barcode in live.filter(barcode__in=some).values_list("pk", "barcode"):
            found.setdefault(barcode.casefold(), pk)
    for begin in range(0, len(texts), 500):
        some = texts[begin : begin + 500]
        found |= {sku.casefold(): pk for pk, sku in live.filter(sku__in=some).values_list("pk", "sku")}
    return found


def _bins() -> dict[int, str]:
    """Return the first bin of every level."""
    rows = Pile.objects.filter(bin__isnull=False).order_by("-bin__code").values_list("level_id", "bin__code")
    return dict(rows)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _cell(cells: list[str], place: int) -> str:
    text = unicodedata.normalize("NFKC", cells[place]).strip() if place < len(cells) else ""
    return text.removeprefix("'")


def _whole(text: str) -> int | None:
    digits = text.removesuffix(".0")
    return int(digits) if digits.isdecimal() and len(digits) < 8 else None
