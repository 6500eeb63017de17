"""Templates compile, and hold to the content security policy: no script or style inside the page."""

import re

import pytest
from django.template.loader import get_template

pytestmark = pytest.mark.architecture

INLINE = (
    (re.compile(r"<[^>]*\sstyle\s*=", re.I), "a style attribute"),
    (re.compile(r"<style\b", re.I), "a style element"),
    (re.compile(r"<script(?![^>]*\b(src=|type=\"application/(ld\+)?json\"))", re.I), "a script inside the page"),
    (re.compile(r"<[^>]*\son[a-z]+\s*=", re.I), "an event attribute"),
    (re.compile(r"javascript:", re.I), "a javascript: address"),
    (re.compile(r"\bhx-on[:-]|hx-vals=['\"]js:", re.I), "script in an hx- attribute"),
)


def _templates(package):
    return [path for path in sorted(package.rglob("templates/**/*")) if path.suffix in {".html", ".txt", ".xml"}]


def test_every_template_compiles(package) -> None:
    broken = []
    for path in _templates(package):
        name = path.as_posix().rpartition("/templates/")[2]
        try:
            get_template(name)
        except Exception as error:  # noqa: BLE001  whatever it is, the template does not compile
            broken.append(f"{name}: {error}")
    assert not broken, "\n".join(broken)


def test_no_template_carries_script_or_style(package) -> None:
    wrong = []
    for path in _templates(package):
        if path.suffix != ".html" or "mail" in path.parts:  # mail clients know no style sheets
            continue
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
        wrong += [f"{path.relative_to(package)}: {what}" for pattern, what in INLINE if pattern.search(text)]
    assert not wrong, "\n".join(wrong)
