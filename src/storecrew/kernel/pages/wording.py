"""How audited fields are called: rooms register the words for theirs, and activity reads "Price LT-HML-OAT" in any language.

A field's name in the audit is made of known words and of what they are about: `price LT-HML-OAT`, `weight_g 79`,
`option_value 3 name (en)`, `seat.web`. Known words are said in the reader's language, the longest first; numbers behind a
word that says `of` which kind they are become that object's name; everything else stays as it is written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import get_language_info, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import formats, links
from storecrew.kernel.pages.types import Link, Text

EVERY_KIND = ""
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)")
_MARKUP = re.compile(r"\s*<[a-z][a-z0-9]*[ >]")
_LANGUAGE = re.compile(r"(?P<rest>.*) \((?P<code>[a-z]{2,3}(-[a-z]{2,8})?)\)")


@dataclass(frozen=True, slots=True)
class Word:
    """What a field is called. `of`: the kind of object that a number behind it is the id of, e.g. `variant`.

    `values` are its codes in words; `value_of`: the kind of object whose ids the values are. A part of a value whose label
    is empty is left out.
    """

    label: Text
    of: str = ""
    values: Mapping[str, Text] = field(default_factory=dict)
    value_of: str = ""


_words: dict[str, dict[str, Word]] = {}


def register(kind: str, words: Mapping[str, Text | Word]) -> None:
    """Say how the fields of objects of a kind are called (`product`, …; `EVERY_KIND` where a kind has no word of its own)."""
    known = _words.setdefault(kind, {})
    for name, word in words.items():
        known[name] = word if isinstance(word, Word) else Word(word)


register(
    EVERY_KIND,
    {
        "name": gettext_lazy("Name"),
        "title": gettext_lazy("Title"),
        "description": gettext_lazy("Description"),
        "status": gettext_lazy("Status"),
        "state": gettext_lazy("State"),
        "kind": pgettext_lazy("of a thing", "Kind"),
        "note": gettext_lazy("Note"),
        "reason": gettext_lazy("Reason"),
        "language": gettext_lazy("Language"),
        "languages": gettext_lazy("Languages"),
        "time_zone": gettext_lazy("Time zone"),
        "timezone": gettext_lazy("Time zone"),
        "country": gettext_lazy("Country"),
        "currency": gettext_lazy("Currency"),
        "url": gettext_lazy("Address"),
        "events": gettext_lazy("Events"),
        "position": gettext_lazy("Place"),
        "place": gettext_lazy("Place"),
        "shown": gettext_lazy("Shown"),
        "removed": gettext_lazy("Removed"),
        "text": gettext_lazy("Text"),
        "tags": gettext_lazy("Tags"),
        "from": pgettext_lazy("time", "From"),
        "until": gettext_lazy("Until"),
        "added": gettext_lazy("added"),
        "tenure": "",
        "en": gettext_lazy("English"),
        "zh-hans": gettext_lazy("Chinese"),
    },
)


class Wording:
    """Says fields and values of many changes; names what they are about with one question for each kind of object."""

    def __init__(self, changes: Iterable[tuple[str, str, Any, Any]]) -> None:
        """Take changes as (subject, field, old, new)."""
        wanted = [
            f"{kind}:{number}"
            for subject, name, old, new in changes
            for kind, number in _objects(_kind(subject), name, (old, new))
        ]
        self._named: Mapping[str, Link] = links.link_many(wanted)

    def field(self, subject: str, name: str) -> str:
        """Return a field's name in the reader's language."""
        found = _LANGUAGE.fullmatch(name)
        said = " ".join(self._said(_kind(subject), found["rest"] if found else name))
        return f"{said} ({_language(found['code'])})" if found else said

    def value(self, subject: str, name: str, value: Any) -> str:
        """Return a value as people read it: codes in words, ids as names, money with its sign, nothing for nothing."""
        word = next((word for word, _rest in _parts(_kind(subject), name) if word), None)
        if word is None:
            return plain(value)
        if word.value_of and value not in (None, ""):
            items = value if isinstance(value, list | tuple) else [value]
            return _joined(self._of(word, item) for item in items)
        return plain(value, word.values)

    def _of(self, word: Word, item: Any) -> str:
        """Return an id as a name; a pair of an id and a text as both."""
        match item:
            case [number, text]:
                return f"{self._name(f'{word.value_of}:{number}', str(number))}: {plain(text)}"
        return self._name(f"{word.value_of}:{item}", plain(item, word.values))

    def _said(self, kind: str, name: str) -> Iterator[str]:
        for word, rest in _parts(kind, name):
            if word is None:
                yield rest
            else:
                yield str(word.label)
                if rest:
                    yield self._name(f"{word.of}:{rest}", rest)

    def _name(self, subject: str, otherwise: str) -> str:
        found = self._named.get(subject)
        return found.name if found is not None and found.name != subject else otherwise


def plain(value: Any, codes: Mapping[str, Text] = MappingProxyType({})) -> str:
    """Return a value of a change as people read it; `codes` are words for texts that are codes."""
    if value is None or value in ("", [], {}):
        return ""
    match value:
        case bool():
            return pgettext("value", "yes") if value else pgettext("value", "no")
        case {"minor": minor, "currency": currency} if len(value) == 2:
            return format_money(Money(int(minor), str(currency)))
        case dict():
            said = ((_part(name), plain(inner, codes)) for name, inner in value.items())
            return "; ".join(f"{name}: {inner}" for name, inner in said if name and inner)
        case list() | tuple():
            return _joined(plain(inner, codes) for inner in value)
        case str() if value in codes:
            return str(codes[value])
        case str() if _INSTANT.fullmatch(value):
            at = timezone.localtime(datetime.fromisoformat(value))
            return f"{formats.day(at)} {formats.clock(at)}"
        case str() if _MARKUP.match(value):
            return strip_tags(value).strip()
    return str(value)


def _joined(parts: Iterable[str]) -> str:
    return _(", ").join(part for part in parts if part)


def _part(name: str) -> str:
    word = _words[EVERY_KIND].get(name)
    return str(word.label) if word else name.replace("_", " ")


def _kind(subject: str) -> str:
    return subject.partition(":")[0]


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def _parts(kind: str, name: str) -> Iterator[tuple[Word | None, str]]:
    """Yield the known words of a field's name, each with the number of its object behind it, and the rest as written."""
    left = name.strip()
    while left:
        found = _longest(kind, left)
        if found is None:
            token, _space, left = left.partition(" ")
            yield None, token.replace("_", " ") if token == name else token
            continue
        key, word = found
        left = left[len(key) :].lstrip(" .:")
        number = re.match(r"\d+\b", left) if word.of else None
        yield word, number[0] if number else ""
        left = left[number.end() :].lstrip() if number else left


def _longest(kind: str, text: str) -> tuple[str, Word] | None:
    for words in (_words.get(kind, {}), _words[EVERY_KIND]):
        fits = [key for key in words if text == key or (text.startswith(key) and text[len(key)] in " .:")]
        if fits:
            key = max(fits, key=len)
            return key, words[key]
    return None


def _objects(kind: str, name: str, values: tuple[Any, Any]) -> Iterator[tuple[str, str]]:
    found = _LANGUAGE.fullmatch(name)
    parts = [(word, rest) for word, rest in _parts(kind, found["rest"] if found else name) if word]
    for word, rest in parts:
        if word.of and rest:
            yield word.of, rest
    if parts and parts[0][0].value_of:
        for value in values:
            for number in value if isinstance(value, list | tuple) else [value]:
                first = number[0] if isinstance(number, list | tuple) and number else number
                if isinstance(first, int):
                    yield parts[0][0].value_of, str(first)
