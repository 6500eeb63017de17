"""The looks: readable, light enough, and open to a store's own accent."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from storecrew.fronts.storefront.looks import LOOKS, contrast, ink_on, overrides

BUDGET = 30_000
"""Bytes of a look with its base, before compression."""
PAIRS = [
    ("ink", "canvas"),
    ("muted", "canvas"),
    ("muted", "surface"),
    ("accent", "canvas"),
    ("on-accent", "accent"),
    ("on-button", "button"),
]
PAIRS += [
    ("on-strip", "strip"),
    ("on-foot", "foot"),
    ("foot-muted", "foot"),
    ("good", "promise"),
    ("warn", "promise"),
    ("bad", "canvas"),
]


def _css(path: str) -> str:
    found = finders.find(path)
    assert found is not None
    return Path(found).read_text()


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)  # the lightest grey that passes on white


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_look_and_its_base_stay_within_thirty_kilobytes(look) -> None:
    assert len(_css("storefront/base.css").encode()) + len(_css(look.stylesheet).encode()) <= BUDGET


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_text_of_a_look_can_be_read_on_its_ground(look) -> None:
    tokens = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,8})\b", _css(look.stylesheet)))
    full = {
        name: value if len(value) == 7 else "#" + "".join(sign * 2 for sign in value[1:])
        for name, value in tokens.items()
    }
    assert full["canvas"] == look.canvas
    faint = {
        pair: round(contrast(full[pair[0]], full[pair[1]]), 2)
        for pair in PAIRS
        if contrast(full[pair[0]], full[pair[1]]) < 4.5
    }
    assert not faint


def test_a_stores_own_accent_brings_ink_that_can_be_read_on_it() -> None:
    css = overrides({"accent": "#1f5a4c", "corners": "round"})
    assert "--accent:#1f5a4c" in css
    assert "--on-accent:#ffffff" in css
    assert "--radius-button:2rem" in css
    assert ink_on("#f2b35e") == "#111111"
    assert overrides({}) == ""
