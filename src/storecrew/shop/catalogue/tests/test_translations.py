"""Translations remember their original; tags, attributes and pictures speak every language."""

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing
from storecrew.kernel.actions.types import Actor
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.models import Attribute, Picture, Product, ProductTag, Tag, Translation, Variant
from storecrew.shop.catalogue.tests.conftest import Make, mug_draft, simple_draft


def say(actor: Actor, kind: str, number: int, field: str, text: str, language: str = "zh-hans") -> actions.Done:
    one = actions.Text(object_type=kind, object_id=number, field=field, text=text)
    return actions.translate(actor, actions.Translate(language=language, texts=(one,)))


def test_a_changed_original_leaves_its_translation_behind_until_it_is_renewed(web: Actor, mug: Product) -> None:
    say(web, "product", mug.pk, "title", "下班马克杯")
    row = Translation.objects.get()
    assert not row.behind
    actions.edit(web, actions.Edit(product_id=mug.pk, title="Clock-Off Cup"))
    row.refresh_from_db()
    assert row.behind
    actions.edit(web, actions.Edit(product_id=mug.pk, title="Clock-Off Mug"))
    row.refresh_from_db()
    assert not row.behind
    actions.edit(web, actions.Edit(product_id=mug.pk, title="Clock-Off Cup"))
    say(web, "product", mug.pk, "title", "下班杯")
    assert list(Translation.objects.values_list("text", "behind")) == [("下班杯", False)]


def test_the_same_text_again_writes_nothing_and_an_empty_one_takes_it_away(web: Actor, mug: Product) -> None:
    assert say(web, "product", mug.pk, "title", "下班马克杯").written == 1
    assert say(web, "product", mug.pk, "title", "下班马克杯").written == 0
    assert say(web, "product", mug.pk, "title", "").removed == 1
    assert not Translation.objects.exists()


def test_an_emptied_original_takes_its_translation_along(web: Actor, mug: Product) -> None:
    actions.edit(web, actions.Edit(product_id=mug.pk, seo_title="Mug for the evening"))
    say(web, "product", mug.pk, "seo_title", "晚上的杯子")
    actions.edit(web, actions.Edit(product_id=mug.pk, seo_title=""))
    assert not Translation.objects.exists()


def test_translated_html_is_cleaned(web: Actor, mug: Product) -> None:
    say(web, "product", mug.pk, "description", "<p>厚<script>x</script></p>")
    assert Translation.objects.get().text == "<p>厚</p>"


def test_what_cannot_be_translated_is_refused(web: Actor, mug: Product) -> None:
    with pytest.raises(InvalidInput):
        say(web, "product", mug.pk, "brand", "掌灯")
    with pytest.raises(InvalidInput):
        say(web, "product", mug.pk, "seo_title", "原文是空的")
    with pytest.raises(InvalidInput):
        say(web, "product", mug.pk, "title", "Same language", language="en")
    with pytest.raises(InvalidInput):
        say(web, "product", mug.pk, "title", "Becher", language="de")
    with pytest.raises(Missing):
        say(web, "product", 404, "title", "没有")


def test_other_seats_are_denied(company: Company, mug: Product) -> None:
    with pytest.raises(Denied):
        say(company.finance, "product", mug.pk, "title", "杯")


def test_a_translated_tag_is_found_by_search_on_every_product(company: Company, make: Make) -> None:
    make("Lamp", tags=("gift",))
    tag = Tag.objects.get(key="gift")
    # a tag's original is in the store's first language
    say(company.web, "tag", tag.pk, "name", "present", language="en")
    found = reads.listing(company.nobody, reads.ListQuery(text="present", language="en"))
    assert [card.slug for card in found.items] == ["lamp"]
    assert found.facets == ()


def test_renaming_a_tag_to_another_makes_one_of_two(company: Company, make: Make) -> None:
    one, other = make("Lamp", tags=("treat", "new")), make("Mug", tags=("Present",))
    answer = actions.rename_tag(company.web, actions.RenameTag(tag_id=Tag.objects.get(key="present").pk, name="Treat"))
    assert (answer.name, answer.products) == ("treat", 2)
    assert set(ProductTag.objects.filter(tag__key="treat").values_list("product_id", flat=True)) == {one.pk, other.pk}
    with pytest.raises(Denied):
        actions.rename_tag(company.it, actions.RenameTag(tag_id=answer.tag_id, name="x"))


def test_an_attribute_becomes_a_facet(company: Company, make: Make) -> None:
    for title, text in (("Lamp", "Brass"), ("Mug", "Clay"), ("Cup", "Clay")):
        make(title, facts=({"code": "material", "text": text, "name": "Material"},))
    row = Attribute.objects.get(code="material")
    actions.set_attribute(company.web, actions.AttributeDraft(code="material", name="Material", filterable=True))
    found = reads.listing(company.nobody, reads.ListQuery())
    facet = next(facet for facet in found.facets if facet.code == "material")
    assert [(value.code, value.count) for value in facet.values] == [("Clay", 2), ("Brass", 1)]
    assert reads.listing(company.nobody, reads.ListQuery(facts={"material": ("Clay",)})).total == 2
    assert row.pk == Attribute.objects.get().pk


def test_pictures_are_ordered_described_linked_and_removed(web: Actor) -> None:
    Product.objects.all().delete()  # this mug is another one
    pictures = tuple({"source_url": f"https://lamphour.example/{number}.jpg"} for number in range(3))
    product_id = actions.create(web, mug_draft(pictures=pictures)).product_id
    one, two, three = Picture.objects.filter(product=product_id).order_by("position").values_list("pk", flat=True)
    actions.order_pictures(web, actions.OrderPictures(product_id=product_id, picture_ids=(three, one)))
    assert list(Picture.objects.order_by("position").values_list("pk", flat=True)) == [three, one, two]
    variants = tuple(Variant.objects.filter(product=product_id, sku__contains="OAT").values_list("pk", flat=True))
    describe = actions.Describe(product_id=product_id, picture_id=one, alt="In oat", variant_ids=variants)
    assert actions.describe_picture(web, describe).changed
    assert not actions.describe_picture(web, describe).changed
    say(web, "picture", one, "alt", "燕麦色")
    page = reads.product_page(web, reads.PageQuery(slug="clock-off-mug", language="zh-hans", preview=True))
    assert [shot.alt for shot in page.pictures] == ["", "燕麦色", ""]
    assert [variant.picture_id for variant in page.variants] == [one, one, None, None]
    remove = actions.RemovePicture(product_id=product_id, picture_id=one)
    assert actions.remove_picture(web, remove).changed
    assert not actions.remove_picture(web, remove).changed
    assert list(Picture.objects.order_by("position").values_list("pk", "position")) == [(three, 1), (two, 2)]
    assert not Translation.objects.filter(object_type="picture").exists()


def test_a_picture_that_could_not_be_fetched_says_why(web: Actor) -> None:
    pictures = ({"source_url": "https://lamphour.example/gone.jpg"},)
    actions.create(web, simple_draft("Lamp", pictures=pictures))
    picture = Picture.objects.get()
    actions.settle_picture(web, actions.Settle(picture_id=picture.pk, trouble="404"))
    picture.refresh_from_db()
    assert (picture.asset_id, picture.trouble) == (None, "404")
    with pytest.raises(InvalidInput):
        actions.settle_picture(web, actions.Settle(picture_id=picture.pk))
