"""What the door promises: done, refused, denied, twice, nested, previewed, and always written down."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError

from storecrew.kernel.actions import door, grants
from storecrew.kernel.actions.errors import Denied, Duplicate, InvalidInput, Refused, SignedOut
from storecrew.kernel.actions.grants import Grants, Hold
from storecrew.kernel.actions.tests import shelf
from storecrew.kernel.actions.types import Actor, nobody
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.audit import reads as activity
from storecrew.kernel.audit.forgetting import FORGOTTEN, forget
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.models import Event as EventRow

pytestmark = pytest.mark.django_db


def test_it_does_audits_and_announces_in_one_commit(warehouse) -> None:
    label = shelf.put(warehouse, shelf.Put(label="tea"))
    entry = Entry.objects.get()
    assert Group.objects.get(pk=label.label_id).name == "tea"
    assert (entry.action, entry.outcome, entry.actor, entry.seat, entry.tenure_id) == (
        "shelf.put",
        "done",
        "person:2",
        "warehouse",
        12,
    )
    assert (entry.subject, entry.address) == (f"label:{label.label_id}", "203.0.113.9")
    assert entry.changes == [{"subject": entry.subject, "field": "label", "old": None, "new": "tea"}]
    event = EventRow.objects.get()
    assert (event.name, event.cause) == ("shelf.LabelPut", entry.uid)


def test_it_records_a_refusal_after_rolling_everything_else_back(warehouse) -> None:
    with pytest.raises(Refused, match="No room"):
        shelf.put(warehouse, shelf.Put(label="tea", explode=True))
    entry = Entry.objects.get()
    assert (entry.outcome, entry.code, entry.message) == (
        "refused",
        "full",
        "No room on the shelf. Take one off first.",
    )
    assert not Group.objects.exists()
    assert not EventRow.objects.exists()


def test_it_records_a_denial_without_running_the_body(director) -> None:
    with pytest.raises(Denied):
        shelf.put(director, shelf.Put(label="tea"))
    assert Entry.objects.get().outcome == "denied"
    assert not Group.objects.exists()


def test_it_tells_strangers_to_sign_in(warehouse) -> None:
    with pytest.raises(SignedOut):
        shelf.put(nobody(), shelf.Put(label="tea"))
    assert Entry.objects.get().actor == "nobody"


def test_it_lets_a_system_actor_do_what_it_was_registered_for_and_nothing_else() -> None:
    clockwork = Actor("system", name=shelf.CLOCKWORK, reason="nightly labels")
    shelf.put(clockwork, shelf.Put(label="tea"))
    assert Entry.objects.get().reason == "nightly labels"
    with pytest.raises(Denied):
        shelf.put_two(clockwork, shelf.PutTwo(first="a", second="b"))


def test_it_gives_the_first_answer_again_for_the_same_key(warehouse) -> None:
    first = shelf.put(warehouse, shelf.Put(label="tea"), key="k1")
    assert shelf.put(warehouse, shelf.Put(label="tea"), key="k1") == first
    assert Group.objects.count() == 1
    assert Entry.objects.count() == 1


def test_it_refuses_a_key_that_was_used_for_something_else(warehouse) -> None:
    shelf.put(warehouse, shelf.Put(label="tea", secret="a"), key="k1")
    with pytest.raises(Duplicate):
        shelf.put(warehouse, shelf.Put(label="tea", secret="b"), key="k1")


def test_it_lets_a_refused_key_be_tried_again(warehouse) -> None:
    with pytest.raises(Refused):
        shelf.put(warehouse, shelf.Put(label="tea", explode=True), key="k1")
    assert shelf.put(warehouse, shelf.Put(label="tea"), key="k1").label == "tea"


def test_it_keeps_keys_of_different_actors_apart(warehouse) -> None:
    shelf.put(warehouse, shelf.Put(label="tea"), key="k1")
    clockwork = Actor("system", name=shelf.CLOCKWORK, reason="nightly labels")
    assert shelf.put(clockwork, shelf.Put(label="soap"), key="k1").label == "soap"


def test_it_explains_a_violated_constraint_with_its_own_sentence(warehouse) -> None:
    shelf.put(warehouse, shelf.Put(label="tea"))
    with pytest.raises(Refused, match="There is such a label already") as refused:
        shelf.put(warehouse, shelf.Put(label="tea"))
    assert refused.value.code == "shelf_label_unique"
    assert isinstance(refused.value.__cause__, IntegrityError)
    assert Entry.objects.filter(outcome="refused").count() == 1


def test_it_nests_under_the_outer_grant_and_points_at_its_parent(director) -> None:
    shelf.put_two(director, shelf.PutTwo(first="tea", second="soap"))
    outer = Entry.objects.get(action="shelf.put_two")
    assert list(Entry.objects.filter(parent=outer.uid).values_list("action", "seat")) == [("shelf.put", "director")] * 2


def test_it_rolls_nested_actions_back_together(director) -> None:
    with pytest.raises(Refused):
        shelf.put_two(director, shelf.PutTwo(first="tea", second="tea"))
    assert not Group.objects.exists()
    assert list(Entry.objects.values_list("action", "outcome")) == [("shelf.put_two", "refused")]


def test_it_refuses_to_call_what_was_not_declared(director) -> None:
    with pytest.raises(TypeError, match="does not declare that it calls shelf.put"):
        shelf.undeclared(director, shelf.PutTwo(first="a", second="b"))


def test_a_preview_answers_what_would_change_and_changes_nothing(warehouse) -> None:
    preview = shelf.put.preview(warehouse, shelf.Put(label="tea"))
    assert preview.result.label == "tea"
    assert [(change.field, change.new) for change in preview.changes] == [("label", "tea")]
    assert preview.events == ("shelf.LabelPut",)
    assert not Group.objects.exists()
    assert not Entry.objects.exists()
    assert not EventRow.objects.exists()


def test_private_fields_never_reach_the_audit(warehouse) -> None:
    shelf.put(warehouse, shelf.Put(label="tea", secret="hunter2"), key="k1")
    entry = Entry.objects.get()
    assert "hunter2" not in str([getattr(entry, field.attname) for field in Entry._meta.concrete_fields])
    assert entry.input["secret"] == "•••"
    assert shelf.put(warehouse, shelf.Put(label="tea", secret="hunter2"), key="k1").token == "•••"


def test_forgetting_a_person_blanks_what_is_personal_and_keeps_the_rest(warehouse) -> None:
    label = shelf.put(warehouse, shelf.Put(label="tea", writer="Lin Zhixia"))
    subject = f"label:{label.label_id}"
    assert forget(subject, person_id=2) == 2
    entry = Entry.objects.get()
    assert "Lin Zhixia" not in str([entry.input, entry.changes, entry.result, entry.message])
    assert (entry.input["label"], entry.input["writer"], entry.address) == ("tea", FORGOTTEN, "")
    assert forget(subject, person_id=2) == 0


def test_bad_input_names_each_field_with_a_sentence() -> None:
    with pytest.raises(InvalidInput) as invalid:
        parse(shelf.Put, {"label": "", "colour": "red"})
    assert invalid.value.fields == {"label": "This cannot be empty.", "colour": "There is no such field here."}


def test_reads_answer_whoever_may_ask(idle) -> None:
    assert shelf.count(idle, shelf.Nothing()).labels == 0
    assert shelf.is_empty(nobody(), shelf.Nothing()).labels == 0
    with pytest.raises(SignedOut):
        shelf.count(nobody(), shelf.Nothing())


def test_the_activity_of_an_object_holds_what_was_done_to_it_and_what_mentions_it(warehouse, director) -> None:
    tea = shelf.put(warehouse, shelf.Put(label="tea")).label_id
    with pytest.raises(Refused):
        shelf.put(warehouse, shelf.Put(label="soap", explode=True))
    shelf.put_two(director, shelf.PutTwo(first="cup", second="pot"))
    assert [row.action for row in activity.of_subject(f"label:{tea}")] == ["shelf.put"]
    assert [row.outcome for row in activity.of_person(2)] == ["refused", "done"]
    outer = activity.of_person(1, limit=10)[0]
    assert outer.action == "shelf.put_two"
    assert [row.action for row in activity.nested_in([outer.uid])[outer.uid]] == ["shelf.put", "shelf.put"]
    assert activity.of_person(2, before=activity.of_person(2)[0].id)[0].outcome == "done"


def test_who_may_only_propose_never_acts_even_where_nothing_parks_the_proposal(warehouse, monkeypatch) -> None:
    monkeypatch.setattr(door, "_gates", [])
    shadow = Grants(seats={"warehouse": Hold(12)}, signed_in=True, shadow=True)
    monkeypatch.setattr(grants, "_resolver", lambda actor, at: shadow)
    with pytest.raises(Refused, match="may only propose"):
        shelf.put(warehouse, shelf.Put(label="tea"))
    assert not Group.objects.exists()
