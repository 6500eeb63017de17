"""One letter, twice: as HTML and as text, saying the same."""

import pytest

from storecrew.kernel.mail import dress
from storecrew.kernel.mail.composing import Button, Facts, Heading, Row, Rows, Sheet, Words, compose
from storecrew.kernel.mail.dress import Dress, dress_in

DRESS = Dress(name="Lamp & Hour", home="https://shop.example/", accent="#9a3f28", email="hello@shop.example")
SHEET = Sheet(
    title="Your order SO-1",
    preview="It leaves tomorrow",
    parts=(
        Words("Hello <b>Lin</b>,\nthank you."),
        Heading("What you bought"),
        Rows((Row("Lamp × 2", "Oat", "¥20.00"),), (Row("In all", amount="¥20.00", strong=True),)),
        Facts((("Parcel", "SF123"),)),
        Button("See the order", "https://shop.example/order/x/"),
        Words("Small print", tone="small"),
    ),
    why="You get this because you ordered.",
)


def test_both_forms_say_the_same() -> None:
    letter = compose(SHEET, DRESS, to="lin@example.com", language="en")
    for said in ("Your order SO-1", "What you bought", "Lamp × 2", "Oat", "¥20.00", "SF123", "See the order"):
        assert said in letter.text
        assert said in letter.html
    for said in ("https://shop.example/order/x/", "You get this because you ordered.", "Small print"):
        assert said in letter.text
        assert said in letter.html
    assert (letter.title, letter.reply_to) == ("Your order SO-1", "hello@shop.example")


def test_what_people_wrote_is_shown_as_written() -> None:
    letter = compose(SHEET, DRESS, to="lin@example.com", language="en")
    assert "&lt;b&gt;Lin&lt;/b&gt;,<br>thank you." in letter.html
    assert "Lamp &amp; Hour" in letter.html
    assert "<b>Lin</b>" in letter.text


@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("zh-hans", "zh-Hans")])
def test_it_names_its_language(language: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in compose(SHEET, DRESS, to="a@example.com", language=language).html


@pytest.mark.django_db
def test_the_house_has_a_look_of_its_own_until_somebody_wears_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dress, "_worn", [])
    assert dress_in("en").name == "Storecrew"
    dress.worn(lambda language: DRESS if language == "en" else None)
    assert (dress_in("en"), dress_in("zh-hans").name) == (DRESS, "Storecrew")
