"""Duplicate, merge, delete."""

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.actions.types import Actor
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.models import (
    Option,
    OptionValue,
    Picture,
    Price,
    PriceChange,
    Product,
    Translation,
    Variant,
)
from storecrew.shop.catalogue.tests.conftest import Make, mug_draft

PICTURES = ({"source_url": "https://lamphour.example/mug.jpg", "alt": "The mug"},)


def test_a_copy_has_everything_but_numbers(web: Actor) -> None:
    original = actions.create(web, mug_draft(pictures=PICTURES))
    oat = OptionValue.objects.get(name="Oat")
    text = actions.Text(object_type="option_value", object_id=oat.pk, field="name", text="燕麦")
    actions.translate(web, actions.Translate(language="zh-hans", texts=(text,)))
    copy = Product.objects.get(pk=actions.duplicate(web, actions.Duplicate(product_id=original.product_id)).product_id)
    assert (copy.title, copy.slug, copy.status) == ("Clock-Off Mug (copy)", "clock-off-mug-copy", "draft")
    variants = Variant.objects.filter(product=copy)
    assert set(variants.values_list("sku", flat=True)) == {""}
    assert sorted(Price.objects.filter(variant__in=variants).values_list("price_minor", flat=True)) == [
        12800,
        12800,
        14800,
        14800,
    ]
    assert Picture.objects.get(product=copy).alt == "The mug"
    twin = OptionValue.objects.get(option__product=copy, name="Oat")
    assert Translation.objects.filter(object_type="option_value", object_id=twin.pk, text="燕麦").exists()


def test_a_copy_is_denied_to_others(company: Company, mug: Product) -> None:
    with pytest.raises(Denied):
        actions.duplicate(company.warehouse, actions.Duplicate(product_id=mug.pk))


def test_two_products_without_options_become_two_variants_of_one(company: Company, make: Make) -> None:
    oat, celadon = make("Mug, oat", sku="M-1", price=100), make("Mug, celadon", sku="M-2", price=200, tags=("gift",))
    second = celadon.variants.get()
    merge = actions.Merge(into_id=oat.pk, from_id=celadon.pk, option="Colour", into_value="Oat", from_value="Celadon")
    answer = actions.merge(company.web, merge)
    assert answer.variants_moved == 1
    assert not Product.objects.filter(pk=celadon.pk).exists()
    moved = Variant.objects.get(pk=second.pk)
    assert (moved.product_id, moved.sku) == (oat.pk, "M-2")
    assert PriceChange.objects.filter(variant=moved).exists()
    assert [value.name for value in OptionValue.objects.filter(option__product=oat).order_by("position")] == [
        "Oat",
        "Celadon",
    ]
    page = reads.product_page(company.nobody, reads.PageQuery(slug="mug-oat"))
    assert [(variant.sku, variant.values) for variant in page.variants] == [
        ("M-1", {"colour": "oat"}),
        ("M-2", {"colour": "celadon"}),
    ]
    assert [tag.key for tag in page.tags] == ["gift"]
    turned = reads.turned(company.nobody, reads.TurnedQuery(kind="product", old="mug-celadon"))
    assert turned.address == "mug-oat"


def test_products_with_the_same_options_share_them(web: Actor, mug: Product) -> None:
    rows = ({"values": ("Plum", "280 ml"), "sku": "P-1"},)
    options = (
        {"name": "colour", "values": ({"name": "Plum", "swatch": "#5b2c3f"},)},
        {"name": "Capacity", "values": ({"name": "280 ml"},)},
    )
    other = actions.create(web, mug_draft(title="Plum Mug", options=options, variants=rows))
    answer = actions.merge(web, actions.Merge(into_id=mug.pk, from_id=other.product_id))
    assert (answer.variants_moved, mug.variants.count()) == (1, 5)
    plum = OptionValue.objects.get(option__product=mug, name="Plum")
    assert plum.swatch == "#5b2c3f"
    assert Option.objects.count() == 2


def test_the_same_variant_in_both_is_refused_and_nothing_is_changed(web: Actor, mug: Product) -> None:
    other = actions.create(web, mug_draft(title="Twin", variants=()))
    with pytest.raises(Refused) as refused:
        actions.merge(web, actions.Merge(into_id=mug.pk, from_id=other.product_id))
    assert refused.value.code == "same_variant"
    assert Variant.objects.filter(product=other.product_id).count() == 4


def test_different_options_are_refused(web: Actor, mug: Product, make: Make) -> None:
    lamp = make("Lamp")
    with pytest.raises(Refused) as refused:
        actions.merge(web, actions.Merge(into_id=mug.pk, from_id=lamp.pk))
    assert refused.value.code == "options_differ"
    with pytest.raises(InvalidInput):
        actions.merge(web, actions.Merge(into_id=mug.pk, from_id=mug.pk))


def test_only_a_draft_that_nobody_saw_can_be_deleted(company: Company, mug: Product, make: Make) -> None:
    text = actions.Text(object_type="product", object_id=mug.pk, field="title", text="下班马克杯")
    actions.translate(company.web, actions.Translate(language="zh-hans", texts=(text,)))
    actions.delete_draft(company.web, actions.DeleteDraft(product_id=mug.pk))
    assert not Product.objects.filter(pk=mug.pk).exists()
    assert not Translation.objects.exists()
    lamp = make("Lamp")
    actions.unpublish(company.web, actions.OneProduct(product_id=lamp.pk))
    with pytest.raises(Refused) as refused:
        actions.delete_draft(company.web, actions.DeleteDraft(product_id=lamp.pk))
    assert refused.value.code == "was_published"
