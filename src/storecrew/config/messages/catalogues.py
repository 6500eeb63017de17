"""Read, complete and compile the rooms' catalogues."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from storecrew.config.messages.extraction import Message, messages_of

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh_Hans",)
"""The languages besides English, as Django names their folders."""

_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One room in one language."""

    room: Path
    language: str

    @property
    def path(self) -> Path:
        """Return the path of the `.po` file."""
        return self.room / "locale" / self.language / "LC_MESSAGES" / "django.po"

    @property
    def compiled(self) -> Path:
        """Return the path of the `.mo` file, which is built and never committed."""
        return self.path.with_suffix(".mo")

    def read(self) -> Catalog:
        """Return what is translated so far; empty when there is no file yet."""
        if not self.path.exists():
            return Catalog(locale=self.language)
        with self.path.open("rb") as file:
            return read_po(file, locale=self.language)


def rooms(package: Path = PACKAGE) -> list[Path]:
    """Return the folders that have a catalogue: every room, and `config` for what lies outside of rooms."""
    return sorted(
        {path.parent for path in package.rglob("apps.py") if "tests" not in path.parts} | {package / "config"}
    )


def catalogues(package: Path = PACKAGE) -> Iterator[Catalogue]:
    """Yield every catalogue that there is or should be."""
    for room in rooms(package):
        for language in LANGUAGES:
            yield Catalogue(room, language)


def sources(package: Path = PACKAGE) -> dict[Path, list[Message]]:
    """Return the messages in the source by room, in the order of files and lines."""
    owners = sorted(rooms(package), key=lambda room: len(room.parts), reverse=True)  # the innermost room owns a file
    found: dict[Path, list[Message]] = defaultdict(list)
    for path in sorted(package.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt", ".xml"} or {"tests", "migrations", "locale"} & set(path.parts):
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        room = next((folder for folder in owners if folder in path.parents), package / "config")
        found[room].extend(messages_of(path))
    return found


def update(catalogue: Catalogue, found: list[Message]) -> bool:
    """Bring the file in line with the source, keeping what is translated; returns whether it changed."""
    known = catalogue.read()
    fresh = Catalog(locale=catalogue.language)
    for message in found:
        entry = fresh.add(
            (message.id, message.plural) if message.plural else message.id,
            context=message.context or None,
            locations=[(message.path.relative_to(catalogue.room.parent).as_posix(), 0)],
        )
        old = known.get(message.id, context=message.context or None)
        if old and old.string and not old.fuzzy:
            entry.string = _in_form_of(message, old.string, fresh.num_plurals)
    return _write(catalogue, fresh) if len(fresh) else _remove(catalogue)


def compile_one(catalogue: Catalogue) -> bool:
    """Build the `.mo` file when it is older than its source; returns whether it was built."""
    source, target = catalogue.path, catalogue.compiled
    if not source.exists() or (target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns):
        return False
    buffer = BytesIO()
    write_mo(buffer, catalogue.read())
    _replace(target, buffer.getvalue())
    return True


def _in_form_of(message: Message, text: str | tuple[str, ...] | list[str], plurals: int) -> str | tuple[str, ...]:
    """Keep a translation when a message has gained or lost its plural."""
    forms = (text,) if isinstance(text, str) else tuple(text)
    return (forms * plurals)[:plurals] if message.plural else forms[0]


def _write(catalogue: Catalogue, content: Catalog) -> bool:
    buffer = BytesIO()
    write_po(buffer, content, width=120, omit_header=True, sort_output=True, include_lineno=False)
    header = _HEADER.format(language=catalogue.language, plural_forms=content.plural_forms)
    new = header.encode() + buffer.getvalue()
    if catalogue.path.exists() and catalogue.path.read_bytes() == new:
        return False
    _replace(catalogue.path, new)
    return True


def _remove(catalogue: Catalogue) -> bool:
    there = catalogue.path.exists()
    catalogue.path.unlink(missing_ok=True)
    catalogue.compiled.unlink(missing_ok=True)
    return there


def _replace(path: Path, content: bytes) -> None:
    """Write the whole file or nothing: another process may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)
