"""What an account adds for its owner: do without a password, take a wish back, see the link, the consents, the requests."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.events.drain import drain
from storecrew.shop.customers import actions, proving, reads
from storecrew.shop.customers.models import Customer, PrivacyRequest
from storecrew.shop.customers.tests.conftest import Make, themselves
from storecrew.shop.customers.tests.test_entering import PASSWORD, enter, link_for
from storecrew.shop.customers.types import PrivacyKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(ann: Customer, stranger: Actor) -> Customer:
    """Return Ann with a password, signed in nowhere."""
    entered = enter(stranger, link_for(stranger, ann.email))
    secret = proving.hashed(PASSWORD)
    actions.set_password(themselves(ann), actions.SetPassword(customer_id=ann.pk, password=secret))
    actions.sign_out(stranger, actions.SignOut(session=entered.session))
    return ann


def test_who_writes_the_password_can_do_without_it(member, stranger) -> None:
    elsewhere = enter(stranger, link_for(stranger, member.email)).session
    mail.outbox.clear()
    proof = proving.prove(member.email, PASSWORD, address="203.0.113.7")
    ended = actions.remove_password(themselves(member), actions.RemovePassword(customer_id=member.pk, proof=proof))
    found = reads.view(member.pk)
    assert found is not None
    assert (found.has_password, found.account, ended.sessions) == (False, True, 1)
    assert reads.whose(elsewhere) is None
    assert proving.prove(member.email, PASSWORD, address="203.0.113.7") == ""
    drain(timezone.now())
    assert [letter.to for letter in mail.outbox] == [[member.email]]


def test_a_fresh_link_is_as_good_as_the_password(member, stranger) -> None:
    session = enter(stranger, link_for(stranger, member.email)).session
    later = timezone.now() + timedelta(minutes=16)
    data = actions.RemovePassword(customer_id=member.pk, session=session)
    with pytest.raises(Refused) as refused:
        actions.remove_password(themselves(member), data, now=later)
    assert refused.value.code == "not_sure"
    actions.remove_password(themselves(member), data)
    assert reads.whose(session) == member.pk


def test_removing_a_password_twice_changes_nothing_more(member, stranger) -> None:
    session = enter(stranger, link_for(stranger, member.email)).session
    data = actions.RemovePassword(customer_id=member.pk, session=session)
    actions.remove_password(themselves(member), data)
    again = enter(stranger, link_for(stranger, member.email)).session
    assert actions.remove_password(themselves(member), data).sessions == 0
    assert reads.whose(again) == member.pk


def test_nobody_removes_another_ones_password(member, make: Make, stranger) -> None:
    other = make("bo@example.com")
    proof = proving.prove(member.email, PASSWORD, address="203.0.113.7")
    for actor in (themselves(other), stranger):
        with pytest.raises(Missing):
            actions.remove_password(actor, actions.RemovePassword(customer_id=member.pk, proof=proof))
    mine = actions.RemovePassword(customer_id=other.pk, proof=proof)
    assert actions.remove_password(themselves(other), mine).sessions == 0
    found = reads.view(member.pk)
    assert found is not None
    assert found.has_password


def test_a_wish_to_be_forgotten_can_be_taken_back(ann, service) -> None:
    asked = actions.ask_privacy(themselves(ann), actions.AskPrivacy(customer_id=ann.pk, kind=PrivacyKind.FORGET))
    (wish,) = reads.open_requests(ann.pk)
    assert (wish.request_id, wish.kind) == (asked.request_id, "forget")
    data = actions.WithdrawPrivacy(customer_id=ann.pk)
    assert actions.withdraw_privacy(themselves(ann), data) == actions.withdraw_privacy(themselves(ann), data)
    assert reads.open_requests(ann.pk) == ()
    row = PrivacyRequest.objects.get()
    assert (row.withdrawn, row.answered_by) == (True, ann.subject)
    actions.ask_privacy(themselves(ann), actions.AskPrivacy(customer_id=ann.pk, kind=PrivacyKind.FORGET))
    assert len(reads.open_requests(ann.pk)) == 1


def test_what_was_done_cannot_be_taken_back(ann, service) -> None:
    data = actions.WithdrawPrivacy(customer_id=ann.pk)
    with pytest.raises(Missing):
        actions.withdraw_privacy(themselves(ann), data)
    actions.ask_privacy(themselves(ann), actions.AskPrivacy(customer_id=ann.pk, kind=PrivacyKind.FORGET))
    actions.forget(service, actions.Forget(customer_id=ann.pk))
    with pytest.raises(Missing):
        actions.withdraw_privacy(themselves(ann), data)
    assert not PrivacyRequest.objects.get().withdrawn


def test_nobody_takes_back_another_ones_wish(ann, make: Make) -> None:
    actions.ask_privacy(themselves(ann), actions.AskPrivacy(customer_id=ann.pk, kind=PrivacyKind.FORGET))
    with pytest.raises(Missing):
        actions.withdraw_privacy(themselves(make("bo@example.com")), actions.WithdrawPrivacy(customer_id=ann.pk))
    assert len(reads.open_requests(ann.pk)) == 1


def test_looking_at_a_link_uses_nothing_up(stranger) -> None:
    token = link_for(stranger, "bo@example.com", language="en")
    seen = reads.link(token)
    assert seen is not None
    assert (seen.email, seen.language, seen.changes, seen.good) == ("bo@example.com", "en", False, True)
    enter(stranger, token)
    used = reads.link(token)
    assert used is not None
    assert not used.good
    assert reads.link(token[:-1]) is None


def test_the_newest_word_on_each_purpose_counts_also_after_a_merge(ann, make: Make, service) -> None:
    other = make("bo@example.com")
    for row in (ann, other):
        data = {"customer_id": row.pk, "purpose": "newsletter", "text_version": "1", "place": "account"}
        actions.consent(themselves(row), actions.GiveConsent.model_validate(data))
    actions.withdraw_consent(
        themselves(other), actions.WithdrawConsent(customer_id=other.pk, purpose="newsletter", place="account")
    )
    assert reads.newest_consents(ann.pk)["newsletter"].given
    actions.merge(service, actions.MergeTwo.model_validate({"kept_id": ann.pk, "gone_id": other.pk}))
    assert not reads.newest_consents(ann.pk)["newsletter"].given
