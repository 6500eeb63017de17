"""Bring an address into its one form, and say field by field what keeps a parcel from arriving."""

import re
from collections.abc import Callable
from difflib import get_close_matches

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.shop.addresses import labels
from storecrew.shop.addresses.address import Address
from storecrew.shop.addresses.folding import folded, narrowed
from storecrew.shop.addresses.naming import country_name, is_country, place_name
from storecrew.shop.addresses.places import ELSEWHERE, MUNICIPALITIES, STRICT, Country, country
from storecrew.shop.addresses.telephones import checked_phone

EMPTY_LEVELS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Rungs that official lists have between a city and its districts; no address says them."""


def checked(address: Address) -> Address:
    """Return the address in its one form: places by their keys, codes and numbers as the country writes them.

    Raises InvalidInput with a sentence a field, in the language of the moment. Only what the country itself requires is
    required; districts, and regions outside the closed lists, are taken as typed, because lists age and parcels arrive.
    """
    address = _moved(_narrowed(address))
    known = country(address.country) if is_country(address.country) else None
    if known is None:
        raise InvalidInput({"country": _("Choose a country or region.")})
    problems: dict[str, str] = {}
    address = _placed(known, address, problems)
    address = address.model_copy(
        update={
            "postal_code": _attempt(problems, "postal_code", lambda: _postal_code(known, address)),
            "phone": _attempt(problems, "phone", lambda: checked_phone(address.phone, known.code)),
        }
    )
    _complete(known, address, problems)
    if problems:
        raise InvalidInput(problems)
    return address


class Wrong(ValueError):
    """A field's value cannot be right; the message is the sentence."""


def _narrowed(address: Address) -> Address:
    values = {name: narrowed(value) for name, value in address.model_dump().items()}
    return address.model_copy(update=values)


def _moved(address: Address) -> Address:
    """Put what is written as a province of China, but has a code of its own, under that code."""
    if address.country != "CN":
        return address
    for name, code in ELSEWHERE.items():
        if folded(address.region).startswith(folded(name)):
            region, city, district = address.city, address.district, ""
            return address.model_copy(
                update={"country": code, "region": region, "city": city, "district": district, "postal_code": ""}
            )
    return address


def _placed(known: Country, address: Address, problems: dict[str, str]) -> Address:
    """Return the address with its region, city and district by their keys."""
    region, city, district = address.region, address.city, address.district
    if known.code == "CN":
        city = "" if city in EMPTY_LEVELS else city
        district = "" if district in EMPTY_LEVELS else district
    place = known.find(region)
    if place is None:
        if region and known.code in STRICT:
            problems["region"] = _no_such_region(known, region)
        return address.model_copy(update={"city": city, "district": district})
    region = place.key
    if region in MUNICIPALITIES:
        city, district = _without_city(known, region, city, district)
    else:
        town = known.find(city, (region,))
        city = town.key if town else city
        part = known.find(district, (region, city)) if town else None
        district = part.key if part else district
    return address.model_copy(update={"region": region, "city": city, "district": district})


def _without_city(known: Country, region: str, city: str, district: str) -> tuple[str, str]:
    """Return city and district of an address in 北京 and its like, where some write the city twice and some never."""
    if known.find(city) is None:  # it is no "北京市" again, so it is the district, or a street that belongs to it
        city, district = "", district if district and not known.find(city, (region,)) else city or district
    place = known.find(district, (region,))
    return "", place.key if place else district


def _no_such_region(known: Country, region: str) -> str:
    language = get_language() or "en"
    names = {name: place for place in known.places() for name in (place_name(known, place, language), place.key)}
    near = get_close_matches(region, names, n=1, cutoff=0.6)
    if near:
        words = _("“%(text)s” is not known in %(country)s. Is it %(guess)s?")
        guess = place_name(known, names[near[0]], language)
        return words % {"text": region, "country": country_name(known.code), "guess": guess}
    words = _("“%(text)s” is not known in %(country)s. Choose one from the list.")
    return words % {"text": region, "country": country_name(known.code)}


def _postal_code(known: Country, address: Address) -> str:
    """Return the postal code as the country writes it. Codes of a country that has none are left out."""
    text = address.postal_code.upper().replace("〒", "").strip()
    if not text or "postal_code" not in known.used:
        return ""
    if known.postal is None:
        return text
    text = re.sub(r"[‐‑‒–—―−ー]", "-", text)
    prefix = known.postal_prefix
    if prefix and text.startswith((prefix, prefix.replace("-", ""), prefix.replace("-", " "))):
        text = text[len(prefix) :] if text.startswith(prefix) else text[len(prefix.rstrip("-")) :]
    text = text.strip(" -")
    written = _as_written(known, text)
    if written is None:
        raise Wrong(_wrong_code(known, text))
    place = known.find(address.region)
    if place and place.postal and known.code in STRICT and not re.match(f"(?:{place.postal})", written):
        words = _("%(code)s is not a postal code in %(region)s. One of the two is mistyped.")
        raise Wrong(words % {"code": written, "region": place_name(known, place, get_language() or "en")})
    return written


def _as_written(known: Country, text: str) -> str | None:
    """Return the code with its space or hyphen where the country has it; None when it is no code at all."""
    assert known.postal is not None
    compact = re.sub(r"[\s-]", "", text)
    for example in known.postal_examples:
        if len(re.sub(r"[\s-]", "", example)) == len(compact):
            signs = iter(compact)
            like = "".join(sign if sign in " -" else next(signs) for sign in example)
            if known.postal.fullmatch(like):
                return like
    for candidate in (text, compact):
        if known.postal.fullmatch(candidate):
            return candidate
    return None


def _wrong_code(known: Country, text: str) -> str:
    examples = known.postal_examples
    if not examples:
        return _("“%(code)s” is not a postal code in %(country)s.") % {
            "code": text,
            "country": country_name(known.code),
        }
    return _("“%(code)s” is not a postal code in %(country)s. They look like %(example)s.") % {
        "code": text,
        "country": country_name(known.code),
        "example": examples[0],
    }


def _attempt(problems: dict[str, str], field: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except ValueError as wrong:
        problems[field] = str(wrong)
        return ""


def _complete(known: Country, address: Address, problems: dict[str, str]) -> None:
    """Add a sentence for each field that the country requires and that is empty."""
    if not address.name and not address.company:
        problems["name"] = _("Who is it for? Write a name.")
    for field in sorted(known.required):
        if getattr(address, field) or field in problems:
            continue
        if field == "city" and (address.region in MUNICIPALITIES or "region" in problems):
            continue
        problems[field] = labels.missing(known, field)
