"""What a catalogue must hold to: complete, with the same placeholders, and written as the house writes Chinese."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storecrew.config.messages.catalogues import Catalogue
from storecrew.config.messages.extraction import Message

type Key = tuple[str, str]
"""Context and source string: what a translation is looked up by."""

_PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-z]|%[sdifr]|\{\w*\}")
_HAN = "[\u3400-\u9fff]"
_MANNER: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(f"{_HAN}[,;:?!]|{_HAN}\\.(?=\\s|$)"), "half-width punctuation after a Chinese character"),
    (re.compile(f"{_HAN}\\(|\\({_HAN}|{_HAN}\\)"), "half-width brackets around Chinese"),
    (re.compile(f'{_HAN}["“”]|["“”]{_HAN}'), "quotes are written 「」"),
    (re.compile(f"{_HAN} {_HAN}"), "a blank between Chinese characters"),
    (re.compile("您"), "we say 你"),
    (re.compile("成功(?!率)"), "say what happened, without 成功"),
    (re.compile("(?<![申邀])请(?![假求款])"), "no 请: say what to do"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right in one catalogue."""

    path: Path
    message: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}: {self.message!r}"


def findings(catalogue: Catalogue, found: list[Message]) -> Iterator[Finding]:
    """Yield everything that is wrong with one catalogue, given the room's messages."""
    known = {(entry.context or "", _first(entry.id)): entry for entry in catalogue.read() if entry.id}
    wanted: dict[Key, Message] = {(message.context, message.id): message for message in found}
    for key, message in wanted.items():
        entry = known.get(key)
        if entry is None:
            yield Finding(catalogue.path, message.id, "not in the catalogue; run `make messages`")
            continue
        forms = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
        if not forms or not all(forms):
            yield Finding(catalogue.path, message.id, "not translated")
        elif entry.fuzzy:
            yield Finding(catalogue.path, message.id, "fuzzy")
        else:
            for form in forms:
                yield from (Finding(catalogue.path, message.id, reason) for reason in _objections(message, form))
    for _context, text in known.keys() - wanted.keys():
        yield Finding(catalogue.path, text, "no longer in the source; run `make messages`")


def contradictions(all_catalogues: list[Catalogue]) -> Iterator[Finding]:
    """Yield messages that two rooms translate differently: at run time there is one dictionary, and one would win."""
    said: dict[tuple[str, Key], dict[str, Path]] = defaultdict(dict)
    for catalogue in all_catalogues:
        for entry in catalogue.read():
            if entry.id and entry.string:
                key = (entry.context or "", _first(entry.id))
                said[catalogue.language, key].setdefault(_first(entry.string), catalogue.path)
    for (_language, (_context, text)), versions in said.items():
        if len(versions) > 1:
            others = ", ".join(f"{form!r} in {path.parents[2].parent.name}" for form, path in versions.items())
            yield Finding(
                next(iter(versions.values())), text, f"translated differently, {others}; use pgettext or one word"
            )


def _objections(message: Message, translation: str) -> Iterator[str]:
    ours, theirs = set(_PLACEHOLDER.findall(message.plural or message.id)), set(_PLACEHOLDER.findall(translation))
    if ours != theirs:
        yield f"placeholders differ: {' '.join(sorted(ours ^ theirs))}"
    if message.id.endswith("\n") != translation.endswith("\n"):
        yield "one ends with a line break, the other does not"
    plain = _PLACEHOLDER.sub("0", translation)
    yield from (reason for pattern, reason in _MANNER if pattern.search(plain))


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]
