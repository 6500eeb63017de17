"""The address book: what is in it, a new one, one put right, one taken out and put back."""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.fronts.account.visits import Visit, form, page
from storecrew.fronts.checkout.countries import countries_of
from storecrew.fronts.checkout.postal import by_id, fields_of, in_country, typed_address
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.shop.addresses import types as addresses
from storecrew.shop.customers import actions
from storecrew.shop.customers.types import AddressView

PLACE = "address"
SALT = "account.address"
BACK_FOR_S = 3600
"""How long what was taken out can be put back from the page that says so."""


@page
def book(visit: Visit) -> HttpResponse:
    """Show the address book."""
    return _book(visit)


@page
def new(visit: Visit) -> HttpResponse:
    """Ask for another address, in the form of the country that was asked for."""
    asked = visit.request.GET.get("country", "")[:2].upper()
    country = asked if addresses.is_country(asked) else visit.customer.country or visit.site.profile.country
    known = {"country": country, "name": visit.customer.name, "phone": visit.customer.phone}
    return _ask(visit, known if not visit.customer.addresses else {"country": country})


@page
def edit(visit: Visit, address_id: str) -> HttpResponse:
    """Show an address of the book to put it right."""
    kept = _own(visit, address_id)
    known = {name: str(value) for name, value in kept.address.model_dump().items()}
    asked = visit.request.GET.get("country", "")[:2].upper()
    return _ask(visit, in_country(known, asked) if addresses.is_country(asked) else known, kept=kept)


@form
def add(visit: Visit) -> HttpResponse:
    """Put an address into the book."""
    typed = typed_address(visit.request.POST)
    if visit.request.POST.get("do") == "fill":
        return _ask(visit, typed)
    values = {"customer_id": visit.customer.customer_id, PLACE: typed}
    usual = visit.request.POST.get("usual") == "on"
    try:
        data = parse(actions.AddressDraft, {**values, "default_shipping": usual, "default_billing": usual})
        actions.add_address(visit.actor, data, now=visit.now)
    except ActionError as error:
        return _ask(visit, typed, error=error)
    return HttpResponseRedirect(visit.to.book)


@form
def change(visit: Visit, address_id: str) -> HttpResponse:
    """Keep an address as it should read."""
    kept = _own(visit, address_id)
    typed = typed_address(visit.request.POST)
    if visit.request.POST.get("do") == "fill":
        return _ask(visit, typed, kept=kept)
    try:
        data = parse(actions.AddressEdit, {**_named(visit, kept), PLACE: typed})
        actions.edit_address(visit.actor, data, now=visit.now)
        if visit.request.POST.get("usual") == "on":
            _make_usual(visit, kept)
    except ActionError as error:
        return _ask(visit, typed, kept=kept, error=error)
    return HttpResponseRedirect(visit.to.book)


@form
def usual(visit: Visit, address_id: str) -> HttpResponse:
    """Let things usually go to this address."""
    _make_usual(visit, _own(visit, address_id))
    return HttpResponseRedirect(visit.to.book)


@form
def remove(visit: Visit, address_id: str) -> HttpResponse:
    """Take an address out of the book; the page that says so can put it back. Taken out already: nothing to do."""
    kept = next((one for one in visit.customer.addresses if str(one.address_id) == address_id), None)
    if kept is None:
        return HttpResponseRedirect(visit.to.book)
    actions.remove_address(visit.actor, parse(actions.OneAddress, _named(visit, kept)), now=visit.now)
    told = [visit.customer.customer_id, kept.address.model_dump(), kept.default_shipping, kept.default_billing]
    return _book(visit.again(), without=kept, put_back=signing.dumps(told, salt=SALT, compress=True))


@form
def put_back(visit: Visit) -> HttpResponse:
    """Put back what was taken out a moment ago."""
    try:
        told = signing.loads(visit.request.POST.get("back", ""), salt=SALT, max_age=BACK_FOR_S)
    except signing.BadSignature:
        return HttpResponseRedirect(visit.to.book)
    customer_id, address, shipping, billing = told
    if customer_id != visit.customer.customer_id:
        raise Missing
    values = {"customer_id": customer_id, PLACE: address, "default_shipping": shipping, "default_billing": billing}
    actions.add_address(visit.actor, parse(actions.AddressDraft, values), now=visit.now)
    return HttpResponseRedirect(visit.to.book)


def _book(visit: Visit, *, without: AddressView | None = None, put_back: str = "") -> HttpResponse:
    site = visit.site
    rows = sorted(visit.customer.addresses, key=lambda one: (not one.default_shipping, one.address_id))
    return visit.show(
        "account/addresses.html",
        _("Addresses"),
        "addresses",
        rows=[(one, addresses.lines(one.address, site.language, home=site.profile.country)) for one in rows],
        taken_out=addresses.one_line(without.address, site.language) if without else "",
        put_back=put_back,
    )


def _ask(
    visit: Visit, address: Mapping[str, str], *, kept: AddressView | None = None, error: ActionError | None = None
) -> HttpResponse:
    errors: Mapping[str, str] = error.fields if isinstance(error, InvalidInput) else {}
    country = address.get("country", "")
    return visit.show(
        "account/address.html",
        _("Put an address right") if kept else pgettext("account", "Add an address"),
        "addresses",
        path=f"addresses/{kept.address_id}" if kept else "addresses/new",
        error=error,
        errors=by_id(errors, place=PLACE),
        kept=kept,
        country=country,
        countries=countries_of(visit.site, also=country),
        fields=fields_of(visit.site, address, errors, place=PLACE),
        pasting=country == "CN",
        only=kept.default_shipping if kept else not visit.customer.addresses,
    )


def _own(visit: Visit, address_id: str) -> AddressView:
    """Return an address of one's own book; somebody else's is as missing as one that never was."""
    for one in visit.customer.addresses:
        if str(one.address_id) == address_id:
            return one
    raise Missing


def _named(visit: Visit, kept: AddressView) -> dict[str, Any]:
    return {"customer_id": visit.customer.customer_id, "address_id": kept.address_id}


def _make_usual(visit: Visit, kept: AddressView) -> None:
    data = parse(actions.SetDefault, {**_named(visit, kept), "shipping": True, "billing": True})
    actions.set_default_address(visit.actor, data, now=visit.now)
