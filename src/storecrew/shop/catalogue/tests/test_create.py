"""Products are created whole: options, variants, prices, words, index."""

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Duplicate, InvalidInput, SignedOut
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.audit.models import Entry
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import PriceChange, PriceRange, Product, Redirect, Variant
from storecrew.shop.catalogue.tests.conftest import Make, mug_draft, simple_draft


def test_it_writes_the_product_with_every_variant_and_price(web: Actor) -> None:
    answer = actions.create(web, mug_draft())
    product = Product.objects.get(pk=answer.product_id)
    assert (product.slug, product.status, product.version) == ("clock-off-mug", "draft", 2)
    assert [option.code for option in product.options.all()] == ["colour", "capacity"]
    skus = list(product.variants.values_list("sku", flat=True))
    assert skus == ["MUG-OAT-280", "MUG-OAT-380", "MUG-CEL-280", "MUG-CEL-380"]
    span = PriceRange.objects.get(product=product, currency="CNY")
    assert (span.low_minor, span.high_minor) == (12800, 14800)
    assert PriceChange.objects.filter(variant__product=product, by=web.ref).count() == 4


def test_without_variants_every_combination_is_made(web: Actor) -> None:
    answer = actions.create(web, mug_draft(variants=()))
    assert Variant.objects.filter(product=answer.product_id).count() == 4


def test_a_product_without_options_has_one_variant(web: Actor) -> None:
    answer = actions.create(web, actions.ProductDraft(title="四只小杯"))
    variant = Variant.objects.get(product=answer.product_id)
    assert (variant.signature, answer.slug) == ("", "四只小杯")
    assert Product.objects.get(pk=answer.product_id).language == "zh-hans"


def test_a_taken_address_gets_a_number(web: Actor) -> None:
    slugs = [actions.create(web, simple_draft("Half-Moon Lamp")).slug for _ in range(3)]
    assert slugs == ["half-moon-lamp", "half-moon-lamp-2", "half-moon-lamp-3"]


def test_harmful_html_does_not_get_in(web: Actor) -> None:
    dirty = '<h1>Lamp</h1><p onclick="x()">Warm<script>alert(1)</script> <a href="javascript:x">light</a></p>'
    answer = actions.create(web, simple_draft("Lamp", description=dirty))
    stored = Product.objects.get(pk=answer.product_id).description
    assert stored == '<h2>Lamp</h2><p>Warm <a rel="noopener nofollow">light</a></p>'


def test_a_sku_that_is_taken_is_refused_by_name_and_recorded(web: Actor, make: Make) -> None:
    make("Lamp", sku="LT-1")
    with pytest.raises(InvalidInput) as refused:
        actions.create(web, simple_draft("Other", sku="LT-1"))
    assert "LT-1" in refused.value.fields["sku"]
    assert "Lamp" in refused.value.fields["sku"]
    assert not Product.objects.filter(title="Other").exists()
    assert Entry.objects.filter(action="catalogue.create", outcome="refused").count() == 1


def test_a_mistyped_barcode_is_refused_with_the_right_digit_and_an_odd_one_can_be_kept() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(actions.VariantDraft, {"barcode": "4006381333932"})
    assert "should end with 1" in str(refused.value)
    assert parse(actions.VariantDraft, {"barcode": "4006381333932", "keep_odd_barcode": True}).barcode


def test_two_variants_with_the_same_values_are_refused(web: Actor) -> None:
    twice = ({"values": ("Oat", "280 ml")}, {"values": ("oat", "280-ml")})
    with pytest.raises(InvalidInput) as refused:
        actions.create(web, mug_draft(variants=twice))
    assert "variants.1.values" in refused.value.fields


@pytest.mark.parametrize("seat", ["warehouse", "service", "finance", "analyst", "it", "stranger"])
def test_other_seats_are_denied(company: Company, seat: str) -> None:
    with pytest.raises(Denied):
        actions.create(company.holding(seat), simple_draft("Lamp"))
    assert not Product.objects.exists()


def test_nobody_is_asked_to_sign_in(company: Company) -> None:
    with pytest.raises(SignedOut):
        actions.create(company.nobody, simple_draft("Lamp"))


def test_the_same_key_writes_once(web: Actor) -> None:
    first = actions.create(web, simple_draft("Lamp"), key="k1")
    assert actions.create(web, simple_draft("Lamp"), key="k1") == first
    assert Product.objects.count() == 1
    with pytest.raises(Duplicate):
        actions.create(web, simple_draft("Other"), key="k1")


def test_a_preview_writes_nothing(web: Actor) -> None:
    preview = actions.create.preview(web, mug_draft())
    assert preview.result.slug == "clock-off-mug"
    assert "catalogue.ProductCreated" in preview.events
    assert not Product.objects.exists()


def test_a_new_product_takes_over_an_address_that_redirected(web: Actor, make: Make) -> None:
    lamp = make("Lamp")
    actions.rename(web, actions.Rename(product_id=lamp.pk, slug="table-lamp"))
    assert Redirect.objects.filter(old="lamp").exists()
    make("Lamp")
    assert not Redirect.objects.filter(old="lamp").exists()
