"""Categories move with all below them; collections by hand and by rule."""

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.types import Actor
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.models import Category, Product
from storecrew.shop.catalogue.tests.conftest import Make


def category(actor: Actor, name: str, parent: int | None = None) -> int:
    return actions.create_category(actor, actions.CategoryDraft(name=name, parent_id=parent)).category_id


def paths() -> list[str]:
    return list(Category.objects.order_by("path").values_list("path", flat=True))


@pytest.fixture
def tree(web: Actor) -> dict[str, int]:
    light = category(web, "Light")
    table = category(web, "Table", light)
    return {"light": light, "table": table, "clip": category(web, "Clip", table), "home": category(web, "Home")}


def test_siblings_of_the_same_name_get_a_number(web: Actor) -> None:
    assert [category(web, "Light"), category(web, "Light")]
    assert paths() == ["light", "light-2"]


def test_moving_takes_everything_below_along_and_leaves_redirects(company: Company, tree: dict[str, int]) -> None:
    move = actions.CategoryMove(category_id=tree["table"], parent_id=tree["home"])
    assert actions.move_category(company.web, move).path == "home/table"
    assert paths() == ["home", "home/table", "home/table/clip", "light"]
    assert Category.objects.get(pk=tree["clip"]).depth == 3
    for old, new in (("light/table", "home/table"), ("light/table/clip", "home/table/clip")):
        assert reads.turned(company.nobody, reads.TurnedQuery(kind="category", old=old)).address == new
    actions.move_category(company.web, actions.CategoryMove(category_id=tree["table"], parent_id=None, slug="desk"))
    assert paths() == ["desk", "desk/clip", "home", "light"]
    turned = reads.turned(company.nobody, reads.TurnedQuery(kind="category", old="light/table/clip"))
    assert turned.address == "desk/clip"


def test_a_category_cannot_stand_below_itself(web: Actor, tree: dict[str, int]) -> None:
    with pytest.raises(Refused) as refused:
        actions.move_category(web, actions.CategoryMove(category_id=tree["light"], parent_id=tree["clip"]))
    assert refused.value.code == "circle"


def test_the_tree_is_six_deep_at_most(web: Actor, tree: dict[str, int]) -> None:
    deepest = tree["home"]
    for number in range(4):
        deepest = category(web, f"Level {number}", deepest)
    with pytest.raises(Refused) as refused:
        actions.move_category(web, actions.CategoryMove(category_id=tree["table"], parent_id=deepest))
    assert refused.value.code == "too_deep"


def test_siblings_are_put_in_order(company: Company, web: Actor, tree: dict[str, int]) -> None:
    move = actions.CategoryMove(category_id=tree["home"], parent_id=None, before_id=tree["light"])
    actions.move_category(web, move)
    branches = reads.tree(company.nobody, reads.Localised()).branches
    assert [branch.path for branch in branches] == ["home", "light", "light/table", "light/table/clip"]


def test_deleting_moves_products_up_and_its_address_leads_there(
    company: Company, tree: dict[str, int], make: Make
) -> None:
    lamp = make("Lamp", categories=(tree["clip"],))
    with pytest.raises(Refused):
        actions.delete_category(company.web, actions.CategoryDelete(category_id=tree["table"]))
    gone = actions.delete_category(company.web, actions.CategoryDelete(category_id=tree["clip"]))
    assert gone.products == 1
    assert lamp.placements.get().category_id == tree["table"]
    turned = reads.turned(company.nobody, reads.TurnedQuery(kind="category", old="light/table/clip"))
    assert turned.address == "light/table"


def test_hidden_categories_are_not_in_the_storefront(company: Company, tree: dict[str, int], make: Make) -> None:
    make("Lamp", categories=(tree["clip"],))
    assert reads.tree(company.nobody, reads.Localised()).branches[0].products == 1
    actions.edit_category(company.web, actions.CategoryEdit(category_id=tree["light"], hidden=True))
    assert [branch.path for branch in reads.tree(company.nobody, reads.Localised()).branches] == ["home"]
    with pytest.raises(Missing):
        reads.category(company.nobody, reads.CategoryQuery(path="light"))


def test_the_crew_without_the_right_seat_is_denied(company: Company, tree: dict[str, int]) -> None:
    with pytest.raises(Denied):
        category(company.analyst, "Light")
    with pytest.raises(Denied):
        actions.create_collection(company.service, actions.CollectionDraft(title="Gifts"))


def collection(actor: Actor, **values: object) -> actions.CollectionWritten:
    return actions.create_collection(actor, actions.CollectionDraft.model_validate({"title": "Gifts"} | values))


def listed(company: Company, slug: str) -> list[str]:
    found = reads.listing(company.nobody, reads.ListQuery(collection=slug))
    return [card.slug for card in found.items]


RULES = [
    (({"field": "tag", "relation": "is", "value": "GIFT"},), True, {"lamp", "mug"}),
    (({"field": "tag", "relation": "is_not", "value": "gift"},), True, {"towel"}),
    (({"field": "price", "relation": "below", "value": "10000"},), True, {"mug", "towel"}),
    (
        (
            {"field": "tag", "relation": "is", "value": "gift"},
            {"field": "price", "relation": "above", "value": "10000"},
        ),
        True,
        {"lamp"},
    ),
    (
        (
            {"field": "brand", "relation": "is", "value": "nightfall"},
            {"field": "price", "relation": "above", "value": "10000"},
        ),
        False,
        {"lamp", "towel"},
    ),
    (({"field": "title", "relation": "begins", "value": "la"},), True, {"lamp"}),
    (({"field": "sku", "relation": "contains", "value": "-t"},), True, {"towel"}),
    (({"field": "category", "relation": "is", "value": "bath"},), True, {"towel"}),
    (({"field": "reduced", "relation": "is", "value": "no"},), True, {"lamp", "mug", "towel"}),
]


@pytest.mark.parametrize(("rules", "match_all", "expected"), RULES)
def test_rules_say_what_belongs(
    company: Company, web: Actor, make: Make, rules: object, match_all: bool, expected: set[str]
) -> None:
    bath = category(web, "Towels", category(web, "Bath"))
    make("Lamp", price=20000, tags=("gift",), sku="X-L")
    make("Mug", price=5000, tags=("gift",), sku="X-M")
    make("Towel", price=6000, brand="Nightfall", sku="X-T", categories=(bath,))
    collection(web, kind="rule", rules=rules, match_all=match_all)
    assert set(listed(company, "gifts")) == expected


def test_a_new_product_belongs_at_once(company: Company, web: Actor, make: Make) -> None:
    collection(web, kind="rule", rules=({"field": "tag", "relation": "is", "value": "gift"},))
    assert listed(company, "gifts") == []
    make("Lamp", tags=("gift",))
    assert listed(company, "gifts") == ["lamp"]


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "rule"},
        {"rules": ({"field": "tag", "relation": "is", "value": "gift"},)},
        {"kind": "rule", "rules": ({"field": "price", "relation": "below", "value": "cheap"},)},
        {"kind": "rule", "rules": ({"field": "tag", "relation": "above", "value": "1"},)},
        {"kind": "rule", "rules": ({"field": "moon", "relation": "is", "value": "full"},)},
    ],
)
def test_rules_that_say_nothing_are_refused(web: Actor, values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        collection(web, **values)


def test_a_collection_by_hand_keeps_its_order(company: Company, web: Actor, make: Make) -> None:
    one, two, three = (make(title).pk for title in ("One", "Two", "Three"))
    made = collection(web, product_ids=(one, two))
    actions.fill_collection(web, actions.Membership(collection_id=made.collection_id, add=(three, one)))
    assert listed(company, "gifts") == ["one", "two", "three"]
    actions.order_collection(web, actions.Order(collection_id=made.collection_id, product_ids=(three, one)))
    assert listed(company, "gifts") == ["three", "one", "two"]
    actions.fill_collection(web, actions.Membership(collection_id=made.collection_id, remove=(one,)))
    assert listed(company, "gifts") == ["three", "two"]


def test_a_rule_collection_is_not_filled_by_hand(web: Actor, make: Make) -> None:
    made = collection(web, kind="rule", rules=({"field": "tag", "relation": "is", "value": "gift"},))
    with pytest.raises(Refused) as refused:
        actions.fill_collection(web, actions.Membership(collection_id=made.collection_id, add=(make("Lamp").pk,)))
    assert refused.value.code == "by_rule"


def test_a_renamed_collection_redirects_and_a_deleted_one_is_gone(company: Company, web: Actor) -> None:
    made = collection(web)
    actions.edit_collection(web, actions.CollectionEdit(collection_id=made.collection_id, slug="presents"))
    assert reads.turned(company.nobody, reads.TurnedQuery(kind="collection", old="gifts")).address == "presents"
    actions.delete_collection(web, actions.CollectionDelete(collection_id=made.collection_id))
    for old in ("gifts", "presents"):
        assert reads.turned(company.nobody, reads.TurnedQuery(kind="collection", old=old)).gone


def test_products_survive_their_collection(web: Actor, make: Make) -> None:
    lamp = make("Lamp")
    made = collection(web, product_ids=(lamp.pk,))
    actions.delete_collection(web, actions.CollectionDelete(collection_id=made.collection_id))
    assert Product.objects.filter(pk=lamp.pk).exists()
