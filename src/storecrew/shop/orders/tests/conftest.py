"""A small shop with lamps on the shelf, and buyers who order them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.orders import actions
from storecrew.shop.orders.models import Line, Order
from storecrew.shop.payments import actions as payments
from storecrew.shop.pricing.types import Quote
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as stock_reads
from storecrew.shop.stock.models import Reservation
from storecrew.shop.stock.types import Wanted

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning in Shanghai."""

ROOMS_ABOVE = Actor(
    "system",
    name=grants.system(
        "orders.tests", may={"orders.place", "orders.record_shipped", "orders.record_returned", "orders.take_in_money"}
    ),
    reason="a room above",
)
HOME = Address(
    name="陈小鱼",
    country="CN",
    region="广东省",
    city="佛山市",
    district="南海区",
    line1="桂城街道灯湖路8号",
    phone="13800138000",
)


@dataclass
class Shop:
    """What tests do with the rooms below: put lamps on the shelf, hold them for carts, take money."""

    company: Company
    warehouse_id: int

    def lamp(self, sku: str = "LAMP", *, on_hand: int = 10, price: int = 10000) -> int:
        prices = ({"currency": "CNY", "price_minor": price},)
        draft = {"title": f"Lamp {sku}", "language": "en", "variants": ({"sku": sku, "prices": prices},)}
        made = catalogue.create(self.company.web, catalogue.ProductDraft.model_validate(draft))
        catalogue.publish(self.company.web, catalogue.OneProduct(product_id=made.product_id))
        variant = Variant.objects.get(sku=sku)
        stock.set_policy(self.company.warehouse, stock.Policy.model_validate({"variant_ids": (variant.pk,)}))
        if on_hand:
            line = {"variant_id": variant.pk, "quantity": on_hand, "cost": Money(4000, "CNY")}
            form = {"warehouse_id": self.warehouse_id, "lines": (line,)}
            stock.receive(self.company.warehouse, stock.Receive.model_validate(form), now=NOW)
        return variant.pk

    def sellable(self, variant_id: int) -> int | None:
        query = stock_reads.AvailabilityQuery(variant_ids=(variant_id,))
        return stock_reads.availability(self.company.warehouse, query, now=NOW).items[0].sellable

    def promised(self, order: Order) -> dict[str, int]:
        rows = Reservation.objects.filter(owner=order.subject, lapsed_at=None)
        return dict(rows.values_list("line", "quantity"))

    def hold(self, checkout: str, quote: Quote) -> None:
        lines = tuple(Wanted(variant_id=one.variant_id, quantity=one.quantity, line=one.key) for one in quote.lines)
        until = NOW + timedelta(minutes=20)
        data = stock.Hold(owner=f"cart:{checkout}", lines=lines, until=until)
        stock.hold(self.company.warehouse, data, now=NOW)

    def place(self, quote: Quote, *, checkout: str = "c1", **more: Any) -> Order:
        """Place an order as the checkout does."""
        values: dict[str, Any] = {
            "checkout": checkout,
            "quote": quote,
            "email": "xiaoyu@example.com",
            "ship_to": HOME,
            "language": "en",
            "provider": "bank",
            "pay_by": NOW + timedelta(hours=2),
            **more,
        }
        if values.get("channel", "web") == "web" and not Order.objects.filter(checkout=checkout).exists():
            self.hold(checkout, quote)
        placed = actions.place(ROOMS_ABOVE, actions.Place.model_validate(values), now=NOW)
        return Order.objects.get(pk=placed.order_id)

    def pay(self, order: Order, minor: int | None = None, *, reference: str = "T-1") -> Order:
        """Pay by transfer, and let orders hear of it."""
        amount = order.money(order.balance_minor if minor is None else minor)
        key = f"{order.pk}:{reference}"
        begin = payments.Begin(payable=order.subject, amount=amount, provider="bank", key=key)
        begun = payments.begin(self.company.finance, begin, now=NOW)
        match = payments.MatchTransfer(payment_id=begun.payment_id, amount=amount, reference=reference)
        payments.match_transfer(self.company.finance, match, now=NOW)
        return self.hear(order)

    def hear(self, order: Order) -> Order:
        actions.take_in_money(ROOMS_ABOVE, actions.TakeInMoney(order_id=order.pk), now=NOW)
        order.refresh_from_db()
        return order

    def ship(self, order: Order, quantities: dict[int, int] | None = None, *, parcel: str = "parcel:1") -> Order:
        lines = quantities or {line.pk: line.open for line in order.lines.all() if line.open}
        moved = tuple(actions.Moved(line_id=pk, quantity=quantity) for pk, quantity in lines.items())
        self._dispatch(order, lines, parcel)
        data = actions.RecordShipped(order_id=order.pk, parcel=parcel, lines=moved)
        actions.record_shipped(ROOMS_ABOVE, data, now=NOW)
        order.refresh_from_db()
        return order

    def take_back(self, order: Order, quantities: dict[int, int], *, document: str = "return:1") -> Order:
        moved = tuple(actions.Moved(line_id=pk, quantity=quantity) for pk, quantity in quantities.items())
        data = actions.RecordReturned(order_id=order.pk, document=document, lines=moved)
        actions.record_returned(ROOMS_ABOVE, data, now=NOW)
        order.refresh_from_db()
        return order

    def _dispatch(self, order: Order, lines: dict[int, int], parcel: str) -> None:
        leaving = tuple(
            {
                "variant_id": line.variant_id,
                "quantity": lines[line.pk],
                "warehouse_id": self.warehouse_id,
                "line": line.key,
            }
            for line in Line.objects.filter(pk__in=lines)
        )
        data = stock.Dispatch.model_validate({"owner": order.subject, "document": parcel, "lines": leaving})
        stock.dispatch(self.company.warehouse, data, now=NOW)


@pytest.fixture
def shop(request: pytest.FixtureRequest, company: Company) -> Shop:
    """Return a shop that can sell: the one its module begins with, if there is one."""
    return request.node.getparent(pytest.Module).stash.get(_LASTING, None) or open_shop(company)


@pytest.fixture(scope="module")
def lasting_shop(request: pytest.FixtureRequest, lasting_company: Company) -> Shop:
    """Return the shop for what all tests of a module begin with; `shop` is this one from then on."""
    request.node.stash[_LASTING] = open_shop(lasting_company)
    return request.node.stash[_LASTING]


_LASTING = pytest.StashKey[Shop]()


def open_shop(company: Company) -> Shop:
    form = stock.WarehouseForm(code="FS", name="佛山")
    warehouse_id = stock.open_warehouse(company.warehouse, form).warehouse_id
    values = {"holder": "Lamphour", "bank": "ICBC", "account": "6222"}
    bank = payments.SetUpProvider(code="bank", kind="transfer", values=values)
    payments.set_up_provider(company.finance, bank)
    payments.enable(company.finance, payments.Enable(code="bank", on=True))
    return Shop(company, warehouse_id)


type Check = Callable[[Order], None]


@pytest.fixture
def adds_up() -> Check:
    """Return a check that every sum of an order is that of its rows."""

    def check(order: Order) -> None:
        order.refresh_from_db()
        lines, charges = list(order.lines.all()), list(order.charges.all())
        assert order.total_minor == sum(row.total_minor for row in (*lines, *charges))
        assert order.tax_minor == sum(tax.amount_minor for tax in order.taxes.all())
        assert order.discount_minor == sum(off.amount_minor for off in order.discounts.all())
        for line in lines:
            assert line.tax_minor == sum(tax.amount_minor for tax in line.taxes.all())
            assert line.discount_minor == sum(off.amount_minor for off in line.discounts.all())

    return check
