"""Recognise many people of another system's orders at once: those who are known are found, the others become guests.

What is known of somebody is never touched: nobody has proved anything, and the other system may be older than we are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q

from storecrew.shop.customers.finding import alive, email_of
from storecrew.shop.customers.models import Customer
from storecrew.shop.customers.writing.people import derive, tidy_phone

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PastPerson:
    """Whom an order names. `source` and `outside_id`: the system that names them, and what it calls them."""

    source: str
    outside_id: str = ""
    email: str = ""
    phone: str = ""
    name: str = ""
    language: str = ""
    country: str = ""
    since: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    """When they are first heard of."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who that is; `new`: a guest who was not known before. `customer_id` None: nothing tells who it was."""

    customer_id: int | None
    new: bool = False


def find_many(people: Sequence[PastPerson]) -> list[int | None]:
    """Return who of them is known, in their order; three queries. By the system's own number, e-mail, telephone."""
    outside = {(one.source, one.outside_id[:80]) for one in people if one.outside_id}
    emails = {email_of(one.email) for one in people} - {""}
    phones = {_phone(one) for one in people} - {""}
    by_outside = {
        (row.source, row.outside_id): row
        for row in Customer.objects.filter(
            source__in={source for source, _id in outside}, outside_id__in={number for _source, number in outside}
        )
    }
    by_email = {row.email: row for row in Customer.objects.filter(email__in=emails)}
    nameless = Customer.objects.filter(Q(email="") | Q(merged_into__isnull=False), phone__in=phones, forgotten_at=None)
    by_phone: dict[str, Customer] = {}
    for row in nameless.order_by("-pk"):
        by_phone[row.phone] = row  # the oldest one, as for single orders
    found = []
    for one in people:
        person = by_email.get(email_of(one.email)) or by_outside.get((one.source, one.outside_id[:80]))
        if person is None and not email_of(one.email):
            person = by_phone.get(_phone(one))
        found.append(None if person is None or person.forgotten_at else alive(person).pk)
    return found


def recognise_many(people: Sequence[PastPerson]) -> list[Known]:
    """Find them, or make guests of those who are not known; returns who each is, in their order."""
    known = find_many(people)
    rows: dict[tuple[str, str], Customer] = {}
    taken = _taken_numbers(people)
    fresh: list[Customer] = []
    answers: list[Customer | int | None] = []
    for one, customer_id in zip(people, known, strict=True):
        keys = _keys(one)
        if customer_id is not None or not keys:
            answers.append(customer_id)
            continue
        row = next((rows[key] for key in keys if key in rows), None)
        if row is None:
            row = _guest(one, taken)
            fresh.append(row)
        for key in keys:
            rows.setdefault(key, row)
        answers.append(row)
    Customer.objects.bulk_create(fresh, batch_size=AT_ONCE)
    return [Known(one.pk, new=True) if isinstance(one, Customer) else Known(one) for one in answers]


def unrecognise(customer_ids: Collection[int]) -> int:
    """Delete guests of whom nothing is known but what made them; returns how many. Whoever has more stays."""
    rows = Customer.objects.present().filter(pk__in=customer_ids, identities=None, addresses=None, consents=None)
    gone = 0
    for row in rows.filter(tag_rows=None, notes=None).order_by("pk"):
        try:
            with transaction.atomic():
                row.delete()
        except (ProtectedError, IntegrityError):
            continue
        gone += 1
    return gone


def _taken_numbers(people: Sequence[PastPerson]) -> set[tuple[str, str]]:
    """Return outside numbers that somebody has or had: of those who asked to be forgotten, for one, they stay unused."""
    numbers = {one.outside_id[:80] for one in people if one.outside_id}
    return set(Customer.objects.filter(outside_id__in=numbers).values_list("source", "outside_id"))


def _guest(one: PastPerson, taken: set[tuple[str, str]]) -> Customer:
    mark = (one.source, one.outside_id[:80])
    row = Customer(
        email=email_of(one.email)[:254],
        phone=_phone(one),
        name=one.name[:200],
        language=one.language,
        country=one.country,
        source=one.source,
        outside_id="" if mark in taken else mark[1],
        created_at=one.since,
    )
    derive(row)
    return row


def _phone(one: PastPerson) -> str:
    return tidy_phone(one.phone, one.country or "CN") if one.phone else ""


def _keys(one: PastPerson) -> list[tuple[str, str]]:
    """Return what makes two mentions the same new person; empty for somebody nothing tells of."""
    email, phone = email_of(one.email), _phone(one)
    keys = [("email", email)] if email else [("phone", phone)] if phone else []
    return [*keys, (one.source, one.outside_id[:80])] if one.outside_id else keys
