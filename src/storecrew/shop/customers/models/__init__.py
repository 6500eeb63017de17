"""The tables of the room, by noun."""

from storecrew.shop.customers.models.consents import Consent, Purpose
from storecrew.shop.customers.models.crew import CustomerTag, Note, Tag
from storecrew.shop.customers.models.entering import Identity, IdentityKind, LinkPurpose, Session, SignInLink
from storecrew.shop.customers.models.merging import Merge, NotTheSame
from storecrew.shop.customers.models.people import Address, Customer
from storecrew.shop.customers.models.privacy import PrivacyKind, PrivacyRequest

__all__ = [
    "Address",
    "Consent",
    "Customer",
    "CustomerTag",
    "Identity",
    "IdentityKind",
    "LinkPurpose",
    "Merge",
    "NotTheSame",
    "Note",
    "PrivacyKind",
    "PrivacyRequest",
    "Purpose",
    "Session",
    "SignInLink",
    "Tag",
]
