"""Set-up happens once; afterwards people come in by a link that works once."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused, SignedOut
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.redaction import input_hash
from storecrew.kernel.actions.types import nobody, person
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.people import actions, invitations
from storecrew.kernel.people.actions.invites import AcceptInvite, InviteForm, WithdrawInvite
from storecrew.kernel.people.actions.leaving import Leave, TransferOwnership
from storecrew.kernel.people.actions.setup import SetUp
from storecrew.kernel.people.models import Invite, Person, Tenure
from storecrew.kernel.people.reads import InvitesQuery, invites
from storecrew.kernel.store.reads import current

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PASSWORD = "lantern-over-the-gate"


def founding(**more):
    form = {
        "name": "掌灯 Lamphour",
        "country": "CN",
        "currency": "CNY",
        "languages": ["zh-hans", "en"],
        "time_zone": "Asia/Shanghai",
        "founder_name": "许知行",
        "founder_email": "Xu@Lamphour.example",
        "password": PASSWORD,
    }
    return parse(SetUp, {**form, **more})


@pytest.mark.django_db
def test_the_founder_owns_the_store_and_wears_the_hats_chosen():
    done = actions.set_up(nobody(), founding(hats=["director", "service"]), now=NOW)
    grants = grants_of(person(done.person_id), NOW)
    assert (list(grants.seats), grants.owner) == (["director", "service"], True)
    founder = Person.objects.get()
    assert founder.email == "xu@lamphour.example"
    assert founder.check_password(PASSWORD)
    assert EmailAddress.objects.get().verified
    assert current().languages == ("zh-hans", "en")
    assert PASSWORD not in str(list(Entry.objects.values()))


@pytest.mark.django_db
def test_a_store_is_set_up_once():
    actions.set_up(nobody(), founding(), now=NOW)
    with pytest.raises(Refused) as refusal:
        actions.set_up(nobody(), founding(founder_email="other@lamphour.example"), now=NOW)
    assert refusal.value.code == "set_up_already"
    assert Person.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "XX"),
        ("currency", "XXX"),
        ("currency", "DEM"),
        ("languages", []),
        ("languages", ["tlh"]),
        ("time_zone", "Mars/Olympus"),
        ("founder_email", "somebody"),
        ("hats", []),
        ("hats", ["cook"]),
        ("name", "  "),
    ],
)
def test_set_up_names_the_field_that_is_wrong(field, value):
    with pytest.raises(InvalidInput) as invalid:
        founding(**{field: value})
    assert {path.split(".")[0] for path in invalid.value.fields} == {field}


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["short", "1234567890", "password123", "xu@lamphour.example"])
def test_a_weak_password_is_refused_and_leaves_nothing_behind(password):
    with pytest.raises(InvalidInput) as invalid:
        actions.set_up(nobody(), founding(password=password), now=NOW)
    assert list(invalid.value.fields) == ["password"]
    assert current() is None
    assert not Person.objects.exists()


def invite(company, **more):
    form = {"email": "lin@lamphour.example", "seats": ["it"], **more}
    return actions.invite(company.founder, parse(InviteForm, form), now=NOW)


def accept(token, *, at=NOW, name="林小河"):
    return actions.accept_invite(nobody(), AcceptInvite(token=token, name=name, password=PASSWORD), now=at)


def test_an_invited_person_arrives_with_the_seats_promised(company):
    invited = invite(company, seats=["it", "web"])
    joined = accept(invited.token, at=NOW + timedelta(days=7) - timedelta(seconds=1))
    at = NOW + timedelta(days=8)
    seats = grants_of(person(joined.person_id), at).seats
    assert {seat: hold.kind for seat, hold in seats.items()} == {"web": "share", "it": "share"}
    assert EmailAddress.objects.get(user=joined.person_id).verified
    assert invited.token not in str(list(Entry.objects.values()))


def test_a_vacant_seat_is_held_by_whoever_arrives(company):
    Tenure.objects.get(seat="it").close(NOW)
    joined = accept(invite(company).token)
    assert grants_of(person(joined.person_id), NOW).seats["it"].kind == "hold"


def test_a_link_works_once(company):
    token = invite(company).token
    accept(token)
    with pytest.raises(Refused) as refusal:
        accept(token)
    assert refusal.value.code == "invite_dead"


def test_a_link_dies_of_age_withdrawal_and_forgery(company):
    invited = invite(company)
    uid = Invite.objects.get().uid
    for token, at in ((invited.token, NOW + timedelta(days=7)), (invited.token[:-1], NOW), (uid, NOW), ("", NOW)):
        with pytest.raises(Refused):
            accept(token, at=at)
    actions.withdraw_invite(company.founder, WithdrawInvite(invite_id=invited.invite_id), now=NOW)
    actions.withdraw_invite(company.founder, WithdrawInvite(invite_id=invited.invite_id), now=NOW)
    with pytest.raises(Refused):
        accept(invited.token)
    assert not Person.objects.filter(email="lin@lamphour.example").exists()


def test_a_link_of_somebody_who_hands_out_no_seats_any_more_is_dead(company):
    token = invite(company).token
    actions.transfer_ownership(company.founder, TransferOwnership(to_id=company.web.person_id), now=NOW)
    with pytest.raises(Refused) as refusal:
        accept(token)
    assert refusal.value.code == "inviter_gone"


def test_one_open_invitation_an_address_and_none_for_a_colleague(company):
    invite(company)
    with pytest.raises(Refused) as refusal:
        invite(company, email="LIN@lamphour.example")
    assert refusal.value.code == "people_invite_one_open_per_address"
    with pytest.raises(Refused):
        invite(company, email="web@lamphour.example")
    later = parse(InviteForm, {"email": "lin@lamphour.example"})
    assert actions.invite(company.founder, later, now=NOW + timedelta(days=8)).invite_id
    states = [row.state for row in invites(company.founder, InvitesQuery(), now=NOW + timedelta(days=8)).items]
    assert states == ["open", "withdrawn"]


def test_only_the_owner_invites(company):
    form = parse(InviteForm, {"email": "lin@lamphour.example"})
    for actor in (company.director, company.it, company.stranger):
        with pytest.raises(Denied):
            actions.invite(actor, form, now=NOW)
    with pytest.raises(SignedOut):
        actions.invite(company.nobody, form, now=NOW)
    with pytest.raises(Denied):
        invites(company.director, InvitesQuery(), now=NOW)


def test_a_former_colleague_comes_back_under_the_same_number(company):
    actions.leave(company.founder, Leave(person_id=company.stranger.person_id), now=NOW)
    assert not grants_of(company.stranger, NOW).signed_in
    token = invite(company, email="stranger@lamphour.example").token
    assert accept(token).person_id == company.stranger.person_id
    assert grants_of(company.stranger, NOW).seats["it"].kind == "share"


def test_the_row_alone_does_not_make_the_link(company, settings):
    token = invite(company).token
    assert invitations.find(token, NOW) is not None
    settings.SECRET_KEY = "another installation"
    assert invitations.find(token, NOW) is None


@pytest.mark.django_db
def test_a_stolen_audit_does_not_let_a_password_be_guessed(settings):
    form = founding()
    actions.set_up(nobody(), form, now=NOW)
    kept = Entry.objects.get(action="people.set_up").input_hash
    assert kept == input_hash(form)
    settings.SECRET_KEY = "the thief has another one"
    assert kept != input_hash(form)
