"""What a row of the file says of a customer, as the rules of this store read it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from storecrew.kernel.actions.types import Input
from storecrew.kernel.store.choices import named_countries
from storecrew.shop.addresses.types import is_country
from storecrew.shop.customers.finding import email_of, folded
from storecrew.shop.customers.transfer.dialects import street_of

YES = frozenset({"yes", "true", "1", "y", "subscribed", "是"})
NO = frozenset({"no", "false", "0", "n", "unsubscribed", "否"})


type Cell = Callable[[str], str]


class ImportRow(Input):
    """One row. `newsletter` and `texts` are None where the file does not say; `address` is not checked yet."""

    line: int
    outside_id: str = ""
    email: str = ""
    phone: str = ""
    name: str = ""
    language: str = ""
    newsletter: bool | None = None
    texts: bool | None = None
    tags: tuple[Annotated[str, Field(max_length=60)], ...] = ()
    note: str = ""
    address: dict[str, str] | None = None


def row_of(line: int, cells: Sequence[str], places: Mapping[str, int]) -> ImportRow:
    """Return what a row says; text that is too long for its column is cut."""

    def cell(field: str) -> str:
        place = places.get(field)
        # Shopify writes a quote before numbers and codes so that spreadsheets leave them alone
        return " ".join(cells[place].split()).removeprefix("'") if place is not None else ""

    first, last = cell("first_name"), cell("last_name")
    name = cell("name") if not (first or last) else _joined(first, last)
    return ImportRow(
        line=line,
        outside_id=cell("outside_id")[:80],
        email=email_of(cell("email"))[:254],
        phone=cell("phone")[:40],
        name=name[:200],
        language=cell("language")[:12],
        newsletter=_said(cell("newsletter")),
        texts=_said(cell("texts")),
        tags=tuple(tag[:60] for tag in (part.strip() for part in cell("tags").replace("，", ",").split(",")) if tag)[
            :20
        ],
        note=cell("note")[:4000],
        address=_address(cell, name),
    )


def _joined(first: str, last: str) -> str:
    """Return a whole name; a Chinese one begins with the family name and has no space."""
    if any("\u4e00" <= sign <= "\u9fff" for sign in first + last):
        return f"{last}{first}"
    return f"{first} {last}".strip()


def _said(text: str) -> bool | None:
    word = text.casefold()
    return True if word in YES else False if word in NO else None


def _address(cell: Cell, name: str) -> dict[str, str] | None:
    line1, more = street_of(cell("line1"))
    country = country_of(cell("country"))
    if not line1 and not cell("city"):
        return None
    return {
        "country": country,
        "name": name[:200],
        "company": cell("company")[:200],
        "region": cell("region")[:200],
        "city": cell("city")[:200],
        "district": cell("district")[:200],
        "postal_code": cell("postal_code")[:40],
        "line1": line1[:200],
        "line2": (cell("line2") or more)[:200],
        "phone": cell("phone")[:40],
    }


def country_of(text: str) -> str:
    """Return the code of a country that is written as one or by its name; empty for what is neither."""
    if len(text) == 2 and is_country(text.upper()):
        return text.upper()
    wanted = folded(text)
    for language in ("en", "zh-hans"):
        for code, name in named_countries(language):
            if wanted and folded(name) == wanted:
                return code
    return ""
