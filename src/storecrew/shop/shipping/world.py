"""Countries in handfuls, so that a zone is a few ticks and not two hundred lines."""

from collections.abc import Mapping, Sequence

from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.types import Text
from storecrew.kernel.store.choices import named_countries

_GROUPS: Mapping[Text, str] = {
    pgettext_lazy("part of the world", "East Asia"): "CN HK MO TW JP KR MN",
    pgettext_lazy("part of the world", "South-East Asia"): "SG MY TH VN ID PH KH LA MM BN TL",
    pgettext_lazy("part of the world", "North America"): "US CA MX",
    pgettext_lazy("part of the world", "European Union"): (
        "AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IT LV LT LU MT NL PL PT RO SE SI SK"
    ),
    pgettext_lazy("part of the world", "Europe outside the Union"): (
        "GB CH NO IS LI AD MC SM VA AL BA ME MK RS MD UA BY RU TR GE AM AZ JE GG IM GI FO"
    ),
    pgettext_lazy("part of the world", "Australia and the Pacific"): "AU NZ FJ PG NC PF",
    pgettext_lazy("part of the world", "South and Central Asia"): "IN PK BD LK NP BT MV KZ UZ KG TJ TM AF",
    pgettext_lazy("part of the world", "Near East"): "AE SA QA KW BH OM IL JO LB IQ IR YE SY PS EG",
    pgettext_lazy("part of the world", "Central and South America"): "BR AR CL CO PE UY PY BO EC VE PA CR GT DO CU PR",
}
_ELSEWHERE = pgettext_lazy("part of the world", "All others")


def grouped(language: str) -> list[tuple[Text, Sequence[tuple[str, str]]]]:
    """Return (part of the world, its countries as (code, name)) with names in a language; every country once."""
    names = dict(named_countries(language))
    found: list[tuple[Text, Sequence[tuple[str, str]]]] = []
    left = dict(names)
    for title, codes in _GROUPS.items():
        found.append((title, [(code, left.pop(code)) for code in codes.split() if code in left]))
    return [*found, (_ELSEWHERE, list(left.items()))]
