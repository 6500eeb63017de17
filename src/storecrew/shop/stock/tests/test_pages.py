"""The pages of the warehouse seat: in both languages, for who may see them, with a bounded number of questions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from storecrew.kernel.pages import desk
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.stock import actions, reads
from storecrew.shop.stock.conftest import NOW, want
from storecrew.shop.stock.console import items
from storecrew.shop.stock.models import Bin, Level, Receipt, Transfer
from storecrew.shop.stock.queue import low, not_counted, overdue, owed


@pytest.fixture(scope="module")
def lasting_filled(lasting_shop):
    shop = lasting_shop
    shop.mug = shop.variant("MUG", low_stock_at=5)
    shop.lamp = shop.variant("LAMP", backorder_limit=3)
    actions.add_bins(shop.keeper, actions.AddBins(warehouse_id=shop.main, codes=("A-01", "A-02")))
    shop.receive(shop.mug, 5, bin_id=Bin.objects.order_by("code")[0].pk)
    shop.receive(shop.lamp, 2)
    shop.reserve("order:1", want(shop.lamp, 4))
    line = {"variant_id": shop.lamp, "quantity": 9}
    form = {"warehouse_id": shop.main, "supplier": "锦川", "lines": (line,), "expected_on": NOW.date()}
    shop.receipt = actions.expect(shop.keeper, actions.Expect.model_validate(form), now=NOW).receipt_id
    form = {"source_id": shop.main, "target_id": shop.east, "lines": ({"variant_id": shop.mug, "quantity": 2},)}
    shop.transfer = actions.send(shop.keeper, actions.Send.model_validate(form), now=NOW).transfer_id
    return shop


@pytest.fixture
def filled(lasting_filled, shop):
    """Return a shop with something on every page."""
    return shop


def pages(shop) -> list[str]:
    return [
        reverse("stock:levels"),
        f"{reverse('stock:levels')}?state=low",
        f"{reverse('stock:levels')}?state=owed&warehouse={shop.main}",
        f"{reverse('stock:levels')}?state=dead&q=MUG",
        reverse("stock:item", args=[shop.mug]),
        reverse("stock:item", args=[shop.lamp]),
        reverse("stock:receipts"),
        reverse("stock:receipt", args=[shop.receipt]),
        reverse("stock:receive"),
        reverse("stock:expect"),
        reverse("stock:transfers"),
        reverse("stock:transfer", args=[shop.transfer]),
        reverse("stock:send"),
        reverse("stock:adjust"),
        reverse("stock:warehouses"),
        reverse("stock:warehouse", args=[shop.main]),
        reverse("stock:value"),
        f"{reverse('stock:value')}?on=2026-01-31",
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens_in_both_languages(filled, signed_in, company, language) -> None:
    client = signed_in(company.warehouse, language=language)
    for url in pages(filled):
        assert client.get(url).status_code == 200, url


def test_strangers_see_nothing_and_other_seats_change_nothing(filled, signed_in, company) -> None:
    for url in pages(filled):
        assert signed_in(company.stranger).get(url).status_code == 403, url
    client = signed_in(company.marketing)
    assert client.get(reverse("stock:levels")).status_code == 200
    for name in ("stock:receive", "stock:adjust", "stock:send", "stock:value"):
        assert client.get(reverse(name)).status_code == 403, name


def test_the_levels_of_many_cost_as_few_questions_as_those_of_one(
    filled, signed_in, company, django_assert_max_num_queries
) -> None:
    for number in range(10):
        filled.receive(filled.variant(f"T-{number}"), 3)
    client = signed_in(company.warehouse)
    with django_assert_max_num_queries(28):
        client.get(reverse("stock:levels"))


def test_an_item_that_moved_often_costs_as_few_questions_as_one_that_did_once(
    filled, signed_in, company, django_assert_max_num_queries
) -> None:
    client = signed_in(company.warehouse)
    page = reverse("stock:item", args=[filled.mug])
    client.get(page)
    with CaptureQueriesContext(connection) as once:
        client.get(page)
    for number in range(5):
        filled.receive(filled.mug, 1)
        filled.reserve(f"order:{number + 50}", want(filled.mug, 1))
    with django_assert_max_num_queries(len(once) + 1):  # deliveries are named by one question
        assert client.get(page).status_code == 200


def test_goods_are_booked_in_by_typed_lines(filled, signed_in, company, agreed) -> None:
    client = signed_in(company.warehouse)
    form = {"warehouse_id": filled.main, "supplier": "锦川", "lines": "MUG 3 12.50\nlamp\t４\n"}
    assert client.post(reverse("stock:receive"), form).status_code == 303
    assert Level.objects.get(item_id=filled.mug, warehouse_id=filled.main).on_hand == 6
    assert Level.objects.get(item_id=filled.lamp, warehouse_id=filled.main).on_hand == 6
    agreed()


def test_lines_that_cannot_be_read_are_named_and_nothing_is_booked(filled, signed_in, company) -> None:
    client = signed_in(company.warehouse, language="en")
    form = {"warehouse_id": filled.main, "lines": "MUG 3\nNOTHING 4\nLAMP lots\n"}
    answer = client.post(reverse("stock:receive"), form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Line 2" in text
    assert "Line 3" in text
    assert Level.objects.get(item_id=filled.mug, warehouse_id=filled.main).on_hand == 3


def test_a_delivery_is_received_line_by_line(filled, signed_in, company, agreed) -> None:
    client = signed_in(company.warehouse)
    url = reverse("stock:receipt", args=[filled.receipt])
    bin = Bin.objects.order_by("code")[1]
    form = {f"came-{filled.lamp}": "6", f"damaged-{filled.lamp}": "1", f"bin-{filled.lamp}": str(bin.pk)}
    assert client.post(url, form).status_code == 303
    assert Receipt.objects.get(pk=filled.receipt).state == "part"
    client.post(url, {"finish": "1"})
    assert Receipt.objects.get(pk=filled.receipt).state == "done"
    agreed()


def test_a_transfer_is_taken_in(filled, signed_in, company, agreed) -> None:
    client = signed_in(company.warehouse)
    url = reverse("stock:transfer", args=[filled.transfer])
    client.post(url, {f"arrived-{filled.mug}": "2", "rest": "open"})
    assert Transfer.objects.get(pk=filled.transfer).state == "done"
    agreed()


def test_the_page_of_a_variant_corrects_moves_and_puts_away(filled, signed_in, company, agreed) -> None:
    client = signed_in(company.warehouse)
    correct = {"warehouse_id": filled.main, "reason": "found", "place": "shelf", "change": "+2"}
    client.post(reverse("stock:correct", args=[filled.mug]), correct)
    aside = {"warehouse_id": filled.main, "quantity": 1, "source": "shelf", "target": "damaged"}
    client.post(reverse("stock:aside", args=[filled.mug]), aside)
    client.post(
        reverse("stock:put_away", args=[filled.mug]),
        {"warehouse_id": filled.main, "quantity": 1, "from": "", "to": "a-02"},
    )
    level = Level.objects.get(item_id=filled.mug, warehouse_id=filled.main)
    assert (level.on_hand, level.damaged, level.piles.get(bin__code="A-02").quantity) == (5, 1, 1)
    agreed()


def test_pieces_are_kept_back_and_bundles_are_made_on_the_page(filled, signed_in, company, agreed) -> None:
    box = filled.variant("BOX")
    client = signed_in(company.warehouse)
    client.post(reverse("stock:safety", args=[filled.mug]), {"warehouse_id": filled.main, "quantity": 2})
    assert Level.objects.get(item_id=filled.mug, warehouse_id=filled.main).available == 1
    url = reverse("stock:bundle", args=[box])
    client.post(url, {"lines": "MUG 1"})
    assert filled.availability(box).sellable == 1
    client.post(url, {"lines": "BOX 1"})  # not itself
    assert filled.availability(box).sellable == 1
    assert client.get(reverse("stock:item", args=[box])).status_code == 200
    client.post(url, {"lines": ""})
    assert filled.availability(box).sellable == 0
    agreed()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_homes_of_warehouse_and_finance_show_their_panels(filled, company, language) -> None:
    with translation.override(language):
        (shelves,) = [
            one for one in desk.panels("warehouse", company.warehouse, NOW) if one.template.startswith("stock/")
        ]
        (worth,) = [one for one in desk.panels("finance", company.finance, NOW) if one.template.startswith("stock/")]
        for panel in (shelves, worth):
            assert "佛山" in render_to_string("desks/parts/panel.html", {"panel": panel})


def test_the_queue_names_what_is_low_owed_and_late(filled, company) -> None:
    later = NOW + timedelta(days=9)
    keys = {one.key for source in (low, owed, overdue) for one in source(company.warehouse, later)}
    lamp = Level.objects.get(item_id=filled.lamp, warehouse_id=filled.main)
    assert keys == {"stock.low", f"stock.owed:{lamp.pk}", f"stock.late:{filled.receipt}"}


def test_what_nobody_counts_is_named_and_counted_with_one_click(filled, signed_in, company) -> None:
    draft = {"title": "New", "language": "en"}
    draft["variants"] = ({"sku": "NEW", "prices": ({"currency": "CNY", "price_minor": 900},)},)
    made = catalogue.create(company.web, catalogue.ProductDraft.model_validate(draft))
    catalogue.publish(company.web, catalogue.OneProduct(product_id=made.product_id))
    assert [one.key for one in not_counted(company.warehouse, NOW)] == ["stock.uncounted"]
    client = signed_in(company.warehouse)
    assert "is not counted" in client.get(reverse("stock:levels")).content.decode()
    assert client.post(reverse("stock:count_all")).status_code == 303
    assert not list(not_counted(company.warehouse, NOW))


@pytest.mark.parametrize(("text", "found"), [("MUG", True), ("a-02", True), ("nothing", False)])
def test_the_search_finds_skus_and_bins(filled, company, text, found) -> None:
    assert bool(list(items(company.warehouse, text, 10))) is found
    assert not list(items(company.stranger, text, 10))


def test_policy_is_set_on_the_page(filled, signed_in, company) -> None:
    client = signed_in(company.web)
    url = reverse("stock:item", args=[filled.mug])
    form = {"tracked": "on", "tracing": "none", "beyond": "some", "limit": "7", "low_stock_at": "2"}
    assert client.post(url, form).status_code == 303
    assert Level.objects.get(item_id=filled.mug, warehouse_id=filled.main).beyond == 7
    assert client.post(url, form | {"limit": ""}).status_code == 422


def test_warehouses_are_opened_and_put_first_on_their_page(filled, signed_in, company) -> None:
    client, levels = signed_in(company.warehouse), Level.objects.count()
    form = {"name": "Leipzig", "code": "LE", "kind": "own", "sells": "on", "city": "Leipzig", "country": "de"}
    assert client.post(reverse("stock:warehouses"), form).status_code == 303
    client.post(reverse("stock:first", args=[filled.east]))
    assert Level.objects.count() == levels
    names = [row.name for row in reads.warehouses(company.warehouse, reads.WarehousesQuery()).items]
    assert names == ["嘉兴", "佛山", "Leipzig"]
