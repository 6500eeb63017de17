"""Prices: now, for ever, and the lowest of the 30 days before (Directive 98/6/EC art. 6a)."""

from datetime import UTC, datetime, timedelta

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.models import Price, PriceChange, PriceRange, Product, Variant
from storecrew.shop.catalogue.tests.conftest import Make

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def variant(make: Make) -> Variant:
    return make("Lamp", on_sale=False, price=None).variants.get()


def put(actor: Actor, variant: Variant, minor: int | None, was: int | None = None, *, day: int = 0) -> actions.Written:
    price = actions.VariantPrice(variant_id=variant.pk, currency="CNY", price_minor=minor, compare_at_minor=was)
    return actions.set_prices(
        actor, actions.SetPrices(product_id=variant.product_id, prices=(price,)), now=START + timedelta(days=day)
    )


def test_each_change_is_a_row_and_the_newest_is_the_price(company: Company, variant: Variant) -> None:
    put(company.web, variant, 10000)
    put(company.finance, variant, 12000, day=1)
    put(company.finance, variant, None, day=2)
    rows = PriceChange.objects.filter(variant=variant).order_by("pk").values_list("price_minor", "by")
    assert list(rows) == [(10000, company.web.ref), (12000, company.finance.ref), (None, company.finance.ref)]
    assert not Price.objects.filter(variant=variant).exists()
    assert not PriceRange.objects.filter(product=variant.product_id).exists()


def test_the_same_price_again_changes_nothing(web: Actor, variant: Variant) -> None:
    first = put(web, variant, 10000)
    again = put(web, variant, 10000, day=1)
    assert (again.changed, again.version) == (False, first.version)
    assert PriceChange.objects.count() == 1


def test_the_range_follows(web: Actor, mug: Product) -> None:
    variant = Variant.objects.get(sku="MUG-OAT-280")
    price = actions.VariantPrice(variant_id=variant.pk, currency="CNY", price_minor=9900, compare_at_minor=12800)
    actions.set_prices(web, actions.SetPrices(product_id=mug.pk, prices=(price,)))
    span = PriceRange.objects.get(product=mug)
    assert (span.low_minor, span.high_minor, span.reduced) == (9900, 14800, True)


@pytest.mark.parametrize(
    ("history", "lowest"),
    [
        (((0, 10000), (40, 8000)), 10000),
        (((0, 10000), (5, 7000), (20, 10000), (40, 8000)), 7000),
        (((0, 7000), (5, 10000), (40, 8000)), 10000),
        (((0, 7000), (11, 10000), (40, 8000)), 7000),
        (((0, 10000), (40, 8000), (41, 6000)), 8000),
    ],
    ids=["plain", "a dip within 30 days", "an older dip", "a dip that reached into the 30 days", "a second step down"],
)
def test_a_reduction_is_measured_from_the_lowest_price_of_the_30_days_before(
    company: Company, variant: Variant, history: tuple[tuple[int, int], ...], lowest: int
) -> None:
    for day, minor in history:
        put(company.web, variant, minor, was=20000, day=day)
    at = START + timedelta(days=60)
    actions.publish(company.web, actions.OneProduct(product_id=variant.product_id), now=at)
    page = reads.product_page(company.nobody, reads.PageQuery(slug="lamp"), now=at)
    shown = page.variants[0].price
    assert shown is not None
    assert shown.compare_at == Money(20000, "CNY")
    assert shown.lowest_before == Money(lowest, "CNY")


def test_a_new_crossed_out_price_does_not_begin_a_new_reduction(company: Company, variant: Variant) -> None:
    put(company.web, variant, 10000)
    put(company.web, variant, 8000, was=10000, day=40)
    put(company.web, variant, 8000, was=15000, day=80)
    actions.publish(company.web, actions.OneProduct(product_id=variant.product_id))
    shown = reads.product_page(company.nobody, reads.PageQuery(slug="lamp")).variants[0].price
    assert shown is not None
    assert shown.lowest_before == Money(10000, "CNY")


def test_a_compare_at_price_that_is_not_higher_is_not_shown(company: Company, variant: Variant) -> None:
    put(company.web, variant, 10000, was=9000)
    actions.publish(company.web, actions.OneProduct(product_id=variant.product_id))
    shown = reads.product_page(company.nobody, reads.PageQuery(slug="lamp")).variants[0].price
    assert shown is not None
    assert (shown.compare_at, shown.lowest_before) == (None, None)


def test_a_price_of_another_product_is_refused(web: Actor, variant: Variant, mug: Product) -> None:
    foreign = actions.VariantPrice(variant_id=variant.pk, currency="CNY", price_minor=1)
    with pytest.raises(InvalidInput):
        actions.set_prices(web, actions.SetPrices(product_id=mug.pk, prices=(foreign,)))


@pytest.mark.parametrize("seat", ["warehouse", "service", "analyst", "it", "stranger"])
def test_other_seats_are_denied(company: Company, variant: Variant, seat: str) -> None:
    with pytest.raises(Denied):
        put(company.holding(seat), variant, 1)


def test_a_preview_tells_old_and_new(web: Actor, variant: Variant) -> None:
    put(web, variant, 10000)
    price = actions.VariantPrice(variant_id=variant.pk, currency="CNY", price_minor=8000)
    preview = actions.set_prices.preview(web, actions.SetPrices(product_id=variant.product_id, prices=(price,)))
    assert [(change.old, change.new) for change in preview.changes] == [
        ({"minor": 10000, "currency": "CNY"}, {"minor": 8000, "currency": "CNY"})
    ]
    assert Price.objects.get(variant=variant).price_minor == 10000
