"""Erase what is personal of a customer: here, in the rooms above that said what they keep, and in what the audit tells."""

from storecrew.kernel.actions.run import Run
from storecrew.kernel.audit import forgetting
from storecrew.kernel.mail import writing as mail
from storecrew.shop.customers import privacy
from storecrew.shop.customers.finding import everybody
from storecrew.shop.customers.models import (
    Address,
    Consent,
    Customer,
    CustomerTag,
    Identity,
    Merge,
    Note,
    Session,
    SignInLink,
)

BLANK = {
    "email": "",
    "mailbox": "",
    "phone": "",
    "phone_end": "",
    "name": "",
    "search": "",
    "outside_id": "",
    "country": "",
    "email_proved_at": None,
    "takes_newsletter": False,
    "takes_texts": False,
}


def erase(run: Run, row: Customer) -> int:
    """Erase everything personal of a customer and of the records merged into it; returns how many rows it changed.

    Consents stay as proof without the network address; merges stay without what they moved, and cannot be undone.
    """
    numbers = everybody(row)
    rows = 0
    for part in privacy.parts():
        rows += part.forget(numbers, run.now) if part.forget else 0
    emails = [email for email in Customer.objects.filter(pk__in=numbers).values_list("email", flat=True) if email]
    names = [name for name in Customer.objects.filter(pk__in=numbers).values_list("name", flat=True) if name]
    rows += sum(mail.forget(email) for email in emails)
    rows += SignInLink.objects.filter(email__in=emails).delete()[0]
    for model in (Address, Identity, Session, Note, CustomerTag):
        rows += model._default_manager.filter(customer__in=numbers).delete()[0]
    rows += Consent.objects.filter(customer__in=numbers).exclude(ip=None).update(ip=None)
    rows += Merge.objects.filter(kept__in=numbers).update(moved={})
    rows += Customer.objects.filter(pk__in=numbers).update(forgotten_at=run.now, **BLANK)
    for number in numbers:
        rows += forgetting.forget(f"customer:{number}")
    for text in (*emails, *names):
        rows += forgetting.forget(f"customer:{row.pk}", name=text) if len(text) > 3 else 0
    row.refresh_from_db()
    return rows
