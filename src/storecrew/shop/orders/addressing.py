"""An address as a form asks for it: the fields that its country wants, or a whole one pasted out of a chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from string import ascii_uppercase
from typing import Any, Self

from django.http import QueryDict
from django.utils.translation import get_language

from storecrew.shop.addresses.types import Address, Field, country_name, form_of, is_country, parse_pasted
from storecrew.shop.shipping.reads import destinations

NAMES = tuple(Address.model_fields)


@dataclass(frozen=True, slots=True)
class Asked:
    """One field with what was typed and what is wrong with it."""

    field: Field
    value: str
    error: str = ""


@dataclass(slots=True)
class AddressFields:
    """What was typed; `unread` is a pasted text in which no place was found."""

    typed: dict[str, str] = field(default_factory=dict)
    unread: str = ""

    @classmethod
    def of(cls, post: QueryDict | None, known: Mapping[str, str] | None, *, country: str = "CN") -> Self:
        """Return what stands in the form: what was posted, else the known address, else an empty one."""
        if post is None:
            return cls({**dict.fromkeys(NAMES, ""), "country": country, **(known or {})})
        typed = {name: post.get(f"to_{name}", "").strip() for name in NAMES}
        typed["country"] = typed["country"] or country
        pasted = post.get("pasted", "").strip()
        if not pasted:
            return cls(typed)
        found = parse_pasted(pasted)
        return cls(typed, pasted) if found is None else cls(found.model_dump())

    @property
    def empty(self) -> bool:
        """Tell whether nothing was typed but the country."""
        return not any(value for name, value in self.typed.items() if name != "country")

    def values(self) -> dict[str, str]:
        """Return the address as input."""
        return dict(self.typed)

    def shown(self, failures: Mapping[str, str] | None = None) -> list[Asked]:
        """Return the fields in the order in which the country thinks, without the country itself."""
        asked = form_of(self.typed["country"], get_language() or "en")
        return [
            Asked(one, self.typed.get(one.name, ""), (failures or {}).get(one.name, ""))
            for one in asked
            if one.name != "country"
        ]

    def countries(self) -> list[tuple[str, str]]:
        """Return where can be sent to, by name."""
        reached = destinations()
        codes = reached if reached is not None else all_countries()
        named = [(code, country_name(code, get_language() or "en")) for code in {*codes, self.typed["country"]}]
        return sorted(named, key=lambda pair: pair[1])


@cache
def all_countries() -> frozenset[str]:
    """Return every country that addresses know."""
    codes = (f"{one}{two}" for one in ascii_uppercase for two in ascii_uppercase)
    return frozenset(code for code in codes if is_country(code))


def plain(fields: AddressFields) -> dict[str, Any] | None:
    """Return an address to keep in a draft, None while nothing was typed."""
    return None if fields.empty else fields.values()
