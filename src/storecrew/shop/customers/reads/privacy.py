"""A copy of everything that is kept of one person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Output
from storecrew.shop.customers import privacy
from storecrew.shop.customers.finding import alive, everybody
from storecrew.shop.customers.models import Customer
from storecrew.shop.customers.reads.people import CustomerQuery
from storecrew.shop.customers.seats import KEEPERS, SHOP_DOOR


class PersonalSection(Output):
    """One room's part. `keeps` says what stays when the person is forgotten, and why."""

    name: str
    label: str
    keeps: str
    content: Any


class PersonalData(Output):
    """Everything that is kept of a person, room by room."""

    customer_id: int
    sections: tuple[PersonalSection, ...]


@read("customers.personal_data", label=_("Copy of the data"), seats={PUBLIC, *KEEPERS}, surfaces=SHOP_DOOR)
def personal_data(ask: Ask, data: CustomerQuery) -> PersonalData:
    """Return everything that is kept of a customer (GDPR Art. 15 and 20, PIPL Art. 45). Customers get their own only."""
    row = Customer.objects.filter(pk=data.customer_id).first()
    if row is None:
        raise Missing
    row = alive(row)
    if ask.actor.ref not in {row.subject, f"customer:{data.customer_id}"} and not ask.seats & KEEPERS:
        raise Missing
    numbers = everybody(row)
    sections = (
        PersonalSection(name=part.name, label=str(part.label), keeps=str(part.keeps), content=part.export(numbers))
        for part in privacy.parts()
    )
    return PersonalData(customer_id=row.pk, sections=tuple(sections))
