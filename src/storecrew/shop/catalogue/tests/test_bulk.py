"""Many products at once: one action, all or nothing, and the way back."""

import copy
from datetime import timedelta

import pytest
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.audit.models import Entry
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import Price, Product, ProductTag, Variant
from storecrew.shop.catalogue.tests.conftest import Make


@pytest.fixture(scope="module")
def lasting_pair(lasting_make: Make) -> tuple[Product, Product]:
    make = lasting_make
    return make("Lamp", price=10000, sku="L-1", tags=("gift",)), make("Towel", price=5000, sku="T-1", on_sale=False)


@pytest.fixture
def pair(lasting_pair: tuple[Product, Product], web: Actor) -> tuple[Product, Product]:
    return copy.deepcopy(lasting_pair)


def cell(product: Product, field: str, text: str, *, variant: bool = False) -> actions.Cell:
    number = product.variants.get().pk if variant else None
    return actions.Cell(product_id=product.pk, variant_id=number, field=field, text=text)


def test_cells_are_read_as_typed_and_the_answer_undoes_them(web: Actor, pair: tuple[Product, Product]) -> None:
    lamp, towel = pair
    cells = (
        cell(lamp, "title", " Half-Moon  Lamp "),
        cell(lamp, "tags", "gift, reading，new"),
        cell(lamp, "price:CNY", "¥1,299.50", variant=True),
        cell(lamp, "compare_at:CNY", "1499", variant=True),
        cell(towel, "weight_g", "1.2 kg", variant=True),
        cell(towel, "sku", "T-2", variant=True),
        cell(towel, "cost:CNY", "18.8", variant=True),
        cell(towel, "brand", ""),
    )
    before = Entry.objects.count()
    answer = actions.bulk_edit(web, actions.BulkEdit(cells=cells))
    assert Entry.objects.count() == before + 1
    assert (answer.products, answer.cells) == (2, 7)
    lamp.refresh_from_db()
    price = Price.objects.get(variant__product=lamp)
    assert (lamp.title, price.price_minor, price.compare_at_minor) == ("Half-Moon Lamp", 129950, 149900)
    variant = towel.variants.get()
    assert (variant.weight_g, variant.sku, variant.cost_minor, variant.cost_currency) == (1200, "T-2", 1880, "CNY")
    actions.bulk_edit(web, actions.BulkEdit(cells=answer.reverse))
    lamp.refresh_from_db()
    price.refresh_from_db()
    assert (lamp.title, price.price_minor, price.compare_at_minor) == ("Lamp", 10000, None)
    assert list(ProductTag.objects.filter(product=lamp).values_list("tag__name", flat=True)) == ["gift"]
    assert Variant.objects.get(pk=variant.pk).cost_minor is None


def test_one_bad_cell_stops_all_and_is_named(web: Actor, pair: tuple[Product, Product]) -> None:
    lamp, towel = pair
    cells = (
        cell(lamp, "title", "Better Lamp"),
        cell(lamp, "price:CNY", "cheap", variant=True),
        cell(towel, "title", ""),
        cell(towel, "barcode", "4006381333932", variant=True),
        cell(towel, "colour", "red"),
        cell(towel, "weight_g", "heavy", variant=True),
    )
    with pytest.raises(InvalidInput) as refused:
        actions.bulk_edit(web, actions.BulkEdit(cells=cells))
    assert set(refused.value.fields) == {"cells.1", "cells.2", "cells.3", "cells.4", "cells.5"}
    lamp.refresh_from_db()
    assert lamp.title == "Lamp"


def test_the_grid_is_denied_to_others(company: Company, pair: tuple[Product, Product]) -> None:
    for seat in ("warehouse", "finance", "stranger"):
        with pytest.raises(Denied):
            actions.bulk_edit(company.holding(seat), actions.BulkEdit(cells=(cell(pair[0], "title", "X"),)))


def test_tags_are_added_and_taken_away(web: Actor, pair: tuple[Product, Product]) -> None:
    lamp, towel = pair
    data = actions.BulkTag(product_ids=(lamp.pk, towel.pk), add=("Winter",), remove=("GIFT",))
    assert actions.bulk_tag(web, data).changed == 2
    assert actions.bulk_tag(web, data).changed == 0
    for product in pair:
        assert list(ProductTag.objects.filter(product=product).values_list("tag__key", flat=True)) == ["winter"]


def test_what_cannot_go_on_sale_is_left_and_listed(web: Actor, pair: tuple[Product, Product], make: Make) -> None:
    lamp, towel = pair
    bare = make("Bare", price=None, on_sale=False)
    data = actions.BulkStatus(product_ids=(lamp.pk, towel.pk, bare.pk), status="active")
    answer = actions.bulk_status(web, data)
    assert answer.changed == 1
    assert [number for number, _why in answer.skipped] == [bare.pk]
    towel.refresh_from_db()
    assert towel.status == "active"
    assert towel.published_at is not None
    everything = actions.BulkStatus(product_ids=(lamp.pk, towel.pk, bare.pk), status="archived")
    assert actions.bulk_status(web, everything).changed == 3


def test_products_move_into_a_category(web: Actor, pair: tuple[Product, Product]) -> None:
    lamp, towel = pair
    light = actions.create_category(web, actions.CategoryDraft(name="Light"))
    bath = actions.create_category(web, actions.CategoryDraft(name="Bath"))
    place = actions.BulkPlace(product_ids=(lamp.pk, towel.pk), category_id=light.category_id)
    assert actions.bulk_place(web, place).changed == 2
    assert actions.bulk_place(web, place).changed == 0
    beside = actions.BulkPlace(product_ids=(towel.pk,), category_id=bath.category_id)
    actions.bulk_place(web, beside)
    assert list(towel.placements.order_by("-main").values_list("category__slug", "main")) == [
        ("light", True),
        ("bath", False),
    ]
    actions.bulk_place(web, beside.model_copy(update={"instead": True}))
    assert list(towel.placements.values_list("category__slug", "main")) == [("bath", True)]


def names(product: Product) -> list[str]:
    return list(ProductTag.objects.filter(product=product).order_by("tag__name").values_list("tag__name", flat=True))


def test_tagging_is_taken_back_exactly(web: Actor, pair: tuple[Product, Product]) -> None:
    lamp, towel = pair  # the lamp has been a gift before
    done = actions.bulk_tag(web, actions.BulkTag(product_ids=(lamp.pk, towel.pk), add=("Gift", "a, b"), remove=("x",)))
    assert names(lamp) == names(towel) == ["a, b", "gift"]
    back = actions.retag(web, actions.Retag(steps=done.reverse))
    assert back.changed == 2
    assert (names(lamp), names(towel)) == (["gift"], [])
    actions.retag(web, actions.Retag(steps=back.reverse))
    assert names(lamp) == names(towel) == ["a, b", "gift"]


def test_what_others_tagged_meanwhile_stays(web: Actor, pair: tuple[Product, Product]) -> None:
    lamp, towel = pair
    done = actions.bulk_tag(web, actions.BulkTag(product_ids=(lamp.pk, towel.pk), add=("winter",)))
    actions.bulk_tag(web, actions.BulkTag(product_ids=(towel.pk,), add=("linen",)))
    actions.retag(web, actions.Retag(steps=done.reverse))
    assert (names(lamp), names(towel)) == (["gift"], ["linen"])


def test_statuses_are_taken_back_each_to_its_own(web: Actor, pair: tuple[Product, Product], make: Make) -> None:
    lamp, towel = pair
    gone = make("Gone", sku="G-1", on_sale=False)
    actions.archive(web, actions.Archive(product_id=gone.pk))
    tomorrow = timezone.now() + timedelta(days=1)
    actions.schedule(web, actions.Schedule(product_id=towel.pk, publish_at=tomorrow))
    lamp.refresh_from_db()
    since = lamp.published_at
    ids = (lamp.pk, towel.pk, gone.pk)
    for status in ("archived", "active"):
        done = actions.bulk_status(web, actions.BulkStatus.model_validate({"product_ids": ids, "status": status}))
        assert actions.put_back(web, actions.PutBack(products=done.reverse)).changed == len(done.reverse)
        for product in (lamp, towel, gone):
            product.refresh_from_db()
        assert [product.status for product in (lamp, towel, gone)] == ["active", "draft", "archived"]
        assert towel.publish_at == tomorrow
        assert lamp.published_at == since


def test_what_lost_its_price_does_not_go_back_on_sale(web: Actor, pair: tuple[Product, Product]) -> None:
    lamp, _towel = pair
    done = actions.bulk_status(web, actions.BulkStatus(product_ids=(lamp.pk,), status="draft"))
    Price.objects.filter(variant__product=lamp).delete()
    answer = actions.put_back(web, actions.PutBack(products=done.reverse))
    assert (answer.changed, [number for number, _why in answer.skipped]) == (0, [lamp.pk])


def test_taking_back_twice_does_nothing_and_others_may_not(
    company: Company, web: Actor, pair: tuple[Product, Product]
) -> None:
    lamp, _towel = pair
    done = actions.bulk_status(web, actions.BulkStatus(product_ids=(lamp.pk,), status="draft"))
    tagged = actions.bulk_tag(web, actions.BulkTag(product_ids=(lamp.pk,), add=("x",)))
    for seat in ("finance", "warehouse"):
        with pytest.raises(Denied):
            actions.put_back(company.holding(seat), actions.PutBack(products=done.reverse))
        with pytest.raises(Denied):
            actions.retag(company.holding(seat), actions.Retag(steps=tagged.reverse))
    assert actions.put_back(web, actions.PutBack(products=done.reverse)).changed == 1
    assert actions.put_back(web, actions.PutBack(products=done.reverse)).changed == 0
    assert actions.retag(web, actions.Retag(steps=tagged.reverse)).changed == 1
    assert actions.retag(web, actions.Retag(steps=tagged.reverse)).changed == 0
