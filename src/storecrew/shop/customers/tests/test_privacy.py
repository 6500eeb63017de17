"""People get a copy of all that is kept of them, and are forgotten without breaking what has to stay."""

import json
from datetime import datetime

import pytest

from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.models import Event
from storecrew.kernel.mail.models import Message
from storecrew.shop.customers import actions, privacy, reads
from storecrew.shop.customers.models import Consent, Customer, Merge, PrivacyRequest, Session
from storecrew.shop.customers.tests.conftest import LEEDS, themselves

pytestmark = pytest.mark.django_db

SECRETS = ("Ann Lee", "ann@example.com", "+442079460000", "Wharf Street", "LS2 7EQ", "Rings on Mondays", "203.0.113.7")


@pytest.fixture
def full(service, ann: Customer) -> Customer:
    """A customer of whom something is kept in every table."""
    actions.add_address(themselves(ann), actions.AddressDraft(customer_id=ann.pk, address=LEEDS))
    said = {"purpose": "newsletter", "text_version": "2026-03", "place": "account"}
    actions.consent(themselves(ann), actions.GiveConsent(customer_id=ann.pk, **said))
    actions.add_note(service, actions.NoteDraft(customer_id=ann.pk, text="Rings on Mondays"))
    actions.tag(service, actions.TagCustomers(customer_ids=(ann.pk,), add=("VIP",)))
    actions.edit(themselves(ann), actions.CustomerEdit(customer_id=ann.pk, name="Ann Lee-Smith"))
    ann.refresh_from_db()
    return ann


def forget(actor, customer: Customer) -> int:
    return actions.forget(actor, actions.Forget(customer_id=customer.pk)).rows


def test_the_copy_holds_everything_and_goes_to_nobody_else(company, full, make, stranger) -> None:
    query = reads.CustomerQuery(customer_id=full.pk)
    found = json.dumps(reads.personal_data(themselves(full), query).model_dump(mode="json"), ensure_ascii=False)
    for text in ("Ann Lee-Smith", "ann@example.com", "1 Wharf Street", "Rings on Mondays", "VIP", "2026-03"):
        assert text in found
    assert reads.personal_data(company.service, query).customer_id == full.pk
    for actor in (stranger, themselves(make("bo@example.com"))):
        with pytest.raises(Missing):
            reads.personal_data(actor, query)
    for seat in ("marketing", "finance"):
        with pytest.raises(Missing):
            reads.personal_data(company.holding(seat), query)


def test_forgetting_leaves_nothing_personal_anywhere(service, full) -> None:
    assert forget(service, full) > 0
    full.refresh_from_db()
    assert full.forgotten_at is not None
    assert (full.email, full.name, full.phone, full.search) == ("", "", "", "")
    assert not full.addresses.exists()
    assert not full.notes.exists()
    entries = Entry.objects.exclude(action="customers.forget")
    told = str(list(entries.values_list("input", "changes", "result", "message", "address")))
    for secret in SECRETS:
        assert secret not in told, secret


def test_letters_that_went_to_them_say_nothing_any_more(service, full) -> None:
    actions.ask_email(themselves(full), actions.AskEmail(customer_id=full.pk, email="new@example.com"))
    assert Message.objects.get().to == "ann@example.com"
    forget(service, full)
    letter = Message.objects.get()
    assert (letter.to, letter.title, letter.text) == ("forgotten@invalid", "", "")


def test_that_somebody_agreed_stays_as_proof_without_who_it_was(service, full) -> None:
    forget(service, full)
    row = Consent.objects.get(customer=full)
    assert (row.given, row.text_version, row.ip) == (True, "2026-03", None)


def test_forgetting_twice_is_once(service, full) -> None:
    forget(service, full)
    assert forget(service, full) == 0
    assert Event.objects.filter(name="customers.CustomerForgotten").count() == 1


def test_a_preview_tells_and_forgets_nothing(service, full) -> None:
    seen = actions.forget.preview(service, actions.Forget(customer_id=full.pk))
    assert seen.result.rows > 0
    full.refresh_from_db()
    assert full.email == "ann@example.com"


def test_the_same_person_can_come_back_as_somebody_new(service, full, stranger) -> None:
    forget(service, full)
    answer = actions.recognise(stranger, actions.Recognise(email="ann@example.com"))
    assert answer.new
    assert answer.customer_id != full.pk


def test_nothing_is_written_on_somebody_who_was_forgotten(service, full) -> None:
    forget(service, full)
    for attempt in (
        lambda: actions.edit(service, actions.CustomerEdit(customer_id=full.pk, name="Ann")),
        lambda: actions.add_note(service, actions.NoteDraft(customer_id=full.pk, text="again")),
        lambda: actions.add_address(service, actions.AddressDraft(customer_id=full.pk, address=LEEDS)),
        lambda: actions.ask_privacy(service, actions.AskPrivacy(customer_id=full.pk, kind="export")),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == "forgotten"


def test_records_that_were_merged_are_forgotten_together(service, full, make) -> None:
    other = make("ann.lee@example.com", name="A. Lee")
    merge = actions.merge(service, actions.MergeTwo(kept_id=full.pk, gone_id=other.pk))
    forget(service, full)
    other.refresh_from_db()
    assert (other.email, other.name) == ("", "")
    assert Merge.objects.get(pk=merge.merge_id).moved == {}
    with pytest.raises(Refused):
        actions.unmerge(service, actions.OneMerge(merge_id=merge.merge_id))


def test_rooms_above_give_erase_or_say_why_not(service, full, monkeypatch) -> None:
    told: list[tuple[list[int], datetime]] = []
    monkeypatch.setattr(privacy, "_parts", dict(privacy._parts))

    def erase(numbers, now) -> int:
        told.append((list(numbers), now))
        return 3

    privacy.section("test.above", label="Reviews", export=lambda numbers: ["good lamp"], forget=erase)
    privacy.section("test.kept", label="Orders", export=lambda numbers: [], keeps="Tax law wants them.")
    before = actions.forget.preview(service, actions.Forget(customer_id=full.pk)).result.rows
    copy = reads.personal_data(service, reads.CustomerQuery(customer_id=full.pk))
    assert {part.name: part.keeps for part in copy.sections}["test.kept"] == "Tax law wants them."
    assert forget(service, full) == before
    assert [numbers for numbers, _now in told] == [[full.pk], [full.pk]]
    with pytest.raises(ValueError, match="neither"):
        privacy.section("silent", label="Silent", export=lambda numbers: [])


def test_a_session_of_somebody_forgotten_is_nobodys(service, full) -> None:
    from storecrew.shop.customers.writing.sessions import open_session  # noqa: PLC0415  only here

    token = open_session(full, device="", now=full.created_at)
    forget(service, full)
    assert not Session.objects.exists()
    assert reads.whose(token) is None


@pytest.mark.parametrize("seat", ["marketing", "finance", "warehouse", "it"])
def test_other_seats_forget_nobody(company, full, seat) -> None:
    with pytest.raises(Denied):
        forget(company.holding(seat), full)
    assert Entry.objects.filter(action="customers.forget", outcome="denied").count() == 1


def test_a_request_is_taken_down_once_and_due_by_law(ann, make) -> None:
    ask = actions.AskPrivacy(customer_id=ann.pk, kind="forget")
    assert actions.ask_privacy(themselves(ann), ask) == actions.ask_privacy(themselves(ann), ask)
    request = PrivacyRequest.objects.get()
    assert (request.due_at - request.asked_at).days == 30
    zhang = make("zhang@example.com", country="CN")
    actions.ask_privacy(themselves(zhang), actions.AskPrivacy(customer_id=zhang.pk, kind="export"))
    request = PrivacyRequest.objects.get(customer=zhang)
    assert (request.due_at - request.asked_at).days == 15


def test_forgetting_and_handing_out_answer_the_requests(service, ann) -> None:
    for kind in ("export", "forget"):
        actions.ask_privacy(themselves(ann), actions.AskPrivacy(customer_id=ann.pk, kind=kind))
    actions.hand_out(service, actions.HandOut(customer_id=ann.pk))
    assert PrivacyRequest.objects.get(kind="export").answered_by == service.ref
    assert PrivacyRequest.objects.get(kind="forget").answered_at is None
    forget(service, ann)
    assert PrivacyRequest.objects.get(kind="forget").answered_at is not None


def test_a_request_is_refused_with_the_reason(service, ann) -> None:
    asked = actions.ask_privacy(themselves(ann), actions.AskPrivacy(customer_id=ann.pk, kind="forget"))
    refusal = actions.RefusePrivacy(request_id=asked.request_id, reason="An order is on its way to you.")
    actions.refuse_privacy(service, refusal)
    row = PrivacyRequest.objects.get()
    assert (row.refused_because, row.answered_by) == ("An order is on its way to you.", service.ref)
    with pytest.raises(Missing):
        actions.refuse_privacy(service, actions.RefusePrivacy(request_id=999, reason="There is none of these."))
