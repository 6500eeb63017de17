"""Audited fields are read in words: known parts translated, ids as names, the rest as it was written."""

import pytest
from django.utils import timezone, translation

from storecrew.kernel.pages import links, wording
from storecrew.kernel.pages.types import Link
from storecrew.kernel.pages.wording import Word, Wording, plain


@pytest.fixture(autouse=True)
def words(monkeypatch):
    """Register words of a made-up kind of object, and take them out again."""
    monkeypatch.setattr(wording, "_words", {kind: dict(known) for kind, known in wording._words.items()})
    for registry in ("_namers", "_many", "_audiences"):
        monkeypatch.setattr(links, registry, dict(getattr(links, registry)))
    asked = []

    def many(numbers):
        asked.append(sorted(numbers))
        return {number: Link(f"Leg {number}") for number in asked[-1] if number != "9"}

    links.register("leg", lambda number: many([number]).get(number), many=many)
    wording.register(
        "table",
        {
            "price": "Price",
            "price per leg": "Price of a leg",
            "weight_g": Word("Weight, g", of="leg"),
            "legs": Word("Legs", value_of="leg"),
            "value": "Value",
            "status": Word("Status", values={"draft": "Draft", "active": "On sale"}),
        },
    )
    with translation.override("en"):
        yield asked


def said(field, old=None, new=None, subject="table:1"):
    told = Wording([(subject, field, old, new)])
    return told.field(subject, field), told.value(subject, field, old), told.value(subject, field, new)


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("price", "Price"),
        ("price LT-HML-OAT", "Price LT-HML-OAT"),
        ("price per leg LT-1", "Price of a leg LT-1"),
        ("weight_g 7", "Weight, g Leg 7"),
        ("weight_g 9", "Weight, g 9"),  # nobody can name it any more
        ("value 3 name (zh-hans)", "Value 3 Name (简体中文)"),
        ("title (xx)", "Title (xx)"),
        ("priceless", "priceless"),
        ("some_new_field", "some new field"),
        ("unknown_7 LT-1", "unknown_7 LT-1"),
        ("2026-01-01..2026-01-03", "2026-01-01..2026-01-03"),
        ("", ""),
    ],
)
def test_a_field_is_said_in_known_words(field, label):
    assert said(field)[0] == label


def test_a_kind_without_words_of_its_own_uses_those_of_every_kind():
    assert said("title", subject="chair:1")[0] == "Title"
    assert said("price", subject="chair:1")[0] == "price"


def test_codes_and_ids_become_words_and_names():
    assert said("status", "draft", "active")[1:] == ("Draft", "On sale")
    assert said("status", None, "burnt")[1:] == ("", "burnt")
    assert said("legs", [1, 2], [3, 9])[1:] == ("Leg 1, Leg 2", "Leg 3, 9")
    assert said("legs", None, [[1, "oak"], [2, "ash"]])[2] == "Leg 1: oak, Leg 2: ash"
    assert said("legs", 1, None)[1:] == ("Leg 1", "")


def test_everything_is_named_with_one_question(words):
    changes = [("table:1", f"weight_g {number}", None, 5) for number in range(1, 6)]
    Wording([*changes, ("table:2", "legs", None, [6, 7])])
    assert words == [["1", "2", "3", "4", "5", "6", "7"]]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("", ""),
        ([], ""),
        (False, "no"),
        (True, "yes"),
        (0, "0"),
        ({"minor": 15900, "currency": "USD"}, "$159.00"),
        (["a", "b"], "a, b"),
        ({"zh-hans": "灯", "en": "", "other_key": "x"}, "Chinese: 灯; other key: x"),
        ({"tenure": 3, "kind": "x"}, "Kind: x"),
        ("1999-03-02T04:00:00+00:00", "2 Mar 1999 12:00"),
        ("2026-03-02", "2026-03-02"),
        ("<p>Walls <b>four</b> mm thick.</p>", "Walls four mm thick."),
        ("1 < 2", "1 < 2"),
    ],
)
def test_plain_values_are_written_for_people(value, shown):
    with timezone.override("Asia/Shanghai"):
        assert plain(value) == shown


def test_chinese_words_are_chinese():
    with translation.override("zh-hans"):
        assert said("title", False, True) == ("标题", "否", "是")
