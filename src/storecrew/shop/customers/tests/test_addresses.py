"""The address book: checked addresses, one usual one, and nobody else's."""

import pytest

from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.audit.models import Entry
from storecrew.shop.customers import actions, reads
from storecrew.shop.customers.tests.conftest import LEEDS, NANHAI, themselves

pytestmark = pytest.mark.django_db


def add(customer, address, **values: bool) -> int:
    data = actions.AddressDraft(customer_id=customer.pk, address=address, **values)
    return actions.add_address(themselves(customer), data).address_id


def test_the_first_address_is_the_usual_one_for_both(ann) -> None:
    number = add(ann, LEEDS)
    found = reads.view(ann.pk)
    assert found is not None
    assert [row.address_id for row in found.addresses] == [number]
    assert (found.shipping, found.billing) == (LEEDS, LEEDS)


def test_a_new_usual_one_takes_the_place_of_the_old(ann) -> None:
    add(ann, LEEDS)
    add(ann, NANHAI, default_shipping=True)
    found = reads.view(ann.pk)
    assert found is not None
    assert (found.shipping, found.billing) == (NANHAI, LEEDS)


def test_addresses_are_kept_in_their_one_form_and_once(ann) -> None:
    sloppy = NANHAI.model_copy(update={"region": "广东", "city": "佛山", "phone": "+86 138 0013 8000"})
    assert add(ann, sloppy) == add(ann, NANHAI)
    assert ann.addresses.get().postal == NANHAI


def test_what_keeps_a_parcel_from_arriving_is_told_by_field(ann) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(ann, LEEDS.model_copy(update={"postal_code": "LS2"}))
    assert set(refused.value.fields) == {"address.postal_code"}
    assert Entry.objects.get(action="customers.add_address").outcome == "refused"


def test_removing_the_usual_one_makes_the_newest_other_one_usual(ann) -> None:
    first, second = add(ann, LEEDS), add(ann, NANHAI)
    actions.remove_address(themselves(ann), actions.OneAddress(customer_id=ann.pk, address_id=first))
    kept = ann.addresses.get()
    assert (kept.pk, kept.default_shipping, kept.default_billing) == (second, True, True)
    with pytest.raises(Missing):
        actions.remove_address(themselves(ann), actions.OneAddress(customer_id=ann.pk, address_id=first))


def test_an_address_is_put_right_in_its_place(ann, service) -> None:
    number = add(ann, LEEDS)
    right = LEEDS.model_copy(update={"line1": "2 Wharf Street"})
    actions.edit_address(service, actions.AddressEdit(customer_id=ann.pk, address_id=number, address=right))
    assert ann.addresses.get(pk=number).postal == right


def test_nobody_touches_the_book_of_somebody_else(ann, make, stranger, company) -> None:
    number = add(ann, LEEDS)
    for actor in (stranger, themselves(make("bo@example.com")), company.warehouse):
        with pytest.raises(Missing):
            actions.remove_address(actor, actions.OneAddress(customer_id=ann.pk, address_id=number))
    with pytest.raises(Missing):
        other = make("cy@example.com")
        actions.remove_address(themselves(other), actions.OneAddress(customer_id=other.pk, address_id=number))


def test_what_the_audit_says_of_an_address_can_be_forgotten(ann) -> None:
    add(ann, LEEDS)
    entry = Entry.objects.get(action="customers.add_address")
    assert ["changes", 0] in entry.personal
    assert ["input", "address", "line1"] in entry.personal
    assert ["input", "address", "country"] not in entry.personal
