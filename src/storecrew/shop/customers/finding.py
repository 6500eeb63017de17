"""Find a customer: by number, e-mail or telephone, and through merges to the record that is alive."""

import re
import unicodedata

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.run import Run
from storecrew.shop.customers.models import Customer

MOST_STEPS = 20
"""Merges of merged records; more would be a circle, which the actions do not make."""


def email_of(text: str) -> str:
    """Return an e-mail address in the one form it is kept in."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def mailbox_of(email: str) -> str:
    """Return which mailbox an address leads to: a tag behind + goes nowhere, nor do Gmail's dots."""
    local, _at, domain = email.partition("@")
    local = local.partition("+")[0] or local
    if domain in {"gmail.com", "googlemail.com"}:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if domain else ""


def folded(*texts: str) -> str:
    """Return texts as they are searched: no widths, no capitals, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", " ".join(texts)).casefold().split())


def digits_of(phone: str) -> str:
    """Return the digits of a number; an extension behind - is none of them."""
    return re.sub(r"\D", "", phone.partition("-")[0] if phone.count("-") == 1 else phone)


def alive(customer: Customer) -> Customer:
    """Return the record that this one went into, or itself."""
    for _step in range(MOST_STEPS):
        if customer.merged_into_id is None:
            return customer
        customer = Customer.objects.get(pk=customer.merged_into_id)
    return customer


def by_email(email: str) -> Customer | None:
    """Return the living record of an e-mail address."""
    row = Customer.objects.filter(email=email).first() if email else None
    return alive(row) if row else None


def whom(run: Run, customer_id: int, *, lock: bool = False) -> Customer:
    """Return the customer this run may act for: the customers themselves, the crew by its seat, or an action around it.

    Raises Missing for everybody else, so that numbers tell nobody whether they are taken.
    """
    rows = Customer.objects.select_for_update(of=("self",)) if lock else Customer.objects.all()
    row = rows.filter(pk=customer_id).first()
    if row is None:
        raise Missing
    row = alive(row)
    trusted = run.seat or run.parent or run.actor.kind == "system"
    if not trusted and run.actor.ref not in {row.subject, f"customer:{customer_id}"}:
        raise Missing
    run.about(row.subject)
    return row


def everybody(row: Customer) -> list[int]:
    """Return the numbers of a customer: their own, and those of records that were merged into it."""
    return [row.pk, *Customer.objects.filter(merged_into=row).order_by("pk").values_list("pk", flat=True)]
