"""Tags and notes of the crew, and what there was with a customer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing
from storecrew.kernel.audit.models import Entry
from storecrew.shop.customers import actions, timeline
from storecrew.shop.customers.models import Note, Tag
from storecrew.shop.customers.tests.conftest import LEEDS, themselves
from storecrew.shop.customers.timeline import Happening

pytestmark = pytest.mark.django_db


def tag(actor, *customers, add=(), remove=()) -> int:
    numbers = tuple(customer.pk for customer in customers)
    return actions.tag(actor, actions.TagCustomers(customer_ids=numbers, add=add, remove=remove)).changed


def test_many_are_tagged_at_once_and_a_word_is_one_in_any_case(company, ann, make) -> None:
    bo = make("bo@example.com")
    assert tag(company.marketing, ann, bo, add=("VIP", "gift buyer")) == 2
    assert tag(company.marketing, ann, add=("vip",)) == 0
    assert Tag.objects.count() == 2
    assert tag(company.marketing, ann, remove=("Vip",)) == 1
    assert [row.tag.name for row in ann.tag_rows.all()] == ["gift buyer"]
    assert Entry.objects.filter(action="customers.tag").count() == 3


def test_tagging_with_nothing_is_refused(service, ann) -> None:
    with pytest.raises(InvalidInput):
        tag(service, ann)


def test_who_was_forgotten_or_merged_is_not_tagged(service, ann, make) -> None:
    bo = make("bo@example.com")
    actions.merge(service, actions.MergeTwo(kept_id=ann.pk, gone_id=bo.pk))
    assert tag(service, bo, add=("VIP",)) == 0


@pytest.mark.parametrize("seat", ["finance", "warehouse", "web"])
def test_other_seats_tag_nobody(company, ann, seat) -> None:
    with pytest.raises(Denied):
        tag(company.holding(seat), ann, add=("VIP",))


def test_marketing_writes_open_notes_only(company, ann) -> None:
    draft = {"customer_id": ann.pk, "text": "Likes celadon"}
    actions.add_note(company.marketing, actions.NoteDraft(**draft))
    with pytest.raises(Denied):
        actions.add_note(company.marketing, actions.NoteDraft(**draft, private=True))
    actions.add_note(company.service, actions.NoteDraft(**draft, private=True))
    assert ann.notes.count() == 2


def test_a_note_is_removed_by_who_wrote_it_or_by_service(company, ann) -> None:
    note = actions.add_note(company.service, actions.NoteDraft(customer_id=ann.pk, text="Rings on Mondays")).note_id
    one = actions.OneNote(customer_id=ann.pk, note_id=note)
    with pytest.raises(Denied):
        actions.remove_note(company.marketing, one)
    actions.remove_note(company.director, one)
    with pytest.raises(Missing):
        actions.remove_note(company.director, one)
    assert not Note.objects.exists()


def test_the_timeline_tells_what_the_crew_and_the_customer_did(service, ann) -> None:
    actions.add_address(themselves(ann), actions.AddressDraft(customer_id=ann.pk, address=LEEDS))
    actions.add_note(service, actions.NoteDraft(customer_id=ann.pk, text="Rings on Mondays"))
    found = timeline.of(service, [ann.pk])
    assert [str(one.title) for one in found] == ["Write a note", "Add an address", "New customer"]
    assert [one.who for one in found] == ["何晴", "", "何晴"]


def test_rooms_above_add_to_the_timeline_and_one_that_fails_is_left_out(service, ann, monkeypatch) -> None:
    monkeypatch.setattr(timeline, "_sources", dict(timeline._sources))
    now = timezone.now() + timedelta(minutes=1)

    @timeline.source("test.above")
    def orders(actor, numbers, before, limit):
        yield Happening(at=now, title=f"Order of {list(numbers)}")

    @timeline.source("test.broken")
    def broken(actor, numbers, before, limit):
        raise RuntimeError("down")

    assert [str(one.title) for one in timeline.of(service, [ann.pk])] == [f"Order of [{ann.pk}]", "New customer"]


def test_older_happenings_come_when_asked_for(service, ann) -> None:
    for place in range(6):
        actions.add_note(service, actions.NoteDraft(customer_id=ann.pk, text=f"note {place}"))
    first = timeline.of(service, [ann.pk], limit=4)
    rest = timeline.of(service, [ann.pk], before=first[-1].at, limit=4)
    assert len(first) == 4
    assert [str(one.title) for one in rest] == ["Write a note", "Write a note", "New customer"]
