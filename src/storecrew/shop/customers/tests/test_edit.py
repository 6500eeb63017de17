"""Customers are written down and put right by the crew and by themselves."""

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.models import Event
from storecrew.shop.customers import actions
from storecrew.shop.customers.models import Customer, Identity, IdentityKind
from storecrew.shop.customers.tests.conftest import themselves

pytestmark = pytest.mark.django_db


def test_a_customer_is_found_by_the_end_of_the_number_and_by_any_case(ann) -> None:
    assert (ann.phone, ann.phone_end, ann.search) == ("+442079460000", "0000", "ann lee ann@example.com")


def test_an_address_that_is_taken_names_its_holder(service, ann, make) -> None:
    with pytest.raises(InvalidInput) as refused:
        make("ANN@example.com")
    assert "Ann Lee" in refused.value.fields["email"]
    assert Entry.objects.filter(action="customers.create", outcome="refused").count() == 1


def test_somebody_of_whom_nothing_is_known_is_not_written_down(service) -> None:
    with pytest.raises(InvalidInput):
        actions.create(service, actions.CustomerDraft())


@pytest.mark.parametrize("seat", ["warehouse", "marketing", "finance", "web"])
def test_other_seats_write_no_customers(company, seat) -> None:
    with pytest.raises(Denied):
        actions.create(company.holding(seat), actions.CustomerDraft(name="Ann"))


def test_customers_put_their_own_name_right_and_nobody_elses(ann, make) -> None:
    actions.edit(themselves(ann), actions.CustomerEdit(customer_id=ann.pk, name="Ann Li", phone="020 7946 0001"))
    ann.refresh_from_db()
    assert (ann.name, ann.phone, ann.phone_end, ann.search) == (
        "Ann Li",
        "02079460001",
        "0001",
        "ann li ann@example.com",
    )
    with pytest.raises(Missing):
        actions.edit(themselves(ann), actions.CustomerEdit(customer_id=make("bo@example.com").pk, name="Ann"))


def test_saving_the_same_again_announces_nothing(service, ann) -> None:
    actions.edit(service, actions.CustomerEdit(customer_id=ann.pk, name="Ann Lee"))
    assert not Event.objects.filter(name="customers.CustomerEdited").exists()


def test_customers_change_their_e_mail_by_a_link_only(ann) -> None:
    with pytest.raises(Refused) as refused:
        actions.edit(themselves(ann), actions.CustomerEdit(customer_id=ann.pk, email="new@example.com"))
    assert refused.value.code == "needs_link"


def test_the_crew_changes_an_e_mail_and_it_is_unproved_then(service, ann) -> None:
    Customer.objects.filter(pk=ann.pk).update(email_proved_at=ann.created_at)
    actions.edit(service, actions.CustomerEdit(customer_id=ann.pk, email="New@example.com"))
    ann.refresh_from_db()
    assert (ann.email, ann.email_proved_at) == ("new@example.com", None)


def test_an_account_keeps_an_e_mail_to_sign_in_with(service, ann) -> None:
    Identity.objects.create(customer=ann, kind=IdentityKind.LINK, created_at=ann.created_at, changed_at=ann.created_at)
    with pytest.raises(InvalidInput):
        actions.edit(service, actions.CustomerEdit(customer_id=ann.pk, email=""))


def test_a_wrong_number_is_refused_by_field(service, ann) -> None:
    with pytest.raises(InvalidInput) as refused:
        actions.edit(service, actions.CustomerEdit(customer_id=ann.pk, phone="12"))
    assert set(refused.value.fields) == {"phone"}
