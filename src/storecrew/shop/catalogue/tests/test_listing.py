"""Lists: categories with all below, collections, facets, order, pages."""

import pytest
from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.models import Product
from storecrew.shop.catalogue.tests.conftest import Make, mug_draft
from storecrew.shop.catalogue.types import Facet, Listing

QUERIES_OF_A_LIST = 30


@pytest.fixture
def light(web: Actor) -> actions.CategoryWritten:
    return actions.create_category(web, actions.CategoryDraft(name="Light"))


@pytest.fixture
def tables(web: Actor, light: actions.CategoryWritten) -> actions.CategoryWritten:
    return actions.create_category(web, actions.CategoryDraft(name="Table lamps", parent_id=light.category_id))


def ask(company: Company, **values: object) -> Listing:
    return reads.listing(company.nobody, reads.ListQuery.model_validate(values))


def slugs(found: Listing) -> list[str]:
    return [card.slug for card in found.items]


def facet(found: Listing, code: str) -> Facet:
    return next(one for one in found.facets if one.code == code)


def counts(found: Listing, code: str) -> dict[str, int]:
    return {value.code: value.count for value in facet(found, code).values}


def test_a_category_shows_what_is_in_it_and_below(
    company: Company, make: Make, light: actions.CategoryWritten, tables: actions.CategoryWritten
) -> None:
    make("Candle", categories=(light.category_id,))
    make("Half-Moon", categories=(tables.category_id,))
    make("Towel")
    assert slugs(ask(company, category="light")) == ["half-moon", "candle"]
    assert slugs(ask(company, category="light/table-lamps")) == ["half-moon"]
    with pytest.raises(Missing):
        ask(company, category="bath")


def test_facets_count_what_each_choice_would_leave(company: Company, web: Actor, make: Make) -> None:
    for number, brand in enumerate(("Lamphour", "Lamphour", "Heguang")):
        draft = mug_draft(title=f"Mug {number}", brand=brand, variants=(), tags=("gift",) if number else ("office",))
        answer = actions.create(web, draft)
        variants = Product.objects.get(pk=answer.product_id).variants.all()
        prices = tuple(
            actions.VariantPrice(variant_id=variant.pk, currency="CNY", price_minor=1000 * (number + 1))
            for variant in variants
        )
        actions.set_prices(web, actions.SetPrices(product_id=answer.product_id, prices=prices))
        actions.publish(web, actions.OneProduct(product_id=answer.product_id))
    found = ask(company)
    assert counts(found, "brand") == {"Lamphour": 2, "Heguang": 1}
    assert counts(found, "colour") == {"oat": 3, "celadon": 3}
    assert (found.low, found.high) == (Money(1000, "CNY"), Money(3000, "CNY"))
    narrowed = ask(company, brands=("Heguang",))
    assert narrowed.total == 1
    assert counts(narrowed, "brand") == {"Lamphour": 2, "Heguang": 1}
    assert counts(narrowed, "colour") == {"oat": 1, "celadon": 1}
    assert ask(company, tags=("gift",), brands=("Lamphour",)).total == 1
    assert slugs(ask(company, high_minor=2000, sort="price_down")) == ["mug-1", "mug-0"]
    assert ask(company, options={"colour": ("oat",), "capacity": ("nothing",)}).total == 0


def test_a_retired_choice_is_not_offered(company: Company, web: Actor, mug: Product) -> None:
    actions.publish(web, actions.OneProduct(product_id=mug.pk))
    options = (
        {"name": "Colour", "values": ({"name": "Oat"}, {"name": "Celadon"})},
        {"name": "Capacity", "values": ({"name": "280 ml"}, {"name": "380 ml"})},
    )
    keep = tuple({"values": ("Oat", size)} for size in ("280 ml", "380 ml"))
    actions.set_options(
        web, actions.SetOptions.model_validate({"product_id": mug.pk, "options": options, "variants": keep})
    )
    assert ask(company, options={"colour": ("celadon",)}).total == 0
    assert ask(company, options={"colour": ("oat",)}).total == 1


def test_products_without_a_price_in_the_currency_are_left_out(company: Company, make: Make) -> None:
    lamp = make("Lamp")
    assert slugs(ask(company, currency="USD")) == []
    assert slugs(ask(company, currency="USD", unpriced_too=True)) == ["lamp"]
    variant = lamp.variants.get()
    price = actions.VariantPrice(variant_id=variant.pk, currency="USD", price_minor=8900)
    actions.set_prices(company.finance, actions.SetPrices(product_id=lamp.pk, prices=(price,)))
    assert ask(company, currency="USD").items[0].low == Money(8900, "USD")


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["c", "a", "b"]),
        ("title", ["a", "b", "c"]),
        ("price_up", ["b", "c", "a"]),
        ("price_down", ["a", "c", "b"]),
    ],
)
def test_it_sorts(company: Company, make: Make, sort: str, expected: list[str]) -> None:
    for title, price in (("B", 100), ("A", 300), ("C", 200)):
        make(title, price=price)
    assert slugs(ask(company, sort=sort)) == expected


def test_pages_hold_every_product_once(company: Company, make: Make) -> None:
    made = {make(f"Lamp {number}", price=100).slug for number in range(7)}
    found = [ask(company, per_page=3, page=page, sort="price_up") for page in (1, 2, 3)]
    assert [len(part.items) for part in found] == [3, 3, 1]
    assert {slug for part in found for slug in slugs(part)} == made
    assert found[0].pages == 3


def test_a_list_costs_the_same_whatever_its_length(
    company: Company, web: Actor, make: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        make(f"Lamp {number}", tags=("gift", f"tag {number}"), brand=f"Brand {number % 3}")
    with django_assert_max_num_queries(QUERIES_OF_A_LIST):
        found = ask(company, brands=("Brand 1",), tags=("gift",), text="lamp", options={"colour": ("oat",)})
    assert found.total == 0
    with django_assert_max_num_queries(QUERIES_OF_A_LIST):
        assert ask(company, text="lamp").total == 12


def test_recently_seen_products_come_in_the_order_given(company: Company, make: Make) -> None:
    one, two, three = (make(title) for title in ("One", "Two", "Three"))
    found = ask(company, product_ids=(two.pk, three.pk, one.pk))
    assert slugs(found) == ["two", "three", "one"]


def test_facets_and_counts_follow_a_change_at_once(
    company: Company, web: Actor, make: Make, light: actions.CategoryWritten
) -> None:
    lamp = make("Lamp", brand="Lamphour", tags=("gift", "new"), categories=(light.category_id,))
    assert counts(ask(company), "tag") == {"gift": 1, "new": 1}
    assert reads.tree(company.nobody, reads.Localised()).branches[0].products == 1
    make("Mug", tags=("gift",), categories=(light.category_id,))
    assert counts(ask(company), "tag") == {"gift": 2, "new": 1}
    assert reads.tree(company.nobody, reads.Localised()).branches[0].products == 2
    actions.unpublish(web, actions.OneProduct(product_id=lamp.pk))
    assert ask(company).facets == ()
    assert reads.tree(company.nobody, reads.Localised()).branches[0].products == 1
