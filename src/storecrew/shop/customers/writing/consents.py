"""Write down that somebody agreed or took it back."""

import ipaddress

from storecrew.kernel.actions.run import Run
from storecrew.shop.customers.events import ConsentGiven, ConsentWithdrawn
from storecrew.shop.customers.models import Consent, Customer, Purpose

SHOWN_AS = {Purpose.NEWSLETTER: "takes_newsletter", Purpose.TEXTS: "takes_texts"}
"""Purposes that lists ask about, and the column that repeats the newest row."""


def write_consent(
    run: Run, row: Customer, purpose: Purpose, *, given: bool, text_version: str, text_hash: str, place: str
) -> Consent:
    """Add a row of proof and let it hold from now on."""
    proof = Consent.objects.create(
        customer=row,
        purpose=purpose,
        given=given,
        text_version=text_version,
        text_hash=text_hash,
        at=run.now,
        place=place,
        ip=ip_of(run.actor.address),
        by=run.actor.ref,
    )
    run.changed(row.subject, f"consent.{purpose}", old=None, new=given)
    if (column := SHOWN_AS.get(purpose)) and getattr(row, column) != given:
        setattr(row, column, given)
        row.save(update_fields=[column])
    fact = ConsentGiven if given else ConsentWithdrawn
    run.emit(fact(customer_id=row.pk, purpose=purpose.value, place=place), subject=row.subject)
    return proof


def ip_of(text: str) -> str | None:
    """Return a network address as the database takes it, None when it is none."""
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return None


def recount(row: Customer) -> None:
    """Set what the columns repeat from the newest rows, those of records merged into this one included."""
    own = [row.pk, *Customer.objects.filter(merged_into=row).values_list("pk", flat=True)]
    for purpose, column in SHOWN_AS.items():
        newest = Consent.objects.filter(customer__in=own, purpose=purpose).order_by("-pk").first()
        setattr(row, column, newest is not None and newest.given)
    row.save(update_fields=list(SHOWN_AS.values()))
