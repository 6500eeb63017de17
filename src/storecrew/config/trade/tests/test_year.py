"""A small year: whatever is written follows from its rows, prices are those of the till, the same seed is the same store."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import transaction

from storecrew.config import demo
from storecrew.config.trade import building, seasons
from storecrew.config.trade.planning import Year
from storecrew.config.trade.sales import Fate
from storecrew.kernel.actions.types import Actor, person
from storecrew.kernel.events.drain import drain
from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Level
from storecrew.kernel.people.models import Person
from storecrew.shop.customers.models import Customer
from storecrew.shop.discounts.models import Coupon
from storecrew.shop.dropships.models import DropShipment
from storecrew.shop.feeds import demo as feeds
from storecrew.shop.fulfilment.models import Parcel, ParcelState
from storecrew.shop.orders.models import Handling, Line, Order, PaymentState, State
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments.models import Payment, Payout
from storecrew.shop.payments.models import Refund as RefundRow
from storecrew.shop.payments.types import RefundState
from storecrew.shop.payments.types import State as PayState
from storecrew.shop.pricing import reads as pricing
from storecrew.shop.pricing.types import Quote
from storecrew.shop.returns.models import Return
from storecrew.shop.reviews.models import Review
from storecrew.shop.stock.models import LayerUse, Move, Reason, Receipt
from storecrew.shop.stock.models import Level as StockLevel

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
ORDERS = 150
FURNITURE = (
    "storecrew.config.trade.tests.goods",
    "storecrew.shop.taxes.demo",
    "storecrew.shop.discounts.demo",
    "storecrew.shop.pricing.demo",
    "storecrew.shop.payments.demo",
    "storecrew.shop.stock.demo",
    "storecrew.shop.shipping.demo",
    "storecrew.shop.supply.demo",
)


@pytest.fixture
def founder(db, monkeypatch, tmp_path, settings) -> Actor:
    """Return the founder of a furnished shop that has sold nothing yet."""
    settings.DATA = tmp_path  # the test bank's memory
    monkeypatch.setattr(demo, "ROOMS_OF_THE_DEMO", FURNITURE)
    monkeypatch.setattr(demo, "_CREW", {})
    demo.build(NOW)
    drain(NOW)
    return person(Person.objects.order_by("pk")[0].pk)


def _build(founder: Actor, *, orders: int) -> Year:
    """Write a year, once suppliers have said what lies with them."""
    feeds.build(founder, NOW)
    return building.build(founder, NOW, orders=orders)


def _planned(founder: Actor, orders: int = ORDERS) -> Year:
    """Make a year up and leave no trace of it."""
    with transaction.atomic():
        year, _writer = building.prepare(founder, NOW, orders=orders)
        transaction.set_rollback(True)
    return year


def test_the_doctor_finds_nothing_and_every_room_has_its_part(founder) -> None:
    year = _build(founder, orders=ORDERS)
    reports = list(health.examine(NOW, [name for name in health.names() if name.split(".")[0] in _TRADING]))
    assert [finding.message for report in reports for finding in report.findings if finding.level == Level.BAD] == []
    assert Order.objects.count() == len(year.sales) == pytest.approx(ORDERS, abs=15)
    assert (
        DropShipment.objects.filter(state="shipped").count() == sum(sale.sent_by is not None for sale in year.sales) > 0
    )
    assert Customer.objects.count() == len({sale.person.email for sale in year.sales})
    assert Parcel.objects.count() == sum(sale.travel is not None for sale in year.sales)
    assert set(Order.objects.values_list("state", flat=True)) >= {State.CLOSED, State.CANCELLED}
    assert set(Order.objects.values_list("currency", flat=True)) == {"CNY", "USD", "EUR"}
    assert Payment.objects.filter(state=PayState.CAPTURED, provider__code="test").exists()
    assert Payout.objects.filter(currency="CNY").count() > 20
    assert Receipt.objects.count() > 20
    assert Review.objects.exists()
    assert Return.objects.count() == sum(sale.back is not None for sale in year.sales)
    assert Coupon.objects.filter(used__gt=0).exists()


def test_what_left_is_named_alike_by_order_parcel_and_stock(founder) -> None:
    _build(founder, orders=40)
    parcel = Parcel.objects.filter(state=ParcelState.DELIVERED).order_by("pk")[0]
    moved = Move.objects.filter(document=parcel.subject, reason=Reason.SALE)
    handled = Handling.objects.filter(document=parcel.subject)
    packed = Counter(dict(parcel.contents.values_list("key", "quantity")))
    assert Counter({move.line: move.quantity for move in moved}) == packed
    assert Counter({one.line.key: one.quantity for one in handled}) == packed
    assert {move.owner for move in moved} == {f"order:{parcel.order_id}"}
    for line in Line.objects.filter(order=parcel.order_id):
        cost = sum(use.cost_minor or 0 for use in LayerUse.objects.filter(move__in=moved, move__line=line.key))
        assert line.cost_minor == pytest.approx(cost / line.quantity, abs=0.5)


@pytest.mark.once
def test_prices_are_those_of_the_till(founder) -> None:
    """Fifty quotes made in bulk against the one that shoppers get, asked at the same moment of the past."""
    year = _planned(founder)
    sample = year.sales[:: max(1, len(year.sales) // 50)][:50]
    assert len(sample) == 50
    abroad = {sale.quote.currency: sale for sale in year.sales if sale.quote.currency != "CNY"}
    assert {"USD", "EUR"} <= abroad.keys()
    sample += abroad.values()
    launched = building.campaigns.launch(founder, year.first, NOW, building.ZoneInfo("Asia/Shanghai"))
    assert launched
    for sale in sample:
        live = pricing.price(sale.asked, now=sale.at)
        theirs = sale.sender is not None
        assert _agreed(sale.quote, theirs=theirs) == _agreed(live, theirs=theirs), sale.name


def _agreed(quote: Quote, *, theirs: bool) -> dict[str, object]:
    """Return all of a quote but what stock and promises say today of a past day; coupons are new, and told by title.

    `theirs`: a supplier sends it, in days of their own; shoppers are not told of suppliers who have said nothing yet.
    """
    days = dict.fromkeys(("handling", "min_days", "max_days")) if theirs else {}
    told = quote.model_dump(mode="json", exclude={"problems", "fingerprint", "sources"})
    titles = {one["coupon_id"]: one["title"] for one in told["discounts"]}
    for package in told["packages"]:
        package.update(source="", supplier_id=None)
        for offer in (*package["offers"], package["chosen"]):
            offer.update(first=None, last=None, **days)
    for line in told["lines"]:
        line["cost"] = None  # that of where it leaves from
    for row in (*told["lines"], *told["packages"]):
        row["discounts"] = [{**part, "coupon_id": titles[part["coupon_id"]]} for part in row["discounts"]]
    told["discounts"] = [{**one, "coupon_id": 0} for one in told["discounts"]]
    return told


@pytest.mark.once
def test_the_same_moment_and_number_give_the_same_year(founder) -> None:
    first, second = _planned(founder), _planned(founder)
    assert _told(first) == _told(second)
    assert first.missed == second.missed


def _told(year: Year) -> list[tuple[object, ...]]:
    return [
        (sale.name, sale.at, sale.person.email, sale.fate, sale.total_minor, sale.travel, sale.back)
        for sale in year.sales
    ]


@pytest.mark.once
def test_the_year_has_seasons_growth_and_people_who_come_back(founder) -> None:
    year = _planned(founder, 800)
    by_month = Counter((sale.at.year, sale.at.month) for sale in year.sales)
    assert by_month[2026, 2] < by_month[2026, 1]
    assert by_month[2026, 9] > by_month[2026, 8] * 1.2
    november = sum(
        datetime(2026, 11, 1, tzinfo=UTC) <= sale.at < datetime(2026, 11, 12, tzinfo=UTC) for sale in year.sales
    )
    assert november > by_month[2026, 10] / 31 * 11 * 1.2
    bought = Counter(sale.person.email for sale in year.sales)
    again = sum(times > 1 for times in bought.values()) / len(bought)
    assert 0.15 < again < 0.45
    assert max(bought.values()) >= 5
    late = [sale for sale in year.sales if sale.travel and sale.travel.late_told_at]
    sent = [sale for sale in year.sales if sale.travel]
    assert 0.01 < len(late) / len(sent) < 0.15
    assert 0.02 < sum(sale.back is not None for sale in sent) / len(sent) < 0.12
    assert {sale.fate for sale in year.sales} >= {Fate.SENT, Fate.UNPAID, Fate.CANCELLED}
    assert sum(year.missed.values()) > 0
    assert {sale.channel for sale in year.sales} == {"web", "phone"}


def test_a_payment_of_the_past_can_still_be_given_back(founder) -> None:
    _build(founder, orders=30)
    payment = Payment.objects.filter(state=PayState.CAPTURED, provider__code="test", refunded_minor=0).order_by("pk")[0]
    data = payments.RefundMoney(payment_id=payment.pk, amount=payment.money(100), reason="late", key="goodwill")
    payments.refund(founder, data, now=NOW)
    drain(NOW)
    assert RefundRow.objects.get(payment=payment).state in {RefundState.PENDING, RefundState.SETTLED}
    order = Order.objects.get(pk=int(payment.payable.partition(":")[2]))
    assert order.payment in {PaymentState.PAID, PaymentState.PART_REFUNDED}


@pytest.mark.once
def test_feasts_are_found_whatever_the_year() -> None:
    assert seasons.mid_autumn_nearest(datetime(2026, 9, 1).date()).isoformat() == "2026-09-25"
    assert seasons.days_after_spring_festival(datetime(2026, 2, 17).date()) == 0
    assert seasons.closed_for_spring_festival(datetime(2027, 2, 8).date())


def test_no_shelf_is_emptied_beyond_what_lay_there(founder) -> None:
    _build(founder, orders=60)
    assert not StockLevel.objects.filter(on_hand__lt=0).exists()
    assert StockLevel.objects.filter(on_hand__gt=0).count() > 10


_TRADING = {
    "dropships",
    "orders",
    "stock",
    "payments",
    "fulfilment",
    "customers",
    "reviews",
    "returns",
    "ledger",
    "catalogue",
    "database",
}
