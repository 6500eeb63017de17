"""The storefront's product page: complete, in the asker's language, in a bounded number of queries."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.models import Option, OptionValue, Product
from storecrew.shop.catalogue.tests.conftest import Make, mug_draft

QUERIES_OF_A_PAGE = 15


def test_it_shows_options_variants_prices_and_words(company: Company, mug: Product) -> None:
    actions.publish(company.web, actions.OneProduct(product_id=mug.pk))
    page = reads.product_page(company.nobody, reads.PageQuery(slug="clock-off-mug"))
    assert [(option.code, [value.code for value in option.values]) for option in page.options] == [
        ("colour", ["oat", "celadon"]),
        ("capacity", ["280-ml", "380-ml"]),
    ]
    last = page.variants[-1]
    assert (last.title, last.values) == ("Celadon / 380 ml", {"colour": "celadon", "capacity": "380-ml"})
    assert last.price is not None
    assert last.price.price == Money(14800, "CNY")
    assert [tag.key for tag in page.tags] == ["gift", "office"]


def test_forty_eight_variants_cost_as_many_queries_as_one(
    company: Company, web: Actor, make: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    options = tuple(
        {"name": name, "values": tuple({"name": f"{name} {number}"} for number in range(count))}
        for name, count in (("Colour", 6), ("Size", 4), ("Fill", 2))
    )
    big = actions.create(web, mug_draft(title="Pillow", options=options, variants=()))
    prices = tuple(
        actions.VariantPrice(variant_id=variant.pk, currency="CNY", price_minor=100)
        for variant in Product.objects.get(pk=big.product_id).variants.all()
    )
    assert len(prices) == 48
    actions.set_prices(web, actions.SetPrices(product_id=big.product_id, prices=prices))
    actions.publish(web, actions.OneProduct(product_id=big.product_id))
    make("Lamp")
    for slug, variants in (("pillow", 48), ("lamp", 1)):
        with django_assert_max_num_queries(QUERIES_OF_A_PAGE):
            page = reads.product_page(company.nobody, reads.PageQuery(slug=slug))
        assert len(page.variants) == variants


def test_texts_come_in_the_askers_language_and_fall_back_to_the_original(company: Company, mug: Product) -> None:
    actions.publish(company.web, actions.OneProduct(product_id=mug.pk))
    oat, colour = OptionValue.objects.get(code="oat"), Option.objects.get(code="colour")
    texts = (
        actions.Text(object_type="product", object_id=mug.pk, field="title", text="下班马克杯"),
        actions.Text(object_type="option_value", object_id=oat.pk, field="name", text="燕麦"),
        actions.Text(object_type="option", object_id=colour.pk, field="name", text="颜色"),
    )
    actions.translate(company.marketing, actions.Translate(language="zh-hans", texts=texts))
    chinese = reads.product_page(company.nobody, reads.PageQuery(slug=mug.slug, language="zh-hans"))
    assert (chinese.title, chinese.language, chinese.languages) == ("下班马克杯", "zh-hans", ("en", "zh-hans"))
    assert (chinese.options[0].name, chinese.variants[0].title) == ("颜色", "燕麦 / 280 ml")
    assert chinese.description == "<p>Walls four millimetres thick.</p>"
    english = reads.product_page(company.nobody, reads.PageQuery(slug=mug.slug, language="en"))
    assert (english.title, english.language) == ("Clock-Off Mug", "en")


def test_drafts_are_missing_for_customers_and_shown_to_the_crew_on_request(company: Company, mug: Product) -> None:
    with pytest.raises(Missing):
        reads.product_page(company.nobody, reads.PageQuery(slug=mug.slug))
    for asker in (company.nobody, company.stranger):
        with pytest.raises(Missing):
            reads.product_page(asker, reads.PageQuery(slug=mug.slug, preview=True))
    assert reads.product_page(company.service, reads.PageQuery(slug=mug.slug, preview=True)).status == "draft"


def test_a_sale_that_has_ended_is_over_even_before_the_job_runs(company: Company, mug: Product) -> None:
    now = timezone.now()
    actions.publish(company.web, actions.OneProduct(product_id=mug.pk))
    ends = actions.Schedule(product_id=mug.pk, unpublish_at=now + timedelta(hours=1))
    actions.schedule(company.web, ends)
    ask = reads.PageQuery(slug=mug.slug)
    assert reads.product_page(company.nobody, ask, now=now + timedelta(minutes=59)).product_id == mug.pk
    with pytest.raises(Missing):
        reads.product_page(company.nobody, ask, now=now + timedelta(hours=1))


def test_all_products_come_in_parts_without_gaps(company: Company, make: Make) -> None:
    made = [make(f"Lamp {number}").pk for number in range(5)]
    seen, cursor = [], ""
    while True:
        part = reads.product_pages(company.nobody, reads.PagesQuery(cursor=cursor, limit=2))
        seen += [page.product_id for page in part.items]
        if part.cursor is None:
            break
        cursor = part.cursor
    assert seen == made
