"""What every dialect does: recognise its header, say which product a row belongs to, and make a draft of a product's rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, NamedTuple, Protocol

from django.utils.functional import Promise

from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.finding import Finding
from storecrew.kernel.tabular.table import Header
from storecrew.shop.catalogue.slugs import slug_of
from storecrew.shop.catalogue.transfer.draft import FactDraft, PictureDraft, ProductDraft, VariantDraft
from storecrew.shop.catalogue.transfer.reading import Cells, Reading


class Belongs(NamedTuple):
    """Which product a row speaks of. Rows are gathered by `key` wherever they stand in the file."""

    key: str
    """Empty: the product of the row before."""
    aliases: tuple[str, ...] = ()
    """Other names under which rows mean this product; they may come before or after this row."""


class Dialect(Protocol):
    """One system's way of writing products down."""

    name: ClassVar[str]
    label: ClassVar[Promise]

    def __init__(self, header: Header, reading: Reading) -> None: ...

    @classmethod
    def recognises(cls, header: Header) -> int:
        """Return how many of the columns are this system's; 0 when it cannot be one."""
        ...

    def belongs(self, row: Row) -> Belongs:
        """Say which product the row speaks of."""
        ...

    def draft(self, key: str, rows: Sequence[Row]) -> ProductDraft:
        """Make a draft of all rows of one product, in the file's order."""
        ...


def places(header: Header, known: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return field → place for the columns that are known under one of several names, whatever their case."""
    by_name = {name.casefold(): place for name, place in reversed(list(header.index.items()))}
    found: dict[str, int] = {}
    for field, names in known.items():
        for name in names:
            if name.casefold() in by_name:
                found[field] = by_name[name.casefold()]
                break
    return found


def keep_good(
    parsed: Iterable[tuple[Cells, VariantDraft | None]], option_count: int
) -> tuple[tuple[VariantDraft, ...], tuple[Finding, ...]]:
    """Return the variants that can be told apart, and the findings of all rows; of two with the same options the first stays."""
    kept: list[VariantDraft] = []
    findings: list[Finding] = []
    seen: dict[tuple[str, ...], VariantDraft] = {}
    for cells, variant in parsed:
        if variant is not None and not cells.refused:
            if option_count and len([value for value in variant.options if value]) != option_count:
                cells.refuse("missing_option")
            elif first := seen.get(variant.options):
                if replace(variant, line=first.line) == first:
                    cells.note("repeated_row", first=first.line)
                else:
                    cells.refuse("same_options", first=first.line)
            else:
                seen[variant.options] = variant
                kept.append(variant)
        findings.extend(cells.findings)
    return tuple(kept), tuple(findings)


def unique_pictures(pictures: Iterable[PictureDraft]) -> tuple[PictureDraft, ...]:
    """Return each picture once, in order; a description found later is kept."""
    found: dict[str, PictureDraft] = {}
    for picture in pictures:
        before = found.get(picture.source)
        if before is None or (picture.alt and not before.alt):
            found[picture.source] = picture
    return tuple(found.values())


def fact(name: str, values: Iterable[str], *, code: str = "") -> FactDraft:
    """Return a fact; without a code of its own it is known by its name, folded: `Cover material` is cover-material."""
    code = code or slug_of(name) or "x"
    return FactDraft(code[:120], name[:120], tuple(value[:2000] for value in values))


def readable(code: str) -> str:
    """Return a name for an attribute that only has a code: `properties.room_coverage` is Room coverage."""
    word = code.rpartition(".")[2].replace("_", " ").replace("-", " ").strip()
    return word[:1].upper() + word[1:]
