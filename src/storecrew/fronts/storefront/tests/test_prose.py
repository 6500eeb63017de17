"""What a shop owner types becomes HTML that can do no harm."""

import pytest

from storecrew.fronts.storefront.prose import clean, plain, render


def test_plain_lines_become_paragraphs_headings_lists_and_quotes() -> None:
    html = render(
        "First line\nsecond\n\n## Post\n\n- tea\n- **lamps**\n\n> low light\n\nSee [delivery](/pages/delivery/)."
    )
    assert html == (
        "<p>First line<br>second</p><h2>Post</h2><ul><li>tea</li><li><strong>lamps</strong></li></ul>"
        '<blockquote><p>low light</p></blockquote><p>See <a href="/pages/delivery/">delivery</a>.</p>'
    )


def test_bold_works_where_chinese_has_no_spaces() -> None:
    assert render("**少放。**平时五克") == "<p><strong>少放。</strong>平时五克</p>"


def test_signs_of_html_in_plain_text_stay_signs() -> None:
    assert render("3 < 5 & 7 > 6") == "<p>3 &lt; 5 &amp; 7 &gt; 6</p>"


@pytest.mark.parametrize(
    "evil",
    [
        "<p>ok<script>alert(1)</script></p>",
        '<p onclick="alert(1)">ok</p>',
        '<p style="position:fixed">ok</p>',
        '<a href="javascript:alert(1)">ok</a>',
        '<p>ok<img src="https://tracker.example/1.gif"></p>',
        "<p>ok<iframe src='https://evil.example'></iframe></p>",
        "[ok](javascript:alert(1))",
    ],
)
def test_nothing_that_acts_styles_or_tracks_gets_through(evil: str) -> None:
    html = render(evil)
    assert "ok" in html
    assert not any(mark in html for mark in ("<script", "onclick", "style=", 'href="javascript', "<img", "<iframe"))


def test_a_pasted_first_heading_becomes_a_second() -> None:
    assert clean("<h1>Tea</h1>") == "<h2>Tea</h2>"


def test_plain_text_is_cut_at_a_word_in_english_and_at_a_character_in_chinese() -> None:
    assert plain("<p>One two three</p><p>four</p>", 12) == "One two…"
    assert plain("<p>杯壁厚四毫米，捧着不烫手</p>", 8) == "杯壁厚四毫米…"
    assert plain("<p>a &amp; b</p>") == "a & b"
