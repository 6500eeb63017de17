"""An address as forms of the shop ask for it: which fields in which country, what was typed or pasted, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from storecrew.fronts.storefront.site import Site
from storecrew.shop.addresses import types as addresses
from storecrew.shop.addresses.types import Address, Region

KEEPS = frozenset({"name", "company", "phone"})
"""What of an address is the same in every country."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the address as it is shown. `known`: names offered while typing, where a list would need another field first."""

    name: str
    id: str
    label: str
    value: str
    error: str
    required: bool
    autocomplete: str
    inputmode: str
    example: str
    choices: tuple[Region, ...]
    known: tuple[str, ...]
    after: str


def typed_address(form: QueryDict) -> dict[str, str]:
    """Return what was typed. A pasted address, name and telephone number and all, fills what was left empty."""
    address = {name: form.get(name, "").strip() for name in Address.model_fields}
    pasted = addresses.parse_pasted(form.get("pasted", "")) if form.get("pasted", "").strip() else None
    if pasted is not None:
        address |= {name: str(value) for name, value in pasted.model_dump().items() if value and not address.get(name)}
    return address


def in_country(address: Mapping[str, str], country: str) -> dict[str, str]:
    """Return an address for the form of another country: what it asks for in its own way is asked for anew."""
    if country == address.get("country"):
        return dict(address)
    return {name: value for name, value in address.items() if name in KEEPS} | {"country": country}


def fields_of(
    site: Site, address: Mapping[str, str], errors: Mapping[str, str], *, place: str, section: str = ""
) -> tuple[Asked, ...]:
    """Return the fields in the order in which the address's country thinks, without the country itself.

    `errors` name them as `<place>.<field>`; `section` goes before the autocomplete tokens, such as `shipping`.
    """
    country = address.get("country", "")
    return tuple(
        Asked(
            name=one.name,
            id=f"a-{one.name}",
            label=one.label,
            value=address.get(one.name, ""),
            error=errors.get(f"{place}.{one.name}", ""),
            required=one.required,
            autocomplete=f"{section} {one.autocomplete}".strip(),
            inputmode=one.inputmode,
            example=one.example,
            choices=() if one.after else one.choices,
            known=_known(site, address, one),
            after=" ".join(one.after),
        )
        for one in addresses.form_of(country, site.language)
        if one.name != "country"
    )


def by_id(errors: Mapping[str, str], *, place: str) -> dict[str, str]:
    """Return errors by the id of the field on the page that they belong to."""
    return {
        f"a-{name.removeprefix(place + '.')}" if name.startswith(place) else name: said for name, said in errors.items()
    }


def _known(site: Site, address: Mapping[str, str], asked: addresses.Field) -> tuple[str, ...]:
    if not asked.after:
        return ()
    above = [address.get(name, "") for name in asked.after]
    if not all(above):
        return ()
    return tuple(region.name for region in addresses.regions(address.get("country", ""), above, site.language))
