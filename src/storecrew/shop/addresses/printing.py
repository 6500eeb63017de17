"""Write an address as its country does: for a label, and on one line."""

import re

from storecrew.shop.addresses.address import Address
from storecrew.shop.addresses.folding import has_han
from storecrew.shop.addresses.naming import country_name, place_name, reads_native
from storecrew.shop.addresses.places import LETTERS, MUNICIPALITIES, Country, country


def lines(address: Address, language: str, *, home: str = "") -> tuple[str, ...]:
    """Return the address for a label, line by line, for readers of `language`.

    Chinese and Japanese readers get their own countries big to small, everybody else in Latin script and order. The
    country closes it (opens it where one goes from big to small), unless it is `home`. The telephone comes last.
    """
    known = country(address.country)
    if known is None:
        return tuple(filter(None, (address.name, address.company, address.line1, address.line2)))
    native = _native(known, address, language)
    layout = known.layout if native else known.latin_layout
    values = _values(known, address, language)
    rows = [_line(part, values) for part in layout.split("%n")]
    nation = "" if address.country == home else country_name(address.country, language)
    if nation.casefold() in rows[-1].casefold():  # SINGAPORE 546080
        nation = ""
    rows = [nation, *rows] if native and _big_first(known) else [*rows, nation]
    if native and known.language == "zh" and address.name:
        rows[-1] = f"{address.name} {address.phone}".strip()  # who and the number, as on every Chinese parcel
    else:
        rows.append(address.phone)
    return tuple(row for row in rows if row)


def one_line(address: Address, language: str, *, home: str = "") -> str:
    """Return the address on one line; in Chinese as it is pasted into chats: name, number, place."""
    known = country(address.country)
    if known is not None and _native(known, address, language) and known.language == "zh":
        values = _values(known, address, language)
        place = "".join(values[name] for name in ("region", "city", "district", "line1") if values[name])
        nation = "" if address.country in {home, "CN"} else country_name(address.country, language)
        parts = (address.name, address.phone, nation + place, address.company, address.postal_code)
        return " ".join(part for part in parts if part)
    return ", ".join(lines(address, language, home=home))


def _native(known: Country, address: Address, language: str) -> bool:
    """Tell whether to print in the country's own script and order; a street typed in Latin letters asks for the other."""
    in_latin = address.line1.isascii() and re.search(r"[A-Za-z]{3}", address.line1) is not None
    return reads_native(known, language) and not (in_latin and _big_first(known))


def _big_first(known: Country) -> bool:
    return known.layout.rstrip().endswith("%N")


def _values(known: Country, address: Address, language: str) -> dict[str, str]:
    """Return each field as it is printed; what the layout has no place for stands with the street, so nothing is lost."""
    native = _native(known, address, language)
    region, city, district = _names(known, address, language)
    street = [address.line1, address.line2]
    if "district" not in known.used and district:
        street.append(district)
    if "city" not in known.used and city:
        street.append(city)
    return {
        "name": address.name,
        "company": address.company,
        "region": region,
        "city": city,
        "district": district,
        "postal_code": address.postal_code,
        "line1": (" " if native and has_han(address.line1) else ", ").join(filter(None, street)),
    }


def _names(known: Country, address: Address, language: str) -> tuple[str, str, str]:
    """Return region, city and district in the script of the label; a region that is written by its code keeps it."""
    language = language if _native(known, address, language) else "en"
    region = known.find(address.region)
    city = known.find(address.city, (region.key,)) if region else None
    below = (
        (region.key,) if region and region.key in MUNICIPALITIES else (region.key, city.key) if region and city else ()
    )
    district = known.find(address.district, below) if below else None
    coded = region is not None and region.key.isascii() and len(region.key) <= 3
    return (
        region.key if region and coded else place_name(known, region, language) if region else address.region,
        place_name(known, city, language) if city else address.city,
        place_name(known, district, language) if district else address.district,
    )


def _line(layout: str, values: dict[str, str]) -> str:
    """Return one line of a layout; signs between fields that are empty go with them."""
    parts = re.split(r"%([NOADCSZ])", layout)
    text = parts[0] if len(parts) > 1 and values[LETTERS[parts[1]]] else ""
    for letter, after in zip(parts[1::2], parts[2::2], strict=True):
        value = values[LETTERS[letter]]
        text += value + after if value else ""
    return text.strip(" ,-/") if "%" in layout else layout.strip()
