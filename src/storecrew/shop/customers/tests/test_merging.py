"""Two records of one person become one, and exactly two again."""

from typing import Any

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.events.models import Event
from storecrew.shop.customers import actions, merging, reads
from storecrew.shop.customers.models import Customer, Merge
from storecrew.shop.customers.tests.conftest import LEEDS, NANHAI, themselves

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo(make):
    """The same person again, from an order by telephone."""
    return make("", name="A. Lee", phone="020 7946 0000", country="GB", language="en")


def together(service, kept: Customer, gone: Customer) -> int:
    data = actions.MergeTwo(kept_id=kept.pk, gone_id=gone.pk)
    return actions.merge(service, data).merge_id


def everything(customer: Customer) -> dict[str, Any]:
    customer.refresh_from_db()
    columns = {name: getattr(customer, name) for name in ("email", "phone", "name", "takes_newsletter", "search")}
    return columns | {
        "addresses": sorted(
            customer.addresses.values_list("fingerprint", "default_shipping", "default_billing", flat=False)
        ),
        "notes": list(customer.notes.values_list("text", flat=True)),
        "tags": sorted(customer.tag_rows.values_list("tag__name", flat=True)),
        "identities": sorted(customer.identities.values_list("kind", flat=True)),
    }


def furnish(service, ann: Customer, bo: Customer) -> None:
    for customer, address in ((ann, LEEDS), (bo, LEEDS), (bo, NANHAI)):
        actions.add_address(service, actions.AddressDraft(customer_id=customer.pk, address=address))
    actions.tag(service, actions.TagCustomers(customer_ids=(ann.pk, bo.pk), add=("VIP",)))
    actions.tag(service, actions.TagCustomers(customer_ids=(bo.pk,), add=("telephone",)))
    actions.add_note(service, actions.NoteDraft(customer_id=bo.pk, text="Rings on Mondays"))
    said = {"purpose": "newsletter", "text_version": "1", "place": "crew"}
    actions.consent(service, actions.GiveConsent(customer_id=bo.pk, **said))


def test_what_moves_is_what_the_other_one_does_not_have(service, ann, bo) -> None:
    furnish(service, ann, bo)
    together(service, ann, bo)
    found = reads.view(bo.pk)
    assert found is not None
    assert (found.customer_id, found.name, set(found.tags)) == (ann.pk, "Ann Lee", {"telephone", "VIP"})
    assert [row.address for row in found.addresses] == [LEEDS, NANHAI]
    assert found.takes_newsletter
    assert ann.notes.get().text == "Rings on Mondays"


def test_taking_it_back_restores_both_to_the_last_detail(service, ann, bo) -> None:
    furnish(service, ann, bo)
    before = everything(ann), everything(bo)
    merge_id = together(service, ann, bo)
    assert everything(ann) != before[0]
    actions.unmerge(service, actions.OneMerge(merge_id=merge_id))
    assert (everything(ann), everything(bo)) == before
    assert [event.name for event in Event.objects.filter(name__startswith="customers.Customers").order_by("pk")] == [
        "customers.CustomersMerged",
        "customers.CustomersUnmerged",
    ]


def test_taking_it_back_twice_is_once(service, ann, bo) -> None:
    merge_id = together(service, ann, bo)
    for _time in range(2):
        actions.unmerge(service, actions.OneMerge(merge_id=merge_id))
    assert Event.objects.filter(name="customers.CustomersUnmerged").count() == 1


def test_an_e_mail_that_only_the_other_one_had_moves_and_comes_back(service, ann, bo) -> None:
    merge_id = together(service, bo, ann)
    bo.refresh_from_db()
    assert (bo.email, bo.mailbox) == ("ann@example.com", "ann@example.com")
    assert actions.recognise(service, actions.Recognise(email="ann@example.com")).customer_id == bo.pk
    actions.unmerge(service, actions.OneMerge(merge_id=merge_id))
    ann.refresh_from_db()
    bo.refresh_from_db()
    assert (ann.email, bo.email) == ("ann@example.com", "")


def test_both_e_mails_lead_to_the_one_that_is_left(service, ann, make) -> None:
    other = make("ann.lee@example.com", name="Ann Lee")
    together(service, ann, other)
    for email in ("ann@example.com", "ann.lee@example.com"):
        assert actions.recognise(service, actions.Recognise(email=email)).customer_id == ann.pk


def test_the_one_that_went_still_acts_as_itself(service, ann, bo) -> None:
    together(service, ann, bo)
    answer = actions.add_address(themselves(bo), actions.AddressDraft(customer_id=bo.pk, address=NANHAI))
    assert ann.addresses.get().pk == answer.address_id


def test_rooms_above_move_their_rows_and_move_them_back(service, ann, bo, monkeypatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(merging, "_movers", {})
    merging.mover(
        "orders",
        move=lambda gone, kept: told.append(("move", gone, kept)) or [7, 8],
        move_back=lambda moved, gone, kept: told.append(("back", moved, gone, kept)),
    )
    merge_id = together(service, ann, bo)
    assert Merge.objects.get(pk=merge_id).moved["orders"] == [7, 8]
    actions.unmerge(service, actions.OneMerge(merge_id=merge_id))
    assert told == [("move", bo.pk, ann.pk), ("back", [7, 8], bo.pk, ann.pk)]


def test_a_room_that_moved_nothing_is_not_asked_to_move_it_back(service, ann, bo, monkeypatch) -> None:
    monkeypatch.setattr(merging, "_movers", {})
    merging.mover("orders", move=lambda gone, kept: None, move_back=lambda moved, gone, kept: len(moved))
    actions.unmerge(service, actions.OneMerge(merge_id=together(service, ann, bo)))
    bo.refresh_from_db()
    assert bo.merged_into_id is None


def test_a_room_that_fails_undoes_the_whole_merge(service, ann, bo, monkeypatch) -> None:
    def fail(gone: int, kept: int) -> None:
        raise Refused("An order is being packed.")

    monkeypatch.setattr(merging, "_movers", {})
    merging.mover("orders", move=fail, move_back=lambda moved, gone, kept: None)
    actions.add_note(service, actions.NoteDraft(customer_id=bo.pk, text="Rings on Mondays"))
    with pytest.raises(Refused):
        together(service, ann, bo)
    bo.refresh_from_db()
    assert bo.merged_into_id is None
    assert bo.notes.count() == 1


def test_a_merged_one_is_not_merged_again_and_nobody_with_itself(service, ann, bo, make) -> None:
    together(service, ann, bo)
    third = make("cy@example.com")
    with pytest.raises(Refused):
        together(service, third, bo)
    with pytest.raises(Refused) as refused:
        together(service, third, ann)
    assert refused.value.code == "has_merged"
    with pytest.raises(InvalidInput):
        together(service, third, third)


@pytest.mark.parametrize("seat", ["marketing", "finance", "warehouse", "web"])
def test_other_seats_merge_nobody(company, ann, bo, seat) -> None:
    with pytest.raises(Denied):
        together(company.holding(seat), ann, bo)


def test_a_preview_moves_nothing(service, ann, bo) -> None:
    actions.merge.preview(service, actions.MergeTwo(kept_id=ann.pk, gone_id=bo.pk))
    bo.refresh_from_db()
    assert bo.merged_into_id is None
    assert not Merge.objects.exists()


def test_likely_duplicates_are_found_with_their_reasons(service, make) -> None:
    ann = make("ann.lee@gmail.com", phone="13800138000")
    bo = make("annlee+shop@googlemail.com", phone="+86 138 0013 8000")
    for customer in (ann, bo):
        actions.add_address(service, actions.AddressDraft(customer_id=customer.pk, address=LEEDS))
    make("other@example.com", phone="13900139000")
    found = reads.pairs()
    assert [(pair.low, pair.high) for pair in found] == [(ann.pk, bo.pk)]
    assert [str(reason) for reason in found[0].reasons] == ["same mailbox", "same telephone", "same address"]


def test_two_people_are_not_asked_about_again(service, make) -> None:
    ann, bo = make("ann@example.com", phone="13800138000"), make("bo@example.com", phone="13800138000")
    actions.not_the_same(service, actions.TwoPeople(one_id=bo.pk, other_id=ann.pk))
    actions.not_the_same(service, actions.TwoPeople(one_id=ann.pk, other_id=bo.pk))
    assert reads.pairs() == []


def test_a_number_that_many_share_makes_no_pairs(service, make) -> None:
    for place in range(8):
        make(f"c{place}@example.com", phone="13800000000")
    assert reads.pairs() == []
