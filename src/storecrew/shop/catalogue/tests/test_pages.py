"""The console's pages: every one answers, in both languages, for whoever may see it; forms do what they say."""

import json
import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.models import Person
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import Collection, Picture, Price, Product, Rule, Translation, Variant
from storecrew.shop.catalogue.tests.conftest import Make

QUERIES_OF_THE_LIST = 40


def client_of(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.fixture
def web_client(web: Actor) -> Client:
    return client_of(web)


@pytest.fixture
def addresses(web: Actor, mug: Product) -> list[str]:
    light = actions.create_category(web, actions.CategoryDraft(name="Light"))
    by_hand = actions.create_collection(web, actions.CollectionDraft(title="Gifts", product_ids=(mug.pk,)))
    rule = actions.RuleDraft(field="price", relation="below", value="20000")
    by_rule = actions.create_collection(web, actions.CollectionDraft(title="Cheap", kind="rule", rules=(rule,)))
    return [
        reverse("catalogue:products"),
        reverse("catalogue:new"),
        reverse("catalogue:grid"),
        reverse("catalogue:product", args=[mug.pk]),
        reverse("catalogue:merge", args=[mug.pk]),
        reverse("catalogue:categories"),
        reverse("catalogue:category", args=[light.category_id]),
        reverse("catalogue:collections"),
        reverse("catalogue:collection", args=[by_hand.collection_id]),
        reverse("catalogue:collection", args=[by_rule.collection_id]),
        reverse("catalogue:attributes"),
        reverse("catalogue:lag"),
        reverse("catalogue:texts", args=["product", mug.pk, "zh-hans"]),
    ]


@pytest.mark.parametrize(
    ("seat", "language"), [("web", "en"), ("web", "zh-hans"), ("finance", "zh-hans"), ("warehouse", "en")]
)
def test_every_page_answers(company: Company, addresses: list[str], seat: str, language: str) -> None:
    client = client_of(company.holding(seat), language)
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_empty_shelves_say_what_to_do(company: Company) -> None:
    client = client_of(company.web)
    for name in ("products", "grid", "categories", "collections", "lag"):
        assert client.get(reverse(f"catalogue:{name}")).status_code == 200, name


def test_strangers_are_turned_away(company: Company, addresses: list[str]) -> None:
    stranger = client_of(company.stranger)
    for address in addresses:
        assert stranger.get(address).status_code == 403, address
        assert Client().get(address).status_code in {302, 303, 401}, address


def test_other_seats_see_no_cost_and_no_forms(company: Company, mug: Product) -> None:
    variant = Variant.objects.get(sku="MUG-OAT-280")
    edit = actions.VariantEdit.model_validate({"variant_id": variant.pk, "cost": {"minor": 4321, "currency": "CNY"}})
    actions.edit_variants(company.web, actions.EditVariants(product_id=mug.pk, variants=(edit,)))
    address = reverse("catalogue:product", args=[mug.pk])
    assert "43.21" in client_of(company.finance).get(address).content.decode()
    seen = client_of(company.warehouse).get(address).content.decode()
    assert "43.21" not in seen
    assert "Save variants" not in seen


def test_the_list_costs_the_same_whatever_its_length(
    web_client: Client, make: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        make(f"Lamp {number}")
    web_client.get(reverse("catalogue:products"))
    with django_assert_max_num_queries(QUERIES_OF_THE_LIST):
        answer = web_client.get(reverse("catalogue:products") + "?q=lamp&lacks=no_picture&status=active")
    assert "Lamp 19" in answer.content.decode()


def test_a_new_product_is_written_and_opened(web_client: Client) -> None:
    answer = web_client.post(reverse("catalogue:new"), {"title": "Lamp", "price": "129.5", "sku": "L-1"})
    product = Product.objects.get(title="Lamp")
    assert answer.headers["Location"] == reverse("catalogue:product", args=[product.pk])
    assert Price.objects.get(variant__product=product).price_minor == 12950
    wrong = web_client.post(reverse("catalogue:new"), {"title": "Lamp", "price": "cheap"})
    assert wrong.status_code == 422


def test_details_are_saved_and_an_old_page_does_not_overwrite(web_client: Client, mug: Product) -> None:
    address = reverse("catalogue:details", args=[mug.pk])
    data = {"title": "Night Mug", "tags": "gift，new", "brand": "", "version": mug.version}
    assert web_client.post(address, data).status_code == 303
    mug.refresh_from_db()
    assert (mug.title, mug.brand, mug.product_tags.count()) == ("Night Mug", "", 2)
    late = web_client.post(address, data | {"title": "Other"})
    assert late.status_code == 422
    assert "Somebody changed this" in late.content.decode()


def test_attributes_are_written_as_lines_and_can_become_filters(web_client: Client, mug: Product) -> None:
    address = reverse("catalogue:facts", args=[mug.pk])
    lines = "Material: stoneware\nMaterial：glaze, lead-free\n\nHolds: 380 ml"
    assert web_client.post(address, {"facts": lines}).status_code == 303
    stated = mug.attribute_values.order_by("attribute_id", "position").values_list("attribute__code", "text")
    assert list(stated) == [("material", "stoneware"), ("material", "glaze, lead-free"), ("holds", "380 ml")]
    assert web_client.post(address, {"facts": "no colon"}).status_code == 422
    change = {"code": "material", "name": "Made of", "kind": "text", "filterable": "on", "shown": "on"}
    assert web_client.post(reverse("catalogue:attributes"), change).status_code == 303
    assert "Made of" in web_client.get(reverse("catalogue:attributes")).content.decode()
    assert web_client.post(address, {"facts": "made of: bone china"}).status_code == 303
    assert list(mug.attribute_values.values_list("attribute__code", "text")) == [("material", "bone china")]


def test_options_are_renamed_added_and_taken_away_by_the_form(web_client: Client, mug: Product) -> None:
    data = {
        "name_0": "Colour",
        "value_0_0": "Oatmeal",
        "swatch_0_0": "#e8dfcd",
        "value_0_1": "",
        "value_0_2": "Plum",
        "name_1": "Capacity",
        "value_1_0": "280 ml",
        "value_1_1": "380 ml",
    }
    assert web_client.post(reverse("catalogue:options", args=[mug.pk]), data).status_code == 303
    skus = list(Variant.objects.filter(product=mug, retired_at=None).order_by("position").values_list("sku", flat=True))
    assert skus == ["MUG-OAT-280", "MUG-OAT-380", "", ""]


def test_a_combination_that_was_left_out_on_purpose_stays_out(web_client: Client, mug: Product) -> None:
    gone = Variant.objects.get(sku="MUG-CEL-380")
    web_client.post(reverse("catalogue:retire", args=[mug.pk]), {"variant": gone.pk})
    assert Variant.objects.filter(product=mug, retired_at=None).count() == 3
    data = {
        "name_0": "Colour",
        "value_0_0": "Oat",
        "value_0_1": "Celadon",
        "value_0_2": "Plum",
        "name_1": "Capacity",
        "value_1_0": "280 ml",
        "value_1_1": "380 ml",
    }
    web_client.post(reverse("catalogue:options", args=[mug.pk]), data)
    assert Variant.objects.filter(product=mug, retired_at=None).count() == 5


def test_the_grid_writes_only_what_was_changed_and_can_be_taken_back(web_client: Client, mug: Product) -> None:
    variant = Variant.objects.get(sku="MUG-OAT-280")
    price, title = f"c-{mug.pk}-{variant.pk}-price:CNY", f"c-{mug.pk}-0-title"
    was = json.dumps({price: "100.00", title: "Clock-Off Mug"})
    data = {price: "99", title: "Clock-Off Mug", "was": was}
    shown = web_client.post(reverse("catalogue:grid"), data | {"preview": "1"})
    assert shown.status_code == 200
    assert "CN¥128.00" in shown.content.decode()
    assert "CN¥99.00" in shown.content.decode()
    assert Price.objects.get(variant=variant).price_minor == 12800
    assert web_client.post(reverse("catalogue:grid"), data).status_code == 303
    assert Price.objects.get(variant=variant).price_minor == 9900
    back = [{"product_id": mug.pk, "variant_id": variant.pk, "field": "price:CNY", "text": "128.00"}]
    web_client.post(reverse("catalogue:undo"), {"cells": json.dumps(back)})
    assert Price.objects.get(variant=variant).price_minor == 12800


def test_a_bad_cell_is_shown_where_it_stands_and_nothing_is_written(web_client: Client, mug: Product) -> None:
    variant = Variant.objects.get(sku="MUG-OAT-280")
    name = f"c-{mug.pk}-{variant.pk}-price:CNY"
    for address in (reverse("catalogue:grid"), reverse("catalogue:matrix", args=[mug.pk])):
        answer = web_client.post(address, {name: "cheap", "was": json.dumps({name: "128.00"})})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert 'value="cheap"' in page
        assert f'id="e-{name}"' in page
    assert Price.objects.get(variant=variant).price_minor == 12800


def test_steps_of_selling_can_be_taken_back(web_client: Client, mug: Product) -> None:
    for step, status in (("publish", "active"), ("archive", "archived"), ("unarchive", "draft")):
        assert web_client.post(reverse("catalogue:step", args=[mug.pk, step])).status_code == 303
        mug.refresh_from_db()
        assert mug.status == status
    assert web_client.post(reverse("catalogue:step", args=[mug.pk, "burn"])).status_code == 404


def test_bulk_steps_work_on_the_chosen(web_client: Client, make: Make) -> None:
    one, two = make("One", on_sale=False), make("Two", on_sale=False, price=None)
    data = {"bulk": "active", "row": [one.pk, two.pk]}
    web_client.post(reverse("catalogue:products"), data)
    assert [Product.objects.get(pk=row.pk).status for row in (one, two)] == ["active", "draft"]
    ask = web_client.post(reverse("catalogue:products"), {"bulk": "tag", "row": [one.pk, two.pk]})
    assert ask.status_code == 200
    web_client.post(reverse("catalogue:products"), {"bulk": "tag", "row": [one.pk, two.pk], "add": "new"})
    assert one.product_tags.count() == two.product_tags.count() == 1
    grid = web_client.post(reverse("catalogue:products"), {"bulk": "grid", "row": [one.pk]})
    assert grid.headers["Location"] == f"{reverse('catalogue:grid')}?id={one.pk}"


def said(client: Client) -> str:
    """Return the lines that the next page shows."""
    return "".join(str(line) for line in client.get(reverse("catalogue:products")).context["messages"])


def hidden(html: str) -> dict[str, str]:
    found = re.findall(r'name="(kind|back|next)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}


@pytest.mark.parametrize("step", [{"bulk": "draft"}, {"bulk": "tag", "add": "new"}])
def test_one_click_takes_a_bulk_step_back(web_client: Client, make: Make, step: dict[str, str]) -> None:
    one, two = make("One"), make("Two", tags=("new",))
    web_client.post(reverse("catalogue:products"), step | {"row": [one.pk, two.pk]})
    posted = hidden(said(web_client))
    answer = web_client.post(reverse("catalogue:take_back"), posted)
    assert answer.status_code == 303
    assert [Product.objects.get(pk=row.pk).status for row in (one, two)] == ["active", "active"]
    assert (one.product_tags.count(), two.product_tags.count()) == (0, 1)


@pytest.mark.parametrize("sent", [{}, {"kind": "tags", "back": "{"}, {"kind": "statuses", "back": "[1]"}])
def test_nonsense_is_not_taken_back(web_client: Client, sent: dict[str, str]) -> None:
    assert web_client.post(reverse("catalogue:take_back"), sent).status_code == 303


def test_the_export_holds_what_the_table_shows(web_client: Client, make: Make) -> None:
    make("=Lamp", price=12345)
    answer = web_client.get(reverse("catalogue:products") + "?export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "'=Lamp" in text
    assert "123.45" in text


def test_rules_are_counted_before_they_are_saved(web_client: Client, web: Actor, make: Make) -> None:
    make("Lamp", price=9900, tags=("gift",))
    made = actions.create_collection(web, actions.CollectionDraft(title="Gifts"))
    address = reverse("catalogue:collection_rules", args=[made.collection_id])
    web_client.post(reverse("catalogue:collection_kind", args=[made.collection_id]))
    rule = {"match": "all", "field": ["price", "tag"], "relation": ["below", "is"], "value": ["99.50", "gift"]}
    counted = web_client.post(address, rule | {"count": "1"})
    assert "These rules would bring in 1 product." in counted.content.decode()
    assert not Rule.objects.exists()
    web_client.post(address, rule)
    assert list(Rule.objects.order_by("position").values_list("value", flat=True)) == ["9950", "gift"]
    assert web_client.post(address, {"field": "price", "relation": "below", "value": "cheap"}).status_code == 422
    web_client.post(reverse("catalogue:collection_kind", args=[made.collection_id]))
    assert Collection.objects.get().members.count() == 1


def test_members_are_put_in_by_address_or_sku_ordered_and_taken_out(web_client: Client, web: Actor, make: Make) -> None:
    one, two = make("One", sku="S-1"), make("Two")
    made = actions.create_collection(web, actions.CollectionDraft(title="Gifts"))
    members = reverse("catalogue:collection_members", args=[made.collection_id])
    web_client.post(members, {"add": "S-1\ntwo"})
    order = {f"place-{one.pk}": "2", f"place-{two.pk}": "1"}
    web_client.post(reverse("catalogue:collection_order", args=[made.collection_id]), order)
    row = Collection.objects.get()
    assert list(row.members.order_by("position").values_list("product_id", flat=True)) == [two.pk, one.pk]
    web_client.post(members, {"remove": two.pk})
    assert row.members.count() == 1


def test_texts_are_saved_side_by_side(web_client: Client, mug: Product) -> None:
    address = reverse("catalogue:texts", args=["product", mug.pk, "zh-hans"])
    name = f"product-{mug.pk}-title"
    assert web_client.post(address, {name: "下班马克杯"}).status_code == 303
    actions.edit(actions_actor(mug), actions.Edit(product_id=mug.pk, title="Clock-Off Cup"))
    assert Translation.objects.get(field="title").behind
    web_client.post(address, {name: "下班马克杯", f"still-{name}": "1"})
    assert not Translation.objects.get(field="title").behind


def test_a_merge_is_shown_before_it_is_done(web_client: Client, make: Make) -> None:
    one, two = make("Mug oat", sku="M-1"), make("Mug celadon", sku="M-2")
    address = reverse("catalogue:merge", args=[one.pk])
    data = {"other": "M-2", "option": "Colour", "into_value": "Oat", "from_value": "Celadon"}
    shown = web_client.post(address, data | {"preview": "1"})
    assert "1 variant of “Mug celadon” moves here." in shown.content.decode()
    assert Product.objects.filter(pk=two.pk).exists()
    assert web_client.post(address, data).status_code == 303
    assert not Product.objects.filter(pk=two.pk).exists()
    assert "No other product" in web_client.post(address, {"other": "nothing"}).content.decode()


def test_pictures_come_by_address_and_go(web_client: Client, mug: Product) -> None:
    product_id = mug.pk
    address = reverse("catalogue:pictures", args=[product_id])
    web_client.post(address, {"source_url": "https://lamphour.example/mug.jpg"})
    picture = Picture.objects.get()
    web_client.post(reverse("catalogue:picture", args=[product_id, picture.pk]), {"alt": "The mug"})
    picture.refresh_from_db()
    assert picture.alt == "The mug"
    assert "The mug" in web_client.get(reverse("catalogue:product", args=[product_id])).content.decode()
    web_client.post(reverse("catalogue:picture_remove", args=[product_id, picture.pk]))
    assert not Picture.objects.exists()


def test_a_category_is_added_moved_and_deleted(web_client: Client) -> None:
    index = reverse("catalogue:categories")
    for name in ("Light", "Bath"):
        assert web_client.post(index, {"name": name}).status_code == 303
    from storecrew.shop.catalogue.models import Category  # noqa: PLC0415  beside what it proves

    light, bath = Category.objects.order_by("position")
    web_client.post(reverse("catalogue:category_step", args=[bath.pk]), {"where": "up"})
    assert list(Category.objects.order_by("position").values_list("slug", flat=True)) == ["bath", "light"]
    place = {"parent_id": light.pk, "slug": "bath-and-towel"}
    assert web_client.post(reverse("catalogue:category_place", args=[bath.pk]), place).status_code == 303
    bath.refresh_from_db()
    assert bath.path == "light/bath-and-towel"
    gone = web_client.post(reverse("catalogue:category_delete", args=[bath.pk]))
    assert unquote(gone.headers["Location"]) == index


def actions_actor(product: Product) -> Actor:
    """Return the actor who wrote the product: the web seat of the company."""
    from storecrew.kernel.actions.types import person  # noqa: PLC0415  a helper of one test

    return person(Person.objects.get(email="web@lamphour.example").pk)
