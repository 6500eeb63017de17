"""The address book: put in, put right, take out, and which address is the usual one."""

import hashlib
import json

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.shop.addresses import types as addresses
from storecrew.shop.customers.finding import whom
from storecrew.shop.customers.models import Address, Customer
from storecrew.shop.customers.seats import CREW_DOORS, SHOP_DOOR, THEMSELVES

MOST = 50
"""Addresses in one book; more is a mistake or mischief."""


class AddressDraft(Input):
    """A new address. The first one is the usual one for both."""

    customer_id: int
    address: addresses.Address
    default_shipping: bool = False
    default_billing: bool = False


class OneAddress(Input):
    """An address of somebody's book."""

    customer_id: int
    address_id: int


class AddressEdit(OneAddress):
    """An address as it should read."""

    address: addresses.Address


class SetDefault(OneAddress):
    """Which things usually go there."""

    shipping: bool = False
    billing: bool = False


class Kept(Output):
    """An address of the book."""

    address_id: int


@action(
    "customers.add_address", label=gettext_lazy("Add an address"), seats=THEMSELVES, surfaces=CREW_DOORS | SHOP_DOOR
)
def add_address(run: Run, data: AddressDraft) -> Kept:
    """Put an address into a customer's book; one that is there already is kept once."""
    row = _book_of(run, data.customer_id)
    address = _checked(data.address)
    kept = row.addresses.filter(fingerprint=fingerprint_of(address)).first()
    first = not row.addresses.exists()
    if kept is None:
        if row.addresses.count() >= MOST:
            raise Refused(_("The address book is full. Take out an address that is no longer needed."), code="full")
        kept = Address.objects.create(
            customer=row, data=address.model_dump(), fingerprint=fingerprint_of(address), created_at=run.now
        )
        _tell(run, row, None, address)
        if not row.country:
            row.country = address.country
            row.save(update_fields=["country"])
    _set_default(row, kept, shipping=data.default_shipping or first, billing=data.default_billing or first)
    return Kept(address_id=kept.pk)


@action(
    "customers.edit_address", label=gettext_lazy("Edit an address"), seats=THEMSELVES, surfaces=CREW_DOORS | SHOP_DOOR
)
def edit_address(run: Run, data: AddressEdit) -> Kept:
    """Put an address of the book right. Orders that were sent there keep what they were sent with."""
    row = _book_of(run, data.customer_id)
    kept = _address(row, data.address_id)
    before, address = kept.postal, _checked(data.address)
    kept.data, kept.fingerprint = address.model_dump(), fingerprint_of(address)
    kept.save(update_fields=["data", "fingerprint"])
    _tell(run, row, before, address)
    return Kept(address_id=kept.pk)


@action(
    "customers.remove_address",
    label=gettext_lazy("Remove an address"),
    seats=THEMSELVES,
    surfaces=CREW_DOORS | SHOP_DOOR,
)
def remove_address(run: Run, data: OneAddress) -> Nothing:
    """Take an address out of the book. Orders that were sent there keep it."""
    row = _book_of(run, data.customer_id)
    kept = _address(row, data.address_id)
    _tell(run, row, kept.postal, None)
    shipping, billing = kept.default_shipping, kept.default_billing
    kept.delete()
    heir = row.addresses.order_by("-pk").first()
    if heir is not None:
        _set_default(row, heir, shipping=shipping, billing=billing)
    return Nothing()


@action(
    "customers.set_default_address",
    label=gettext_lazy("Make an address the usual one"),
    seats=THEMSELVES,
    surfaces=CREW_DOORS | SHOP_DOOR,
)
def set_default_address(run: Run, data: SetDefault) -> Kept:
    """Say that things usually go to this address, or that invoices are made out to it."""
    row = _book_of(run, data.customer_id)
    kept = _address(row, data.address_id)
    before = row.addresses.filter(default_shipping=True).values_list("pk", flat=True).first()
    _set_default(row, kept, shipping=data.shipping, billing=data.billing)
    if data.shipping:
        run.changed(row.subject, "default_address", old=before, new=kept.pk)
    return Kept(address_id=kept.pk)


def _book_of(run: Run, customer_id: int) -> Customer:
    row = whom(run, customer_id, lock=True)
    if row.forgotten_at is not None:
        raise Refused(_("This customer was forgotten; nothing can be written here any more."), code="forgotten")
    return row


def _address(row: Customer, address_id: int) -> Address:
    kept = row.addresses.filter(pk=address_id).first()
    if kept is None:
        raise Missing(_("This address is not in the book any more."))
    return kept


def _checked(address: addresses.Address) -> addresses.Address:
    try:
        return addresses.checked(address)
    except InvalidInput as error:
        raise InvalidInput({f"address.{name}": sentence for name, sentence in error.fields.items()}) from error


def fingerprint_of(address: addresses.Address) -> str:
    """Return what tells two addresses apart, every field of them."""
    canonical = json.dumps(address.model_dump(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _set_default(row: Customer, kept: Address, *, shipping: bool, billing: bool) -> None:
    """Make it the usual one; the other one gives way first, since there is only one at any moment."""
    others = row.addresses.exclude(pk=kept.pk)
    if shipping and not kept.default_shipping:
        others.filter(default_shipping=True).update(default_shipping=False)
        Address.objects.filter(pk=kept.pk).update(default_shipping=True)
    if billing and not kept.default_billing:
        others.filter(default_billing=True).update(default_billing=False)
        Address.objects.filter(pk=kept.pk).update(default_billing=True)


def _tell(run: Run, row: Customer, before: addresses.Address | None, after: addresses.Address | None) -> None:
    old, new = (addresses.one_line(address, "zh-hans") if address else None for address in (before, after))
    run.changed(row.subject, "address", old=old, new=new, personal=True)
