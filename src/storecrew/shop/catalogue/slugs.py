"""Names in addresses: made from titles, and kept unique."""

import re
import unicodedata

from django.db.models import Model, Q, QuerySet

LONGEST = 120
_NOT_WORD = re.compile(r"[^\w]+|_+")


def slug_of(text: str) -> str:
    """Return `text` as a part of an address: lower case, letters and digits of any script, joined by hyphens.

    Accents are dropped from Latin letters; Han and other scripts stay, browsers show them as they are. May be empty.
    """
    # folded in between: 𝝖 becomes a capital only when taken apart, and a slug of a slug must be the same slug
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _NOT_WORD.sub("-", unicodedata.normalize("NFC", plain)).strip("-")[:LONGEST].strip("-")


def free_slug[M: Model](rows: QuerySet[M], wanted: str, *, field: str = "slug") -> str:
    """Return `wanted`, or `wanted-2`, `wanted-3` … when rows have it already. One query."""
    taken = set(
        rows.filter(Q(**{field: wanted}) | Q(**{f"{field}__startswith": f"{wanted}-"})).values_list(field, flat=True)
    )
    return free_among(taken, wanted)


def free_among(taken: set[str], wanted: str) -> str:
    """Return `wanted`, or the first of `wanted-2`, `wanted-3` … that is not in `taken`."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
