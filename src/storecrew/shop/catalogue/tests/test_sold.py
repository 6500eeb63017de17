"""What baskets are priced from: prices by currency, words, what is on sale, and which goods belong to which group."""

from datetime import UTC, datetime, timedelta

from pytest_django import DjangoAssertNumQueries

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.models import Collection, Product, Variant
from storecrew.shop.catalogue.tests.conftest import Make

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_a_variant_is_told_with_its_prices_words_and_options(web: Actor, mug: Product) -> None:
    variant = Variant.objects.get(sku="MUG-OAT-280")
    new = actions.VariantPrice(variant_id=variant.pk, currency="USD", price_minor=1990, compare_at_minor=2500)
    actions.set_prices(web, actions.SetPrices(product_id=mug.pk, prices=(new,)))
    text = actions.Text(object_type="product", object_id=mug.pk, field="title", text="下班杯")
    actions.translate(web, actions.Translate(language="zh-hans", texts=(text,)))
    found = reads.sold([variant.pk, 999_999], language="zh-hans", currencies=["CNY", "USD"], at=NOW)
    assert list(found) == [variant.pk]
    one = found[variant.pk]
    assert (one.title, one.sku, one.options) == ("下班杯", "MUG-OAT-280", (("Colour", "Oat"), ("Capacity", "280 ml")))
    assert one.prices["CNY"].price == Money(12800, "CNY")
    assert (one.prices["USD"].price, one.prices["USD"].compare_at) == (Money(1990, "USD"), Money(2500, "USD"))
    assert (one.weight_g, one.on_sale) == (410, False)


def test_only_what_is_on_sale_says_so(web: Actor, make: Make) -> None:
    lamp = make("Lamp")
    variant = Variant.objects.get(product=lamp)
    on_sale = lambda at: reads.sold([variant.pk], language="en", currencies=["CNY"], at=at)[variant.pk].on_sale  # noqa: E731
    assert on_sale(NOW)
    Product.objects.filter(pk=lamp.pk).update(unpublish_at=NOW + timedelta(hours=1))
    assert on_sale(NOW)
    assert not on_sale(NOW + timedelta(hours=1))


def test_questions_do_not_grow_with_the_basket(
    web: Actor, make: Make, mug: Product, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few = list(Variant.objects.filter(product=mug).values_list("pk", flat=True))[:1]
    for number in range(8):
        make(f"Lamp {number}")
    many = list(Variant.objects.values_list("pk", flat=True))
    for ids in (few, many):
        with django_assert_num_queries(5):
            assert len(reads.sold(ids, language="en", currencies=["CNY", "USD"], at=NOW)) == len(ids)


def test_goods_belong_to_categories_above_them_and_to_collections_of_both_kinds(web: Actor, make: Make) -> None:
    light = actions.create_category(web, actions.CategoryDraft(name="Light"))
    table = actions.create_category(web, actions.CategoryDraft(name="Table", parent_id=light.category_id))
    lamp, mug = make("Lamp", price=30000), make("Mug", price=5000)
    place = actions.BulkPlace(product_ids=(lamp.pk,), category_id=table.category_id)
    actions.bulk_place(web, place)
    by_hand = actions.create_collection(web, actions.CollectionDraft(title="Gifts", product_ids=(mug.pk,)))
    rule = actions.RuleDraft(field="price", relation="below", value="10000")
    by_rule = actions.create_collection(web, actions.CollectionDraft(title="Cheap", kind="rule", rules=(rule,)))
    found = reads.belonging(
        [lamp.pk, mug.pk],
        categories=[light.category_id],
        collections=[by_hand.collection_id, by_rule.collection_id, 999_999],
    )
    assert found == {
        f"category:{light.category_id}": {lamp.pk},
        f"collection:{by_hand.collection_id}": {mug.pk},
        f"collection:{by_rule.collection_id}": {mug.pk},
        "collection:999999": frozenset(),
    }


def test_goods_and_groups_are_found_and_named(web: Actor, mug: Product) -> None:
    made = actions.create_collection(web, actions.CollectionDraft(title="Mugs for the office"))
    found = reads.find_goods("mug")
    assert (f"product:{mug.pk}", mug.title) in found
    assert (f"collection:{made.collection_id}", "Mugs for the office") in found
    variant = Variant.objects.get(sku="MUG-OAT-280")
    assert reads.find_goods("mug-oat-280") == [(f"variant:{variant.pk}", "MUG-OAT-280")]
    names = reads.named([f"product:{mug.pk}", f"variant:{variant.pk}", "product:0", "nonsense"], "en")
    assert names == {f"product:{mug.pk}": mug.title, f"variant:{variant.pk}": "MUG-OAT-280"}
    assert Collection.objects.count() == 1
