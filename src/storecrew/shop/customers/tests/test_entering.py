"""Customers come in by a link or a password; asking tells nobody who is known, and nothing opens a door twice."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import Event, OutwardAct
from storecrew.shop.customers import actions, proving, reads
from storecrew.shop.customers.models import Customer, Session, SignInLink
from storecrew.shop.customers.tests.conftest import themselves

pytestmark = pytest.mark.django_db

PASSWORD = "six cups before noon"  # noqa: S105  tests only


def link_for(actor: Actor, email: str, **values: object) -> str:
    """Ask for a link and read it out of the letter."""
    actions.ask_link(actor, actions.AskLink.model_validate({"email": email} | values))
    return letter_to(email.lower())


def letter_to(email: str) -> str:
    mail.outbox.clear()
    drain(timezone.now())
    found = [letter for letter in mail.outbox if letter.to == [email] and "/account/enter/" in str(letter.body)]
    assert len(found) == 1
    token = re.search(r"/account/enter/(\S+)", str(found[0].body))
    assert token is not None
    return token[1]


def enter(actor: Actor, token: str, now: datetime | None = None) -> actions.Entered:
    return actions.enter(actor, actions.Enter(token=token, device="Firefox"), now=now)


def test_a_link_opens_an_account_for_somebody_new(stranger) -> None:
    entered = enter(stranger, link_for(stranger, "New@Example.com", name="Bo", go_on="/account/orders"))
    row = Customer.objects.get(pk=entered.customer_id)
    assert (row.email, row.name, row.source, entered.new, entered.go_on) == (
        "new@example.com",
        "Bo",
        "account",
        True,
        "/account/orders",
    )
    assert row.email_proved_at is not None
    assert reads.whose(entered.session) == row.pk


def test_a_guest_becomes_an_account_by_the_link(stranger) -> None:
    number = actions.recognise(stranger, actions.Recognise(email="ann@example.com", name="Ann")).customer_id
    entered = enter(stranger, link_for(stranger, "ann@example.com", name="Mallory"))
    found = reads.view(number)
    assert found is not None
    assert (entered.customer_id, entered.new, found.account, found.name) == (number, False, True, "Ann")
    assert Event.objects.filter(name="customers.AccountOpened").count() == 1


def test_asking_does_the_same_for_known_and_unknown(stranger, ann, django_assert_num_queries) -> None:
    for email in ("ann@example.com", "nobody@example.com"):
        with django_assert_num_queries(5):
            actions.ask_link(stranger, actions.AskLink(email=email))
    assert OutwardAct.objects.filter(kind="customers.link").count() == 2
    assert set(Entry.objects.filter(action="customers.ask_link").values_list("outcome", "subject")) == {("done", "")}


def test_a_link_works_once(stranger) -> None:
    token = link_for(stranger, "ann@example.com")
    enter(stranger, token)
    with pytest.raises(Refused) as refused:
        enter(stranger, token)
    assert refused.value.code == "link_over"


def test_a_link_ends_after_a_quarter_of_an_hour(stranger) -> None:
    token = link_for(stranger, "ann@example.com")
    with pytest.raises(Refused):
        enter(stranger, token, now=timezone.now() + timedelta(minutes=15, seconds=1))


def test_a_link_cannot_be_made_from_its_row(stranger) -> None:
    link_for(stranger, "ann@example.com")
    for forged in (SignInLink.objects.get().uid, f"{SignInLink.objects.get().uid}-{'x' * 43}"):
        with pytest.raises(Refused):
            enter(stranger, forged)


def test_neither_link_nor_session_stands_in_any_audit_row(stranger) -> None:
    token = link_for(stranger, "ann@example.com")
    entered = enter(stranger, token)
    kept = str(list(Entry.objects.values_list("input", "result", "changes"))) + str(list(Session.objects.values()))
    assert token not in kept
    assert entered.session not in kept


def test_too_many_links_to_one_address_are_refused(stranger) -> None:
    for _time in range(5):
        actions.ask_link(stranger, actions.AskLink(email="ann@example.com"))
    with pytest.raises(Refused) as refused:
        actions.ask_link(stranger, actions.AskLink(email="Ann@example.com"))
    assert refused.value.code == "too_many"
    actions.ask_link(stranger, actions.AskLink(email="bo@example.com"))


def test_what_somebody_new_agreed_to_holds_from_the_proof_on(stranger) -> None:
    wish = {"purpose": "newsletter", "text_version": "2026-03", "place": "account"}
    token = link_for(stranger, "ann@example.com", wishes=(wish,))
    assert not Customer.objects.filter(email="ann@example.com").exists()
    entered = enter(stranger, token)
    found = reads.view(entered.customer_id)
    assert found is not None
    assert found.takes_newsletter


def test_links_lead_to_pages_of_the_store_only(stranger) -> None:
    for wrong in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        with pytest.raises(ValueError, match="go_on"):
            actions.AskLink(email="ann@example.com", go_on=wrong)


def with_password(stranger: Actor) -> actions.Entered:
    entered = enter(stranger, link_for(stranger, "ann@example.com", name="Ann Lee"))
    me = themselves(Customer.objects.get(pk=entered.customer_id))
    secret = proving.hashed(PASSWORD, email="ann@example.com", name="Ann Lee")
    actions.set_password(
        me, actions.SetPassword(customer_id=entered.customer_id, password=secret, session=entered.session)
    )
    return entered


def sign_in(stranger: Actor, email: str, password: str) -> actions.Entered:
    proof = proving.prove(email, password, address=stranger.address)
    return actions.sign_in(stranger, actions.SignIn(email=email, proof=proof))


def test_a_password_opens_its_account(stranger) -> None:
    entered = with_password(stranger)
    again = sign_in(stranger, "ANN@example.com", PASSWORD)
    assert again.customer_id == entered.customer_id
    assert again.session != entered.session


def test_a_wrong_password_and_an_unknown_address_hear_the_same(stranger) -> None:
    with_password(stranger)
    heard = []
    for email, password in (("ann@example.com", "wrong"), ("nobody@example.com", PASSWORD)):
        with pytest.raises(Refused) as refused:
            sign_in(stranger, email, password)
        heard.append((refused.value.code, refused.value.message))
    assert heard[0] == heard[1]
    assert Entry.objects.filter(action="customers.sign_in", outcome="refused").count() == 2


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(stranger, monkeypatch) -> None:
    with_password(stranger)
    calls = []
    monkeypatch.setattr(proving, "make_password", lambda text: calls.append("make"))
    monkeypatch.setattr(proving, "check_password", lambda text, secret: calls.append("check"))
    for email in ("ann@example.com", "nobody@example.com"):
        assert proving.prove(email, "wrong", address="") == ""
    assert calls == ["check", "make"]


def test_after_ten_tries_only_the_link_lets_in(stranger) -> None:
    with_password(stranger)
    for _time in range(10):
        with pytest.raises(Refused):
            sign_in(stranger, "ann@example.com", "wrong")
    with pytest.raises(Refused) as refused:
        sign_in(stranger, "ann@example.com", PASSWORD)
    assert refused.value.code == "too_many"
    assert enter(stranger, link_for(stranger, "ann@example.com")).session


def test_a_proof_is_good_for_its_own_password_only(stranger) -> None:
    entered = with_password(stranger)
    proof = proving.prove("ann@example.com", PASSWORD, address="")
    me = themselves(Customer.objects.get(pk=entered.customer_id))
    other = proving.hashed("seven cups before noon")
    data = {"customer_id": entered.customer_id, "password": other, "session": entered.session}
    actions.set_password(me, actions.SetPassword(**data))
    with pytest.raises(Refused):
        actions.sign_in(stranger, actions.SignIn(email="ann@example.com", proof=proof))


def test_a_new_password_ends_other_sessions_and_tells_the_owner(stranger) -> None:
    entered = with_password(stranger)
    elsewhere = sign_in(stranger, "ann@example.com", PASSWORD)
    me = themselves(Customer.objects.get(pk=entered.customer_id))
    secret = proving.hashed("seven cups before noon")
    proof = proving.prove("ann@example.com", PASSWORD, address="")
    data = {"customer_id": entered.customer_id, "password": secret, "session": entered.session, "proof": proof}
    mail.outbox.clear()
    assert actions.set_password(me, actions.SetPassword(**data)).sessions == 1
    assert reads.whose(elsewhere.session) is None
    assert reads.whose(entered.session) == entered.customer_id
    drain(timezone.now())
    assert any(letter.to == ["ann@example.com"] and "密码" in letter.subject for letter in mail.outbox)


def test_an_old_session_alone_does_not_change_a_password(stranger) -> None:
    entered = with_password(stranger)
    me = themselves(Customer.objects.get(pk=entered.customer_id))
    later = timezone.now() + timedelta(hours=1)
    data = {
        "customer_id": entered.customer_id,
        "password": proving.hashed("another five words here"),
        "session": entered.session,
    }
    with pytest.raises(Refused) as refused:
        actions.set_password(me, actions.SetPassword(**data), now=later)
    assert refused.value.code == "not_sure"


@pytest.mark.parametrize("poor", ["short", "1234567890", "password123", "ann@example.com"])
def test_poor_passwords_are_refused_with_the_reason(poor) -> None:
    with pytest.raises(InvalidInput) as refused:
        proving.hashed(poor, email="ann@example.com", name="Ann Lee")
    assert set(refused.value.fields) == {"password"}


def test_nobody_sets_the_password_of_somebody_else(company, stranger, ann) -> None:
    data = actions.SetPassword(customer_id=ann.pk, password=proving.hashed(PASSWORD))
    for actor in (stranger, company.service):
        with pytest.raises(Missing):
            actions.set_password(actor, data)


def test_signing_out_ends_this_session_and_ending_others_leaves_it(stranger) -> None:
    one = enter(stranger, link_for(stranger, "ann@example.com"))
    two = enter(stranger, link_for(stranger, "ann@example.com"))
    me = themselves(Customer.objects.get(pk=one.customer_id))
    assert [row.here for row in reads.sessions(one.customer_id, one.session)].count(True) == 1
    ended = actions.end_sessions(me, actions.EndSessions(customer_id=one.customer_id, keep=one.session))
    assert (ended.sessions, reads.whose(two.session), reads.whose(one.session)) == (1, None, one.customer_id)
    actions.sign_out(me, actions.SignOut(session=one.session))
    actions.sign_out(me, actions.SignOut(session=one.session))
    assert reads.whose(one.session) is None


def test_a_session_that_is_not_used_ends_by_itself(stranger) -> None:
    entered = enter(stranger, link_for(stranger, "ann@example.com"))
    now = timezone.now()
    assert reads.whose(entered.session, now + timedelta(days=60)) == entered.customer_id
    assert reads.whose(entered.session, now + timedelta(days=140)) == entered.customer_id
    assert reads.whose(entered.session, now + timedelta(days=240)) is None
    assert reads.whose("") is None


def test_a_new_e_mail_is_proved_by_its_link_and_the_old_address_hears_of_it(stranger, ann) -> None:
    entered = enter(stranger, link_for(stranger, "ann@example.com"))
    me = themselves(ann)
    actions.ask_email(me, actions.AskEmail(customer_id=ann.pk, email="Ann@new.example"))
    ann.refresh_from_db()
    assert ann.email == "ann@example.com"
    token = letter_to("ann@new.example")
    assert any(letter.to == ["ann@example.com"] for letter in mail.outbox)
    again = enter(stranger, token)
    ann.refresh_from_db()
    assert (again.customer_id, ann.email, entered.customer_id) == (ann.pk, "ann@new.example", ann.pk)


def test_an_e_mail_of_another_account_is_not_taken_over(stranger, ann, make) -> None:
    make("bo@example.com")
    actions.ask_email(themselves(ann), actions.AskEmail(customer_id=ann.pk, email="bo@example.com"))
    with pytest.raises(Refused) as refused:
        enter(stranger, letter_to("bo@example.com"))
    assert refused.value.code == "taken"
    ann.refresh_from_db()
    assert ann.email == "ann@example.com"


def test_what_is_long_over_is_swept(stranger) -> None:
    from storecrew.shop.customers.jobs import sweep  # noqa: PLC0415  registers a schedule

    enter(stranger, link_for(stranger, "ann@example.com"))
    sweep(timezone.now() + timedelta(days=10))
    assert SignInLink.objects.count() == Session.objects.count() == 1
    sweep(timezone.now() + timedelta(days=200))
    assert SignInLink.objects.count() == Session.objects.count() == 0
