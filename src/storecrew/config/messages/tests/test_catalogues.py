"""Catalogues: found in code and templates, completed without loss, compiled, and checked for manner."""

import gettext
from pathlib import Path

import pytest

from storecrew.config.messages.catalogues import Catalogue, catalogues, compile_one, sources, update
from storecrew.config.messages.extraction import Unreadable
from storecrew.config.messages.rules import contradictions, findings

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy as lazy, ngettext, pgettext
a = _("Give the product a price "
      "first.")
b = lazy("Products")
c = ngettext("%(count)d order", "%(count)d orders", 3)
d = pgettext("address", "State")
"""
TEMPLATE = """{% load i18n %}
  {% if x %}
 <p title="{% translate "It's late" %}">{{ _("Save") }}</p>
{% blocktranslate trimmed with name=a.b count n=rows %}
    {{ name }} has {{ n }} row
  {% plural %}
    {{ name }} has {{ n }} rows
{% endblocktranslate %}{% endif %}
{% translate "State" context "order" %}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    room = tmp_path / "shop" / "shelf"
    (room / "templates" / "shelf").mkdir(parents=True)
    (room / "apps.py").write_text("")
    (room / "views.py").write_text(PYTHON)
    (room / "templates" / "shelf" / "page.html").write_text(TEMPLATE)
    (tmp_path / "shop" / "outside.py").write_text("from django.utils.translation import gettext\ngettext('Outside')")
    return tmp_path


def _catalogue(package: Path) -> Catalogue:
    return next(one for one in catalogues(package) if one.room.name == "shelf")


def _translate(catalogue: Catalogue, source: str, translation: str) -> None:
    text = catalogue.path.read_text()
    head, found, tail = text.partition(f'msgid "{source}"\nmsgstr ""')
    assert found, text
    catalogue.path.write_text(f'{head}msgid "{source}"\nmsgstr "{translation}"{tail}')


def _reasons(package: Path) -> dict[str, str]:
    one = _catalogue(package)
    return {finding.message: finding.reason for finding in findings(one, sources(package)[one.room])}


def test_it_finds_messages_in_code_under_any_alias_and_in_templates(package: Path) -> None:
    found = {(m.context, m.id, m.plural) for m in sources(package)[package / "shop" / "shelf"]}
    assert found == {
        ("", "Give the product a price first.", ""),
        ("", "Products", ""),
        ("", "%(count)d order", "%(count)d orders"),
        ("address", "State", ""),
        ("order", "State", ""),
        ("", "It's late", ""),
        ("", "Save", ""),
        ("", "%(name)s has %(n)s row", "%(name)s has %(n)s rows"),
    }


def test_messages_outside_of_rooms_belong_to_config(package: Path) -> None:
    assert [message.id for message in sources(package)[package / "config"]] == ["Outside"]


def test_it_refuses_a_message_that_is_put_together(package: Path) -> None:
    (package / "shop" / "shelf" / "bad.py").write_text(
        "from django.utils.translation import gettext as _\n_(f'{1} order')"
    )
    with pytest.raises(Unreadable, match="bad.py:2"):
        sources(package)


def test_an_update_keeps_translations_adds_new_ones_and_drops_what_is_gone(package: Path) -> None:
    one = _catalogue(package)
    assert update(one, sources(package)[one.room])
    _translate(one, "Products", "商品")
    _translate(one, "Save", "存下")
    (one.room / "views.py").write_text(
        PYTHON.replace("b = lazy", "b = lazy('Shelves'), lazy").replace("pgettext(", "str(")
    )
    assert update(one, sources(package)[one.room])
    assert not update(one, sources(package)[one.room])
    catalog = one.read()
    assert catalog["Products"].string == "商品"
    assert catalog["Shelves"].string == ""
    assert catalog.get("State", context="address") is None
    assert not any(message.fuzzy for message in catalog if message.id)


def test_a_compiled_catalogue_answers_and_is_built_only_when_older(package: Path) -> None:
    one = _catalogue(package)
    update(one, sources(package)[one.room])
    _translate(one, "Products", "商品")
    text = one.path.read_text().replace('msgstr[0] ""', 'msgstr[0] "%(count)d 单"', 1)
    one.path.write_text(text)
    assert compile_one(one)
    assert not compile_one(one)
    with one.compiled.open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.gettext("Products") == "商品"
    assert translations.ngettext("%(count)d order", "%(count)d orders", 5) == "%(count)d 单"


def test_it_names_what_is_missing_untranslated_wrong_or_gone(package: Path) -> None:
    assert set(_reasons(package).values()) == {"not in the catalogue; run `make messages`"}
    one = _catalogue(package)
    update(one, sources(package)[one.room])
    _translate(one, "Products", "您的商品")
    _translate(one, "Save", "存下,再看")
    _translate(one, "Give the product a price first.", "先定价%(x)s。")
    _translate(one, "It's late", "晚了。")
    (one.room / "templates" / "shelf" / "page.html").write_text(TEMPLATE.replace("It's late", "Late"))
    reasons = _reasons(package)
    assert reasons["Products"] == "we say 你"
    assert reasons["Save"] == "half-width punctuation after a Chinese character"
    assert reasons["Give the product a price first."] == "placeholders differ: %(x)s"
    assert reasons["It's late"].startswith("no longer in the source")
    assert reasons["State"] == "not translated"


def test_two_rooms_may_not_translate_one_message_differently(package: Path) -> None:
    other = package / "team" / "desk"
    other.mkdir(parents=True)
    (other / "apps.py").write_text("from django.utils.translation import gettext\ngettext('Products')")
    both = [one for one in catalogues(package) if one.room.name in {"shelf", "desk"}]
    for one, word in zip(both, ("商品", "货品"), strict=True):
        update(one, sources(package)[one.room])
        _translate(one, "Products", word)
    assert [finding.message for finding in contradictions(both)] == ["Products"]
