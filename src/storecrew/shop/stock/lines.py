"""Read lines as people type, scan or paste them: a SKU or barcode, a number of pieces, perhaps what one costs."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.shop.stock.variants import variants

AT_MOST = 500
_PARTS = re.compile(r"\s*[\t,;，；]\s*|\s+")
_NUMBER = re.compile(r"[+\-−]?\d+")


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line that was understood."""

    variant_id: int
    quantity: int
    cost: Money | None


def read_lines(text: str, *, currency: str = "", signed: bool = False) -> list[TypedLine]:
    """Read one line per variant: `SKU pieces [cost of one]`. Without a number it is one piece; equal ones are added up.

    Raises ValidationError that names every line that cannot be read. `signed`: pieces may be negative.
    """
    rows = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(rows) > AT_MOST:
        raise forms.ValidationError(_("At most %(n)d lines at a time.") % {"n": AT_MOST})
    known = _known([_split(line)[0] for _number, line in rows])
    found: dict[int, TypedLine] = {}
    wrong: list[str] = []
    for number, line in rows:
        try:
            one = _line(line, known, currency=currency, signed=signed)
        except ValueError as error:
            wrong.append(_("Line %(n)d, “%(line)s”: %(why)s") % {"n": number, "line": line, "why": error})
            continue
        before = found.get(one.variant_id)
        quantity = one.quantity + (before.quantity if before else 0)
        found[one.variant_id] = TypedLine(one.variant_id, quantity, one.cost or (before.cost if before else None))
    if wrong:
        raise forms.ValidationError(wrong)
    return list(found.values())


def find_variant(code: str) -> int | None:
    """Return the variant with this SKU or barcode, None when there is none."""
    return _known([code]).get(code.casefold())


def _known(codes: Sequence[str]) -> dict[str, int]:
    """Return variants by what was typed, folded; a SKU wins over a barcode."""
    wanted = {code.casefold(): code for code in codes}
    found: dict[str, int] = {}
    rows = variants().filter(retired_at=None)
    for pk, barcode in rows.filter(barcode__in=list(wanted.values())).order_by("-pk").values_list("pk", "barcode"):
        found[barcode.casefold()] = pk
    for pk, sku in rows.filter(sku__in=_spellings(wanted.values())).values_list("pk", "sku"):
        found[sku.casefold()] = pk
    return found


def _spellings(codes: object) -> set[str]:
    texts = [str(code) for code in codes]  # type: ignore[attr-defined]  # an iterable of codes
    return {spelt for text in texts for spelt in (text, text.upper(), text.lower())}


def _split(line: str) -> list[str]:
    return _PARTS.split(unicodedata.normalize("NFKC", line), maxsplit=2)


def _line(line: str, known: dict[str, int], *, currency: str, signed: bool) -> TypedLine:
    code, *rest = _split(line)
    variant_id = known.get(code.casefold())
    if variant_id is None:
        raise ValueError(_("no variant has this SKU or barcode"))
    pieces = rest[0] if rest else "1"
    if not _NUMBER.fullmatch(pieces):
        raise ValueError(_("the number of pieces cannot be read"))
    quantity = int(pieces.replace("−", "-"))
    if quantity == 0 or (quantity < 0 and not signed) or abs(quantity) > 1_000_000:
        raise ValueError(_("the number of pieces is out of range"))
    if len(rest) < 2 or not currency:
        return TypedLine(variant_id, quantity, None)
    try:
        return TypedLine(variant_id, quantity, parse_money(rest[1], currency))
    except MoneyError as error:
        raise ValueError(str(error)) from error
