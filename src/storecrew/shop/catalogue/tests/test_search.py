"""Search: two-sign Chinese words, typos, numbers, languages, rank."""

import copy

import pytest

from storecrew.conftest import Company
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.models import Posting, Product
from storecrew.shop.catalogue.search.words import distance, terms_of, words_of
from storecrew.shop.catalogue.tests.conftest import Make

type Shelf = dict[str, Product]


@pytest.fixture(scope="module")
def lasting_shelf(lasting_company: Company, lasting_make: Make) -> Shelf:
    make = lasting_make
    made = {
        "lamp": make("半月台灯", language="zh-hans", sku="LT-HML-OAT", brand="掌灯", tags=("送礼",)),
        "mug": make("下班马克杯", language="zh-hans", sku="TE-COM", description="<p>端着热茶不烫手</p>"),
        "cups": make("四只小杯", language="zh-hans", tags=("功夫茶",)),
        "towel": make("Night Towels", language="en", description="<p>Dry by morning, next to the lamp.</p>"),
    }
    english = (
        actions.Text(object_type="product", object_id=made["lamp"].pk, field="title", text="Half-Moon Table Lamp"),
    )
    actions.translate(lasting_company.web, actions.Translate(language="en", texts=english))
    return made


@pytest.fixture
def shelf(lasting_shelf: Shelf, company: Company) -> Shelf:
    return copy.deepcopy(lasting_shelf)


def find(company: Company, text: str, language: str = "zh-hans") -> list[str]:
    found = reads.listing(company.nobody, reads.ListQuery(text=text, language=language))
    return [card.slug for card in found.items]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("台灯", "半月台灯"),
        ("马克杯", "下班马克杯"),
        ("灯", "半月台灯"),
        ("小杯", "四只小杯"),
        ("送礼", "半月台灯"),
        ("半月灯", "半月台灯"),
        ("LT-HML-OAT", "半月台灯"),
        ("lthmloat", "半月台灯"),
        ("lt hml", "半月台灯"),
        ("towel", "night-towels"),
        ("TOWELS", "night-towels"),
        ("tow", "night-towels"),
        ("towl", "night-towels"),
        ("twoel", "night-towels"),
        ("nigth towell", "night-towels"),
        ("ｔｏｗｅｌ", "night-towels"),
        ("table lampp", "半月台灯"),
    ],
)
def test_it_finds_what_is_meant(company: Company, shelf: Shelf, typed: str, first: str) -> None:
    assert find(company, typed)[:1] == [first]


def test_a_word_in_the_title_ranks_before_one_in_the_description(company: Company, shelf: Shelf) -> None:
    assert find(company, "lamp", "en") == ["半月台灯", "night-towels"]


def test_nonsense_finds_nothing(company: Company, shelf: Shelf) -> None:
    assert find(company, "xqzv") == []
    assert find(company, "汽车") == []
    assert find(company, "!!! ，。") == []


def test_what_was_read_differently_is_told(company: Company, shelf: Shelf) -> None:
    found = reads.listing(company.nobody, reads.ListQuery(text="towwel"))
    assert found.corrected == (("towwel", "towel"),)


def test_drafts_are_not_found_and_the_index_follows_every_change(company: Company, shelf: Shelf) -> None:
    towel = shelf["towel"]
    actions.edit(company.web, actions.Edit(product_id=towel.pk, title="Evening Robe"))
    assert find(company, "towel") == []
    assert find(company, "robe") == ["night-towels"]
    actions.unpublish(company.web, actions.OneProduct(product_id=towel.pk))
    assert find(company, "robe") == []


def test_a_deleted_draft_leaves_no_trace_in_the_index(company: Company, make: Make) -> None:
    draft = make("Unique Wordless", on_sale=False)
    assert Posting.objects.filter(product=draft).exists()
    actions.delete_draft(company.web, actions.DeleteDraft(product_id=draft.pk))
    assert not Posting.objects.filter(product_id=draft.pk).exists()


def test_words_fold_case_width_accents_and_plural() -> None:
    assert words_of("Café GLASSES １２元") == ["cafe", "glass", "12", "元"]
    assert words_of("马克杯 mug") == ["马克", "克杯", "mug"]
    assert terms_of("马克杯 Mugs") == ["马克", "克杯", "mug"]
    assert words_of("LT-01") == ["lt", "01", "lt01"]


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [("lamp", "lamp", 0), ("lamp", "lmap", 1), ("lamp", "lam", 1), ("lamp", "lump", 1), ("lamp", "vase", 3)],
)
def test_distance_counts_typing_mistakes(one: str, other: str, mistakes: int) -> None:
    assert distance(one, other, limit=2) == mistakes
