"""Every write of the room."""

from storecrew.shop.customers.actions.addresses import (
    AddressDraft,
    AddressEdit,
    OneAddress,
    SetDefault,
    add_address,
    edit_address,
    remove_address,
    set_default_address,
)
from storecrew.shop.customers.actions.consents import Consented, GiveConsent, WithdrawConsent, consent, withdraw_consent
from storecrew.shop.customers.actions.people import (
    CustomerDraft,
    CustomerEdit,
    Known,
    Recognise,
    Recognised,
    create,
    edit,
    recognise,
)

__all__ = [
    "AddressDraft",
    "AddressEdit",
    "Consented",
    "CustomerDraft",
    "CustomerEdit",
    "GiveConsent",
    "Known",
    "OneAddress",
    "Recognise",
    "Recognised",
    "SetDefault",
    "WithdrawConsent",
    "add_address",
    "consent",
    "create",
    "edit",
    "edit_address",
    "recognise",
    "remove_address",
    "set_default_address",
    "withdraw_consent",
]
