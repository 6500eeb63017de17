"""Write many customers at once, as they would have become over the months: for demo data and for trials of scale.

Nothing is announced and nothing audited: it is the past. The rules of the tables hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storecrew.shop.addresses.types import Address as PostalAddress
from storecrew.shop.addresses.types import checked
from storecrew.shop.customers.actions.addresses import fingerprint_of
from storecrew.shop.customers.finding import email_of, folded
from storecrew.shop.customers.models import (
    Address,
    Consent,
    Customer,
    CustomerTag,
    Identity,
    IdentityKind,
    Purpose,
    Tag,
)
from storecrew.shop.customers.writing.consents import SHOWN_AS
from storecrew.shop.customers.writing.people import derive, tidy_phone
from storecrew.shop.customers.writing.recognising import PastPerson, find_many, recognise_many, unrecognise

__all__ = [
    "PastConsent",
    "PastCustomer",
    "PastPerson",
    "create_many",
    "find_many",
    "recognise_many",
    "unrecognise",
]

BATCH = 500


@dataclass(frozen=True, slots=True)
class PastConsent:
    """A consent that was given, or taken back, at a moment of the past."""

    purpose: Purpose
    given: bool
    at: datetime
    text_version: str = "1"
    text_hash: str = ""
    place: str = "checkout"
    ip: str | None = None


@dataclass(frozen=True, slots=True)
class PastCustomer:
    """A customer of the past. The first address is the usual one; consents are oldest first."""

    email: str
    name: str
    created_at: datetime
    phone: str = ""
    language: str = ""
    country: str = ""
    source: str = "checkout"
    account: bool = False
    seen_at: datetime | None = None
    addresses: Sequence[PostalAddress] = ()
    consents: Sequence[PastConsent] = ()
    tags: Sequence[str] = field(default=())


def create_many(rows: Sequence[PastCustomer]) -> list[int]:
    """Write customers with their addresses, consents and tags; returns their numbers in the order of `rows`.

    E-mail addresses have to be new and different. A few statements for every 500 rows.
    """
    tags = _tags({folded(word): word for row in reversed(rows) for word in reversed(row.tags)})  # the first spelling
    numbers: list[int] = []
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        people = Customer.objects.bulk_create([_customer(row) for row in part])
        pairs = list(zip(part, people, strict=True))
        Address.objects.bulk_create([one for row, person in pairs for one in _addresses(row, person)], batch_size=BATCH)
        Consent.objects.bulk_create([one for row, person in pairs for one in _consents(row, person)], batch_size=BATCH)
        Identity.objects.bulk_create([_identity(row, person) for row, person in pairs if row.account])
        CustomerTag.objects.bulk_create(
            [CustomerTag(customer=person, tag=tags[key]) for row, person in pairs for key in {*map(folded, row.tags)}]
        )
        numbers += [person.pk for person in people]
    return numbers


def _customer(row: PastCustomer) -> Customer:
    country = row.country or (row.addresses[0].country if row.addresses else "")
    person = Customer(
        email=email_of(row.email),
        phone=tidy_phone(row.phone, country or "CN"),
        name=row.name,
        language=row.language,
        country=country,
        source=row.source,
        created_at=row.created_at,
        seen_at=row.seen_at,
        email_proved_at=row.created_at if row.account else None,
    )
    for said in row.consents:
        if column := SHOWN_AS.get(said.purpose):
            setattr(person, column, said.given)
    derive(person)
    return person


def _addresses(row: PastCustomer, person: Customer) -> list[Address]:
    known = {fingerprint_of(address): address for address in map(checked, row.addresses)}
    return [
        Address(
            customer=person,
            data=address.model_dump(),
            fingerprint=mark,
            default_shipping=place == 0,
            default_billing=place == 0,
            created_at=row.created_at,
        )
        for place, (mark, address) in enumerate(known.items())
    ]


def _consents(row: PastCustomer, person: Customer) -> list[Consent]:
    return [
        Consent(
            customer=person,
            purpose=said.purpose,
            given=said.given,
            text_version=said.text_version,
            text_hash=said.text_hash,
            at=said.at,
            place=said.place,
            ip=said.ip,
            by=person.subject,
        )
        for said in row.consents
    ]


def _identity(row: PastCustomer, person: Customer) -> Identity:
    return Identity(customer=person, kind=IdentityKind.LINK, created_at=row.created_at, changed_at=row.created_at)


def _tags(words: dict[str, str]) -> dict[str, Tag]:
    Tag.objects.bulk_create([Tag(key=key, name=name) for key, name in words.items()], ignore_conflicts=True)
    return {tag.key: tag for tag in Tag.objects.filter(key__in=words).order_by("key")}
