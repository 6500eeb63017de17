"""The form a country wants: which fields, in which order, with which choices."""

import re
from collections.abc import Sequence
from typing import Literal, cast

from django.utils.translation import get_language, override

from storecrew.shop.addresses.address import AddressField, Field, Region
from storecrew.shop.addresses.labels import label
from storecrew.shop.addresses.naming import place_name, reads_native
from storecrew.shop.addresses.places import LETTERS, MUNICIPALITIES, Country, country

AUTOCOMPLETE = {
    "name": "name",
    "company": "organization",
    "country": "country",
    "region": "address-level1",
    "city": "address-level2",
    "district": "address-level3",
    "postal_code": "postal-code",
    "line1": "address-line1",
    "line2": "address-line2",
    "phone": "tel",
}


def form_of(country_code: str, language: str = "") -> tuple[Field, ...]:
    """Return the fields for an address in that country, in the order in which they are asked.

    Labels and choices are in `language`, else in that of the moment. Empty for what is no country.
    """
    language = language or get_language() or "en"
    known = country(country_code)
    if known is None:
        return ()
    with override(language):
        return tuple(_field(known, name, language) for name in _order(known, language))


def regions(country_code: str, above: Sequence[str] = (), language: str = "") -> tuple[Region, ...]:
    """Return what can be chosen below `above` (region, then city; in any spelling), in the country's own order.

    Each says which field it fills: below 北京市 come districts, because there is no city between. Empty where the
    country keeps no list: one types.
    """
    language = language or get_language() or "en"
    known = country(country_code)
    if known is None:
        return ()
    keys: list[str] = []
    for name in above:
        place = known.find(name, keys)
        if place is None:
            if keys and keys[0] in MUNICIPALITIES and known.find(name):  # the city written again
                continue
            return ()
        keys.append(place.key)
    level = _level(keys)
    found = [Region(value=p.key, name=place_name(known, p, language), level=level) for p in known.places(keys)]
    return tuple(found if reads_native(known, language) else sorted(found, key=lambda region: region.name))


def _level(above: Sequence[str]) -> Literal["region", "city", "district"]:
    if not above:
        return "region"
    return "city" if len(above) == 1 and above[0] not in MUNICIPALITIES else "district"


def _order(known: Country, language: str) -> list[AddressField]:
    layout = known.layout if reads_native(known, language) or known.code == "CN" else known.latin_layout
    order = [LETTERS[letter] for letter in re.findall(r"%([NOADCSZ])", layout)]
    order = [name for name in order if name not in {"name", "company"}]
    order.insert(order.index("line1") + 1, "line2")
    if known.code == "CN":  # one names the recipient and his mobile first, and hardly ever a code
        order = [name for name in order if name not in {"postal_code", "line2"}]
        return cast("list[AddressField]", ["country", "name", "phone", *order, "postal_code"])
    return cast("list[AddressField]", ["country", "name", "company", *order, "phone"])


def _field(known: Country, name: AddressField, language: str) -> Field:
    choices: tuple[Region, ...] = ()
    after: tuple[AddressField, ...] = ()
    if name == "region":
        choices = regions(known.code, (), language)
    elif name == "city" and "region" in known.used and _has_below(known, 1):
        after = ("region",)
    elif name == "district" and _has_below(known, 2):
        after = ("region", "city")
    examples = known.postal_examples
    digits = name == "postal_code" and bool(examples) and all(re.fullmatch(r"[\d-]+", each) for each in examples)
    return Field(
        name=name,
        label=label(known, name),
        required=name in known.required or name in {"name", "country"},
        choices=choices,
        after=after,
        autocomplete=AUTOCOMPLETE[name],
        example=examples[0] if name == "postal_code" and examples else "",
        inputmode="tel" if name == "phone" else "numeric" if digits else "text",
    )


def _has_below(known: Country, depth: int) -> bool:
    """Tell whether the country's list goes that deep anywhere: one look, not a walk through thousands."""
    keys: tuple[str, ...] = ()
    for _step in range(depth):
        places = [place for place in known.places(keys) if known.places((*keys, place.key))]
        if not places:
            return False
        keys = (*keys, places[-1].key)
    return True
