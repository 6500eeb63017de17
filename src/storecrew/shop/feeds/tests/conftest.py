"""A shop that buys lamps of a supplier in Zhongshan, who tells of their stock in files of every kind."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.events.drain import drain
from storecrew.kernel.jobs.running import run_to_end
from storecrew.kernel.jobs.types import WorkState
from storecrew.kernel.people.models import Person
from storecrew.shop.availability.models import Said
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.feeds import actions
from storecrew.shop.feeds.actions.asking import gate
from storecrew.shop.feeds.actions.receiving import Send
from storecrew.shop.feeds.models import BadRow, Source, Version
from storecrew.shop.feeds.opening import SHELF
from storecrew.shop.feeds.types import BUSY, State
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply.models import Offer

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Tuesday 10:00 in Shanghai."""
SKUS = tuple(f"灯-{number}" for number in range(1, 13))
HEADER = ("货号", "名称", "可用库存", "供货价")
type Rows = Sequence[Sequence[str]]


def rows_of(stock: dict[str, int | str], cost: str = "33.50") -> Rows:
    return [[sku, f"台灯 {sku}", str(quantity), cost] for sku, quantity in stock.items()]


def usual(**other: int | str) -> dict[str, int | str]:
    """Return a stock of all goods, of which some are otherwise: `_3` is the third."""
    stock: dict[str, int | str] = {sku: 10 + place for place, sku in enumerate(SKUS)}
    return stock | {SKUS[int(name[1:]) - 1]: quantity for name, quantity in other.items()}


def file_of(rows: Rows, *, kind: str = "csv", encoding: str = "utf-8", header: Sequence[str] = HEADER) -> bytes:
    match kind:
        case "xlsx":
            book = openpyxl.Workbook()
            for row in (header, *rows):
                book.active.append(list(row))  # type: ignore[union-attr]  # a new workbook has a sheet
            out = io.BytesIO()
            book.save(out)
            return out.getvalue()
        case "json":
            objects = [dict(zip(header, row, strict=True)) for row in rows]
            return json.dumps({"code": 0, "data": objects}, ensure_ascii=False).encode(encoding)
        case "xml":
            lines = "".join(
                f"<item>{''.join(f'<{n}>{v}</{n}>' for n, v in zip(header, row, strict=True))}</item>" for row in rows
            )
            declared = encoding.removesuffix("-sig")
            return f'<?xml version="1.0" encoding="{declared}"?><stock>{lines}</stock>'.encode(encoding)
    delimiter = "\t" if kind == "tsv" else ","
    return ("\r\n".join(delimiter.join(row) for row in (header, *rows)) + "\r\n").encode(encoding)


@dataclass
class Feeding:
    """A supplier who speaks, and whoever looks after what they say."""

    company: Company
    supplier_id: int
    site_id: int
    now: datetime = NOW
    sources: list[int] = field(default_factory=list)

    @property
    def keeper(self) -> Actor:
        return self.company.warehouse

    def later(self, **gap: float) -> datetime:
        self.now += timedelta(**gap)
        return self.now

    def source(self, kind: str = "upload", **values: Any) -> Source:
        data = {
            "supplier_id": self.supplier_id,
            "site_id": self.site_id,
            "kind": kind,
            "name": f"Their {kind}",
        } | values
        made = actions.add_source(self.keeper, actions.AddSource.model_validate(data), now=self.now)
        row = Source.objects.get(pk=made.source_id)
        row.address = made.path  # type: ignore[attr-defined]  # where it pushes to, told this once
        return row

    def send(
        self, row: Source, content: bytes, *, scope: str = "whole", name: str = "stock.csv", run: bool = True
    ) -> Version:
        """Send a file by hand a while later, say what its columns mean if need be, and let workers do the rest."""
        self.later(minutes=30)
        kept = SHELF.keep([content])
        data = Send.model_validate(
            {"source_id": row.pk, "digest": kept.digest, "size": kept.size, "name": name, "scope": scope}
        )
        answer = actions.send(self.keeper, data, now=self.now)
        version = Version.objects.filter(pk=answer.version_id or 0).first()
        if version is None:
            return Version.objects.filter(source=row).latest("number")
        if version.state == State.MAPPING:
            confirm = actions.ConfirmMapping(version_id=version.pk, mapping=version.mapping)
            actions.confirm_mapping(self.keeper, confirm, now=self.now)
        if run:
            self.work(row)
        version.refresh_from_db()
        return version

    def work(self, row: Source) -> None:
        """Let workers do what there is to do for a source."""
        while work_ids := list(
            Version.objects.filter(source=row, state__in=sorted(BUSY - {State.STOPPED})).values_list(
                "work_id", flat=True
            )
        ):
            for work_id in work_ids:
                done = run_to_end(work_id, clock=lambda: self.now)
                assert done.state == WorkState.DONE, done.error

    def stock(self) -> dict[str, int | None]:
        """Return what the supplier is known to have, by their SKU."""
        return dict(Said.objects.values_list("offer__sku", "quantity"))

    def costs(self) -> dict[str, int | None]:
        return dict(Offer.objects.values_list("sku", "cost_minor"))

    def seen(self, sku: str) -> datetime:
        """Return as of when a quantity is known: its own word, or its stream's confirmation."""
        said = Said.objects.select_related("stream").get(offer__sku=sku)
        return max(said.observed_at, said.stream.confirmed_at or said.observed_at)

    def bad(self, version: Version) -> list[tuple[int, str]]:
        rows = BadRow.objects.filter(version=version, mended_at=None).order_by("line", "pk")
        return [(row.line, row.code) for row in rows]

    def drain(self) -> None:
        drain(self.now)

    @property
    def gate(self) -> Actor:
        return gate("a test")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def supplied(lasting_company: Company) -> tuple[int, int]:
    """Return the supplier and their warehouse, with all that they offer."""
    company = lasting_company
    supplier = {"code": "ZS-LAMP", "name": "中山灯饰", "country": "CN", "currency": "CNY"}
    supplier_id = supply.add_supplier(
        company.warehouse, supply.SupplierForm.model_validate(supplier), now=NOW
    ).supplier_id
    place = {"country": "CN", "region": "广东省", "city": "中山市"}
    site = {"supplier_id": supplier_id, "code": "ZS1", "name": "中山一仓", "place": place}
    site_id = supply.open_site(company.warehouse, supply.OpenSite.model_validate(site), now=NOW).site_id
    catalogue.create(company.web, catalogue.ProductDraft.model_validate(_lamp()), now=NOW)
    variants = dict(Variant.objects.values_list("sku", "pk"))
    Offer.objects.bulk_create(
        Offer(
            supplier_id=supplier_id,
            variant_id=variants[f"LAMP-{number}"],
            sku=sku,
            barcode=f"69012345{number:05}",
            cost_minor=3_000,
            currency="CNY",
            added_at=NOW,
            changed_at=NOW,
        )
        for number, sku in enumerate(SKUS, 1)
    )
    drain(NOW)
    return supplier_id, site_id


@pytest.fixture
def feeding(supplied: tuple[int, int], company: Company) -> Feeding:
    return Feeding(company, *supplied)


def _lamp() -> dict[str, Any]:
    return {
        "title": "Table lamp",
        "language": "en",
        "slug": "table-lamp",
        "options": [{"name": "Shade", "values": [{"name": str(place)} for place in range(1, 13)]}],
        "variants": [
            {"sku": f"LAMP-{place}", "values": [str(place)], "prices": [{"currency": "CNY", "price_minor": 12_900}]}
            for place in range(1, 13)
        ],
    }


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    def sign_in(actor: Actor, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return sign_in
