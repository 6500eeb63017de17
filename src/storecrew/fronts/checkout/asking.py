"""The checkout's form: what it asks in which country, what was typed, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from storecrew.fronts.storefront.site import Site
from storecrew.shop.addresses import types as addresses
from storecrew.shop.addresses.types import Address, Region
from storecrew.shop.carts.types import CartView

SHIP = "ship_to"
LONGEST_ID = 12
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


@dataclass(slots=True)
class Typed:
    """What was typed into the checkout, or what the cart knows already. `errors`: field to sentence."""

    email: str
    phone: str
    note: str
    country: str
    address: dict[str, str]
    provider: str
    methods: dict[str, int] = field(default_factory=dict)
    letters: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)


def from_cart(cart: CartView, *, asked: str, home: str) -> Typed:
    """Return what the cart knows. Another country that was `asked` for brings its own form; `home` is the store's."""
    ship_to = cart.ship_to.model_dump() if cart.ship_to else {}
    if asked and addresses.is_country(asked) and asked != ship_to.get("country"):
        ship_to = {name: value for name, value in ship_to.items() if name in KEEPS} | {"country": asked}
    return Typed(
        email=cart.email,
        phone=cart.phone,
        note=cart.note,
        country=ship_to.get("country", home),
        address={name: str(value) for name, value in ship_to.items()},
        provider=cart.provider,
        methods=dict(cart.methods),
    )


def from_form(form: QueryDict) -> Typed:
    """Return what was typed. A pasted address, name and telephone number and all, fills what was left empty."""
    address = {name: form.get(name, "").strip() for name in Address.model_fields}
    pasted = addresses.parse_pasted(form.get("pasted", "")) if form.get("pasted", "").strip() else None
    if pasted is not None:
        address |= {name: str(value) for name, value in pasted.model_dump().items() if value and not address.get(name)}
    chosen = {name.removeprefix("method."): form.get(name, "") for name in form if name.startswith("method.")}
    methods = {key: int(value) for key, value in chosen.items() if value.isdecimal() and len(value) < LONGEST_ID}
    return Typed(
        email=form.get("email", "").strip(),
        phone=address["phone"],
        note=form.get("note", "").strip(),
        country=address["country"],
        address=address,
        provider=form.get("provider", ""),
        methods=methods,
        letters=form.get("letters") == "on",
    )


def fields_of(site: Site, typed: Typed) -> tuple[Asked, ...]:
    """Return the address's fields in the order in which its country thinks, without the country itself."""
    return tuple(
        Asked(
            name=one.name,
            id=f"a-{one.name}",
            label=one.label,
            value=typed.address.get(one.name, ""),
            error=typed.errors.get(f"{SHIP}.{one.name}", ""),
            required=one.required,
            autocomplete=f"shipping {one.autocomplete}",
            inputmode=one.inputmode,
            example=one.example,
            choices=() if one.after else one.choices,
            known=_known(site, typed, one),
            after=" ".join(one.after),
        )
        for one in addresses.form_of(typed.country, site.language)
        if one.name != "country"
    )


def _known(site: Site, typed: Typed, asked: addresses.Field) -> tuple[str, ...]:
    if not asked.after:
        return ()
    above = [typed.address.get(name, "") for name in asked.after]
    if not all(above):
        return ()
    return tuple(region.name for region in addresses.regions(typed.country, above, site.language))
