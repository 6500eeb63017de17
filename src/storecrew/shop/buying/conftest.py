"""A shop with two warehouses of its own that buys lamps in Zhongshan, in yuan, and mugs from Porto, in euros."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor, outsider
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money import actions as money
from storecrew.kernel.money.types import Money
from storecrew.kernel.people.models import Person
from storecrew.shop.buying import actions, reads
from storecrew.shop.buying.invoices import actions as invoices
from storecrew.shop.buying.models import PurchaseLine, PurchaseOrder
from storecrew.shop.buying.types import PurchaseLineView, PurchaseView
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as stock_reads
from storecrew.shop.stock.drift import drifts
from storecrew.shop.supply import actions as supply

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Tuesday 10:00 in Shanghai."""
TODAY = date(2026, 11, 24)
GOODS = (("LAMP-OAT", "Oat table lamp", 900), ("LAMP-INK", "Ink table lamp", 1100), ("MUG", "Stone mug 300 ml", 350))


def yuan(minor: int) -> Money:
    """Return so many fen."""
    return Money(minor, "CNY")


@dataclass
class Buying:
    """What a buyer does all day."""

    company: Company
    goods: dict[str, int]
    supplier_id: int
    abroad_id: int
    main: int
    east: int

    @property
    def buyer(self) -> Actor:
        """Return who buys."""
        return self.company.warehouse

    @property
    def supplier(self) -> Actor:
        """Return the supplier, as they come in by their own page."""
        return outsider(f"supplier:{self.supplier_id}")

    def make(self, *lines: tuple[str, int], now: datetime = NOW, **more: Any) -> int:
        """Write an order: (SKU, pieces)."""
        wanted = [{"variant_id": self.goods[sku], "quantity": pieces} for sku, pieces in lines]
        data = {"supplier_id": self.supplier_id, "warehouse_id": self.main, "lines": wanted} | more
        return actions.make_order(self.buyer, parse(actions.MakeOrder, data), now=now).po_id

    def send(self, po_id: int, *, now: datetime = NOW, **more: Any) -> actions.Send:
        """Send an order by mail."""
        data = parse(actions.Send, {"po_id": po_id} | more)
        actions.send_order(self.buyer, data, now=now)
        return data

    def sent(self, *lines: tuple[str, int], now: datetime = NOW, **more: Any) -> int:
        """Write an order and send it."""
        po_id = self.make(*lines, now=now, **more)
        self.send(po_id, now=now)
        return po_id

    def answer(self, po_id: int, *, by: Actor | None = None, now: datetime = NOW, **more: Any) -> None:
        """Note an answer; `said`: by SKU, what is said otherwise."""
        lines = [{"line_id": self.line(po_id, sku).line_id, **said} for sku, said in more.pop("said", {}).items()]
        data = {"po_id": po_id, "lines": lines} | more
        actions.acknowledge(by or self.buyer, parse(actions.AcknowledgePO, data), now=now)

    def receive(self, po_id: int, *lines: tuple[str, int, int], now: datetime = NOW, **more: Any) -> None:
        """Take goods in: (SKU, pieces, of them damaged)."""
        got = [
            {"line_id": self.line(po_id, sku).line_id, "quantity": pieces, "damaged": damaged}
            for sku, pieces, damaged in lines
        ]
        actions.receive(self.buyer, parse(actions.ReceivePO, {"po_id": po_id, "lines": got} | more), now=now)

    def bill(self, po_id: int, *lines: tuple[str, int, int], now: datetime = NOW, **more: Any) -> invoices.InvoiceId:
        """Enter a bill: (SKU, pieces, what one costs)."""
        view = self.view(po_id)
        rows = [
            {"line_id": self.line(po_id, sku).line_id, "quantity": pieces, "unit": Money(minor, view.currency)}
            for sku, pieces, minor in lines
        ]
        net = sum(pieces * minor for _sku, pieces, minor in lines)
        data = {"supplier_id": view.supplier_id, "number": "FP-1", "dated_on": TODAY, "lines": rows}
        data |= {"total": Money(net, view.currency)} | more
        return invoices.record_invoice(self.company.finance, parse(invoices.RecordInvoice, data), now=now)

    def view(self, po_id: int) -> PurchaseView:
        """Return an order."""
        found = reads.find(po_id)
        assert found is not None
        return found

    def line(self, po_id: int, sku: str) -> PurchaseLineView:
        """Return a line of an order."""
        return next(line for line in self.view(po_id).lines if line.variant_id == self.goods[sku])

    def row(self, po_id: int, sku: str) -> PurchaseLine:
        """Return a line's row."""
        return PurchaseLine.objects.get(order_id=po_id, variant_id=self.goods[sku])

    def order(self, po_id: int) -> PurchaseOrder:
        """Return an order's row."""
        return PurchaseOrder.objects.get(pk=po_id)

    def incoming(self, sku: str) -> int:
        """Return how many are awaited, everywhere."""
        asked = stock_reads.LevelsQuery(variant_ids=(self.goods[sku],))
        return sum(level.incoming for level in stock_reads.levels(self.buyer, asked, now=NOW).items)

    def on_hand(self, sku: str) -> int:
        """Return how many lie in all warehouses."""
        asked = stock_reads.LevelsQuery(variant_ids=(self.goods[sku],))
        return sum(level.on_hand for level in stock_reads.levels(self.buyer, asked, now=NOW).items)

    def worth(self, at: datetime = NOW + timedelta(days=400)) -> int:
        """Return what the store's goods are worth, in fen."""
        rows = stock_reads.value(self.buyer, stock_reads.ValueQuery(at=at), now=at).items
        return sum(row.value.minor for row in rows if row.value and row.value.currency == "CNY")


@pytest.fixture(scope="module")
def lasting_buying(lasting_company: Company) -> Buying:
    """Return the shop as all tests of a module find it."""
    return _shop(lasting_company)


@pytest.fixture
def buying(lasting_buying: Buying, company: Company) -> Iterator[Buying]:
    """Return the shop; after each test its levels still follow from their rows."""
    yield lasting_buying
    assert list(drifts()) == []


def _shop(company: Company) -> Buying:
    for sku, title, weight in GOODS:
        variant = {"sku": sku, "prices": [{"currency": "CNY", "price_minor": 12_900}], "weight_g": weight}
        draft = {"title": title, "language": "en", "slug": sku.lower(), "variants": [variant]}
        made = catalogue.create(company.web, catalogue.ProductDraft.model_validate(draft), now=NOW)
        catalogue.publish(company.web, catalogue.OneProduct(product_id=made.product_id), now=NOW)
    goods = dict(Variant.objects.values_list("sku", "pk"))
    keeper = company.warehouse
    stock.set_policy(keeper, stock.Policy(variant_ids=tuple(goods.values())), now=NOW)
    main, east = (
        stock.open_warehouse(
            keeper, stock.WarehouseForm.model_validate({"code": code, "name": name, "address": address}), now=NOW
        ).warehouse_id
        for code, name, address in (
            ("FS", "Foshan", {"country": "CN", "region": "广东省", "city": "佛山市", "line1": "港口路18号"}),
            ("JX", "Jiaxing", {}),
        )
    )
    terms = {"country": "CN", "currency": "CNY", "language": "zh-hans", "deposit_percent": 30, "net_days": 30}
    supplier_id = _supplier(company, "ZS-LAMP", name="中山灯饰", **terms)
    abroad_id = _supplier(company, "PT-MUG", name="Porto Mugs", country="PT", currency="EUR", language="en")
    contact = {"supplier_id": supplier_id, "name": "林姐", "channels": [{"kind": "email", "address": "lin@zs.example"}]}
    supply.add_contact(keeper, parse(supply.AddContact, contact), now=NOW)
    for sku, cost in (("LAMP-OAT", 4000), ("LAMP-INK", 5000)):
        terms = {"supplier_id": supplier_id, "variant_id": goods[sku], "sku": f"ZS-{sku}", "cost": yuan(cost)}
        terms |= {"breaks": [{"quantity": 100, "cost": yuan(cost - 500)}], "pack_size": 6, "handling_days": 10}
        supply.make_offer(keeper, parse(supply.MakeOffer, terms), now=NOW)
    mug = {"supplier_id": abroad_id, "variant_id": goods["MUG"], "sku": "PM-1", "cost": Money(250, "EUR")}
    supply.make_offer(keeper, parse(supply.MakeOffer, mug), now=NOW)
    rate = {"base": "EUR", "quote": "CNY", "rate": "8.00", "on": TODAY - timedelta(days=1)}
    money.record_rates(company.finance, parse(money.RecordRates, {"source": "bank", "rates": [rate]}), now=NOW)
    return Buying(company, goods, supplier_id, abroad_id, main, east)


def _supplier(company: Company, code: str, **values: Any) -> int:
    data = {"code": code, "country": "CN", "currency": "CNY"} | values
    return supply.add_supplier(company.warehouse, supply.SupplierForm.model_validate(data), now=NOW).supplier_id


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """Return what makes a browser of a person."""

    def sign_in(actor: Actor, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return sign_in
