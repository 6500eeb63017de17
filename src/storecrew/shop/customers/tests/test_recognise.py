"""A guest's order finds the customer behind it, or makes one; and nobody writes into an account by knowing its address."""

import pytest

from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.models import Event
from storecrew.shop.customers import actions, reads
from storecrew.shop.customers.models import Customer, Identity, IdentityKind
from storecrew.shop.customers.tests.conftest import themselves

pytestmark = pytest.mark.django_db


def recognise(actor: Actor, **values: str) -> int:
    return actions.recognise(actor, parse(actions.Recognise, values)).customer_id


def test_the_same_e_mail_in_another_case_is_the_same_person(stranger) -> None:
    first = recognise(stranger, email="Ann.Lee@Example.COM", name="Ann Lee", language="en")
    assert recognise(stranger, email=" ann.lee@example.com ") == first
    row = Customer.objects.get(pk=first)
    assert (row.email, row.name, row.source) == ("ann.lee@example.com", "Ann Lee", "checkout")
    assert Event.objects.filter(name="customers.CustomerRegistered").count() == 1


def test_a_second_order_fills_in_what_was_missing_and_replaces_nothing(stranger) -> None:
    number = recognise(stranger, email="ann@example.com", name="Ann Lee")
    recognise(stranger, email="ann@example.com", name="Somebody Else", phone="+44 20 7946 0000", country="GB")
    row = Customer.objects.get(pk=number)
    assert (row.name, row.phone, row.phone_end) == ("Ann Lee", "+442079460000", "0000")


def test_a_guest_with_a_known_address_changes_nothing_of_an_account(stranger, ann) -> None:
    Identity.objects.create(customer=ann, kind=IdentityKind.LINK, created_at=ann.created_at, changed_at=ann.created_at)
    Customer.objects.filter(pk=ann.pk).update(phone="", phone_end="")
    assert recognise(stranger, email="ann@example.com", phone="13800138000") == ann.pk
    ann.refresh_from_db()
    assert ann.phone == ""


def test_without_an_e_mail_the_telephone_decides_among_those_without_one(stranger) -> None:
    first = recognise(stranger, phone="+86 138 0013 8000", name="张三", country="CN")
    assert recognise(stranger, phone="13800138000", country="CN") == first
    other = recognise(stranger, email="zhang@example.com", phone="13800138000", country="CN")
    assert other != first


def test_somebody_who_leaves_neither_is_asked_for_one(stranger) -> None:
    with pytest.raises(InvalidInput) as refused:
        recognise(stranger, name="Ann")
    assert set(refused.value.fields) == {"email"}
    assert Entry.objects.filter(action="customers.recognise", outcome="refused").count() == 1


def test_a_number_that_is_none_does_not_stop_an_order(stranger) -> None:
    number = recognise(stranger, email="ann@example.com", phone="ring twice: 12")
    assert Customer.objects.get(pk=number).phone == "12"


def test_customers_see_themselves_and_nobody_else(stranger, ann, make) -> None:

    other = make("bo@example.com")
    query = reads.CustomerQuery(customer_id=ann.pk)
    assert reads.customer(themselves(ann), query).email == "ann@example.com"
    for actor in (stranger, themselves(other)):
        with pytest.raises(Missing):
            reads.customer(actor, query)


@pytest.mark.parametrize(("seat", "may"), [("service", True), ("finance", True), ("warehouse", False), ("web", False)])
def test_the_crew_sees_customers_by_its_seats(company, ann, seat, may) -> None:
    query = reads.CustomerQuery(customer_id=ann.pk)
    if may:
        assert reads.customer(company.holding(seat), query).name == "Ann Lee"
    else:
        with pytest.raises(Missing):
            reads.customer(company.holding(seat), query)


def test_many_customers_are_four_questions(ann, make, django_assert_num_queries) -> None:
    numbers = [ann.pk, *(make(f"c{n}@example.com").pk for n in range(5))]
    with django_assert_num_queries(5):
        assert len(reads.views(numbers)) == 6
