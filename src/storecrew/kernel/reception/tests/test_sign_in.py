"""Signing in: by password, with a second step, and without telling strangers anything."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from storecrew.conftest import PASSWORD
from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.actions.types import person
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.events.outward import Act
from storecrew.kernel.people import actions
from storecrew.kernel.people.actions.leaving import Leave, Successor
from storecrew.kernel.people.actions.profile import TokenForm
from storecrew.kernel.people.actions.ways_in import WayInNote
from storecrew.kernel.people.models import Person
from storecrew.kernel.reception.letters import NEW_PASSWORD, send_new_password

SIGN_IN = "/crew/sign-in/"


@pytest.fixture
def keeper(company):
    """The warehouse's holder with a password."""
    cache.clear()
    who = Person.objects.get(pk=company.warehouse.person_id)
    who.set_password(PASSWORD)
    who.save()
    EmailAddress.objects.create(user=who, email=who.email, primary=True, verified=True)
    return who


def try_password(client, email, password):
    return client.post(SIGN_IN, {"login": email, "password": password})


def test_the_right_password_opens_the_console_and_is_listed_as_a_session(client, keeper):
    answer = try_password(client, keeper.email, PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/crew/")
    assert UserSession.objects.get().user_id == keeper.pk
    assert client.get("/crew/me/").status_code == 200


def test_who_has_left_does_not_get_in_with_the_right_password(client, company, keeper):
    heirs = (Successor(seat="warehouse", to_id=company.web.person_id),)
    actions.leave(company.founder, Leave(person_id=keeper.pk, successors=heirs))
    assert try_password(client, keeper.email, PASSWORD)["Location"] == "/crew/sign-in/closed/"
    assert client.get("/crew/me/").status_code == 302


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(keeper):
    said = set()
    for email, password in (("nobody@lamphour.example", PASSWORD), (keeper.email, "wrong-password")):
        answer = try_password(Client(), email, password)
        assert answer.status_code == 200
        said.add(tuple(str(error) for error in answer.context["form"].non_field_errors()))
    assert said == {("This address and this password do not belong together.",)}


def test_asking_for_a_new_password_tells_nobody_whether_the_address_is_known(client, keeper, mailoutbox):
    answers = [client.post("/crew/password/", {"email": email}) for email in (keeper.email, "nobody@lamphour.example")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/crew/password/sent/")}
    assert not mailoutbox, "the worker sends it: an answer that takes longer would tell"
    assert OutwardAct.objects.filter(kind=NEW_PASSWORD).count() == 1


def test_a_link_sets_a_new_password_once_and_stands_in_no_table(client, keeper, mailoutbox):
    client.post("/crew/password/", {"email": keeper.email})
    row = OutwardAct.objects.get(kind=NEW_PASSWORD)
    send_new_password(Act(row.pk, row.kind, row.key, row.payload, row.subject, 1, timezone.now()))
    path = re.search(r"http://[^/]+(/crew/password/\S+)", mailoutbox[0].body).group(1)
    assert path.split("-", 1)[1].strip("/") not in str(list(OutwardAct.objects.values()))
    form = client.get(path, follow=True)
    new = {"password1": "paper-moon-rising", "password2": "paper-moon-rising"}
    assert client.post(form.redirect_chain[-1][0], new).status_code == 302
    assert try_password(Client(), keeper.email, "paper-moon-rising")["Location"] == "/crew/"
    assert "does not work any more" in Client().get(path, follow=True).content.decode()


def test_guessing_is_stopped_even_when_the_last_guess_is_right(client, keeper):
    for _ in range(5):
        try_password(client, keeper.email, "wrong-password")
    answer = try_password(client, keeper.email, PASSWORD)
    assert answer.status_code == 200
    assert "Too many tries" in answer.content.decode()


def test_sign_up_is_closed(client, company):
    answer = client.post("/crew/sign-up/", {"email": "new@lamphour.example", "password1": PASSWORD})
    assert "People come in by invitation" in answer.content.decode()
    assert not Person.objects.filter(email="new@lamphour.example").exists()


def test_with_an_app_the_password_alone_does_not_let_in(client, keeper):
    secret = generate_totp_secret()
    TOTP.activate(keeper, secret)
    assert secret not in str(Authenticator.objects.get().data), "the seed is encrypted at rest"
    answer = try_password(client, keeper.email, PASSWORD)
    assert answer["Location"] == "/crew/sign-in/code/"
    assert client.get("/crew/me/").status_code == 302
    assert client.post("/crew/sign-in/code/", {"code": "000000"}).status_code == 200
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post("/crew/sign-in/code/", {"code": code})["Location"] == "/crew/"
    assert client.get("/crew/me/").status_code == 200


def test_a_recovery_code_lets_in_once(client, keeper):
    TOTP.activate(keeper, generate_totp_secret())
    code = RecoveryCodes.activate(keeper).get_unused_codes()[0]
    for client_, expected in ((Client(), 302), (Client(), 200)):
        try_password(client_, keeper.email, PASSWORD)
        assert client_.post("/crew/sign-in/code/", {"code": code}).status_code == expected


def test_who_is_signed_out_elsewhere_is_out_with_the_next_click(client, keeper):
    phone = Client()
    try_password(client, keeper.email, PASSWORD)
    try_password(phone, keeper.email, PASSWORD)
    assert client.post("/crew/me/sessions/", {"all": "1"}).status_code == 303
    assert phone.get("/crew/me/").status_code == 302
    assert client.get("/crew/me/").status_code == 200


def test_a_token_makes_the_request_its_bearers(company, rf):
    from storecrew.kernel.people.middleware import ActorMiddleware  # noqa: PLC0415  only here

    key = actions.create_token(company.finance, TokenForm(name="export"))
    seen = []
    middleware = ActorMiddleware(lambda request: seen.append((request.actor.ref, request.bearer_refused)))
    for token in (key.token, key.token[:-1]):
        request = rf.get("/api/v1/openapi.json", headers={"Authorization": f"Bearer {token}"})
        request.user = AnonymousUser()
        middleware(request)
    assert seen == [(f"person:{company.finance.person_id}", False), ("nobody", True)]


def test_the_audit_knows_what_happened_to_a_way_in(client, keeper):
    try_password(client, keeper.email, PASSWORD)
    client.post(
        "/crew/me/password/",
        {"oldpassword": PASSWORD, "password1": "paper-moon-rising", "password2": "paper-moon-rising"},
    )
    entries = Entry.objects.filter(action="people.note_way_in", subject=f"person:{keeper.pk}").order_by("pk")
    assert [entry.changes[0]["new"] for entry in entries] == ["signed_in", "password_changed"]
    assert {(entry.actor, entry.person_id, entry.address) for entry in entries} == {
        ("system:reception.sign_in", keeper.pk, "127.0.0.1")
    }
    with pytest.raises(Denied):
        actions.note_way_in(person(keeper.pk), WayInNote(person_id=keeper.pk, what="signed_in"))


def test_the_console_speaks_the_persons_language(client, keeper):
    keeper.language = "zh-hans"
    keeper.save()
    client.force_login(keeper)
    assert '<html lang="zh-Hans"' in client.get("/crew/me/", headers={"Accept-Language": "en"}).content.decode()
