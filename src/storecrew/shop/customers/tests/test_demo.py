"""Thousands of customers of the past are written in moments, by the rules of the tables."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from storecrew.shop.customers import reads
from storecrew.shop.customers.demo import PastConsent, PastCustomer, create_many
from storecrew.shop.customers.models import Address, Consent, Customer, Purpose
from storecrew.shop.customers.tests.conftest import LEEDS, NANHAI

pytestmark = pytest.mark.django_db


def past(number: int, **values: object) -> PastCustomer:
    at = timezone.now() - timedelta(days=number % 300)
    agreed = PastConsent(purpose=Purpose.NEWSLETTER, given=True, at=at)
    said = {"addresses": (LEEDS, NANHAI), "consents": (agreed,), "tags": ("VIP", "vip"), "account": number % 2 == 0}
    return PastCustomer(email=f"c{number}@example.com", name=f"Ann {number}", created_at=at, **(said | values))


def test_a_past_customer_is_whole(company) -> None:
    number = create_many([past(0, phone="+44 20 7946 0000")])[0]
    found = reads.view(number)
    assert found is not None
    assert (found.shipping, found.account, found.takes_newsletter, found.tags) == (LEEDS, True, True, ("VIP",))
    assert (found.phone, found.country) == ("+442079460000", "GB")


def test_a_thousand_take_a_few_statements(company, django_assert_max_num_queries) -> None:
    rows = [past(number) for number in range(1000)]
    with django_assert_max_num_queries(60):
        numbers = create_many(rows)
    assert len(set(numbers)) == Customer.objects.count() == 1000
    assert (Address.objects.count(), Consent.objects.count()) == (2000, 1000)


def test_an_e_mail_that_is_taken_is_refused_by_the_table(company) -> None:
    create_many([past(1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        create_many([past(1)])
