"""Links open for whom they were given, as long as they were given, and for nobody a moment longer."""

from datetime import timedelta
from typing import Any

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import Event
from storecrew.kernel.mail.models import Message
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply.access import actions, reads
from storecrew.shop.supply.access.models import Key
from storecrew.shop.supply.access.tests.conftest import NOW, Letting
from storecrew.shop.supply.access.tokens import token_of
from storecrew.shop.supply.access.types import MOST_DAYS
from storecrew.shop.supply.models import Contact, Supplier
from storecrew.shop.supply.tests.conftest import add_supplier

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_link_opens_for_its_supplier_and_tells_who_came(letting: Letting) -> None:
    given = letting.give()
    found = reads.opened(given.token, NOW + DAY)
    assert found is not None
    assert (found.key_id, found.supplier_id, found.contact_id) == (
        given.key_id,
        letting.buying.supplier_id,
        letting.contact_id,
    )
    assert found.language == "zh-hans"
    assert given.url == f"https://shop.example/portal/{given.token}/"


def test_only_a_hash_of_it_is_stored_anywhere(letting: Letting) -> None:
    given = letting.give()
    letting.use(given, now=NOW)
    stored = [*Key.objects.values_list(), *Entry.objects.values_list(), *Event.objects.values_list()]
    assert given.token not in repr(stored)
    assert len(given.token) == 32
    assert token_of(Key.objects.get()) == given.token


def test_under_another_installation_key_it_still_opens_and_is_not_shown_again(letting: Letting, settings: Any) -> None:
    given = letting.give()
    settings.SECRET_KEY = "another"
    assert reads.opened(given.token, NOW) is not None
    assert token_of(Key.objects.get()) == ""
    assert reads.url_for(letting.buying.supplier_id, None, NOW) == ""
    with pytest.raises(Refused, match="another installation key"):
        actions.send_key(letting.buying.buyer, actions.SendKey(key_id=given.key_id), now=NOW)


def test_it_runs_out_unless_it_is_used_and_ends_after_a_year_in_any_case(letting: Letting) -> None:
    given = letting.give()
    assert reads.opened(given.token, NOW + 30 * DAY) is None
    at = NOW
    while at < NOW + (MOST_DAYS - 20) * DAY:
        at += 20 * DAY
        letting.use(given, now=at)
    assert reads.opened(given.token, NOW + MOST_DAYS * DAY - DAY) is not None
    assert reads.opened(given.token, NOW + MOST_DAYS * DAY) is None
    with pytest.raises(Missing):
        letting.use(given, now=NOW + MOST_DAYS * DAY)


def test_taken_back_it_opens_nothing_at_once_and_twice_is_once(letting: Letting) -> None:
    given, other = letting.give(), letting.give()
    letting.revoke(given)
    letting.revoke(given)
    assert reads.opened(given.token, NOW) is None
    assert reads.opened(other.token, NOW) is not None
    shut = reads.shut(given.token, NOW)
    assert shut is not None
    assert shut.state == "revoked"
    assert [one.name for one in Event.objects.order_by("pk")].count("supply_access.KeyRevoked") == 1


def test_it_shuts_when_the_person_leaves_or_the_supplier_ends_and_stays_shut(letting: Letting) -> None:
    his, theirs = letting.give(), letting.give(contact_id=None)
    buyer = letting.buying.buyer
    supply.contact_left(buyer, supply.OneContact(contact_id=letting.contact_id), now=NOW)
    assert reads.opened(his.token, NOW) is None
    assert reads.opened(theirs.token, NOW) is not None
    state = {"supplier_ids": (letting.buying.supplier_id,), "state": "ended"}
    supply.set_state(buyer, supply.SetState.model_validate(state), now=NOW)
    assert reads.opened(theirs.token, NOW) is None
    drain(NOW)
    supply.set_state(buyer, supply.SetState.model_validate(state | {"state": "active"}), now=NOW)
    assert reads.opened(theirs.token, NOW) is None


def test_a_paused_supplier_still_comes_in(letting: Letting) -> None:
    given = letting.give()
    state = {"supplier_ids": (letting.buying.supplier_id,), "state": "paused"}
    supply.set_state(letting.buying.buyer, supply.SetState.model_validate(state), now=NOW)
    assert reads.opened(given.token, NOW) is not None


@pytest.mark.parametrize("token", ["", "a" * 32, "A" * 32, "../../crew/", "a" * 300])
def test_nothing_else_opens(letting: Letting, token: str) -> None:
    letting.give()
    assert reads.opened(token, NOW) is None
    assert reads.shut(token, NOW) is None


def test_letters_carry_the_persons_own_link_else_the_suppliers(letting: Letting) -> None:
    supplier_id = letting.buying.supplier_id
    assert reads.url_for(supplier_id, letting.contact_id, NOW) == ""
    theirs = letting.give(contact_id=None)
    assert theirs.token in reads.url_for(supplier_id, letting.contact_id, NOW)
    his = letting.give(now=NOW - DAY)
    assert his.token in reads.url_for(supplier_id, letting.contact_id, NOW, what="dropship:3")
    assert reads.url_for(supplier_id, letting.contact_id, NOW, what="dropship:3").endswith("/dropship:3")
    assert theirs.token in reads.url_for(supplier_id, None, NOW)
    assert reads.url_for(supplier_id + 1, None, NOW) == ""


def test_who_may_give_and_for_whom(letting: Letting) -> None:
    company, supplier_id = letting.buying.company, letting.buying.supplier_id
    data = actions.GiveKey(supplier_id=supplier_id)
    for actor in (company.marketing, company.finance, company.nobody, letting.supplier()):
        with pytest.raises(Denied):
            actions.give_key(actor, data, now=NOW)
    foreign = add_supplier(letting.buying.buyer, "OTHER")
    with pytest.raises(InvalidInput):
        letting.give(supplier_id=foreign)
    with pytest.raises(Missing):
        letting.give(supplier_id=foreign + 100)
    with pytest.raises(Missing):
        actions.revoke_key(letting.buying.buyer, actions.RevokeKey(key_id=999), now=NOW)
    supply.contact_left(letting.buying.buyer, supply.OneContact(contact_id=letting.contact_id), now=NOW)
    with pytest.raises(InvalidInput, match="works there no more"):
        letting.give()


def test_the_same_wish_twice_is_one_link_and_the_token_is_told_once(letting: Letting) -> None:
    data = actions.GiveKey(supplier_id=letting.buying.supplier_id)
    first = actions.give_key(letting.buying.buyer, data, key="once", now=NOW)
    again = actions.give_key(letting.buying.buyer, data, key="once", now=NOW)
    assert (again.key_id, again.token) == (first.key_id, "•••")
    assert Key.objects.count() == 1


def test_uses_close_together_are_one(letting: Letting) -> None:
    given = letting.give()
    place = "203.0.113.7"
    assert actions.worth_noting(given.key_id, place, NOW)
    letting.use(given, now=NOW)
    assert not actions.worth_noting(given.key_id, place, NOW + timedelta(minutes=9))
    assert actions.worth_noting(given.key_id, place, NOW + timedelta(minutes=10))
    assert actions.worth_noting(given.key_id, "203.0.113.8", NOW + timedelta(minutes=1))
    row = Key.objects.get()
    assert (row.opened_at, row.last_address, row.last_device) == (NOW, place, "WeChat")


def test_its_pages_speak_the_chosen_language(letting: Letting) -> None:
    given = letting.give()
    actions.speak(letting.supplier(), actions.Speak(token=given.token, language="en"), now=NOW)
    found = reads.opened(given.token, NOW)
    assert found is not None
    assert found.language == "en"


@pytest.mark.parametrize(("spoken", "wanted"), [("", "zh-hans"), ("ja", "en"), ("zh-tw", "zh-hans"), ("en", "en")])
def test_a_link_speaks_as_its_reader_does(letting: Letting, spoken: str, wanted: str) -> None:
    Supplier.objects.update(language=spoken or "zh-hans")
    Contact.objects.update(language=spoken)
    given = letting.give()
    assert Key.objects.get(pk=given.key_id).language == wanted


def test_the_letter_goes_to_the_person_in_their_language(letting: Letting) -> None:
    given = letting.give()
    actions.send_key(letting.buying.buyer, actions.SendKey(key_id=given.key_id), now=NOW)
    letter = Message.objects.get()
    assert letter.to == "lin@zs.example"
    assert given.url in letter.text
    assert "林姐" in letter.text
    with pytest.raises(InvalidInput):
        actions.send_key(letting.buying.buyer, actions.SendKey(key_id=given.key_id, to="no address"), now=NOW)
    letting.revoke(given)
    with pytest.raises(Refused):
        actions.send_key(letting.buying.buyer, actions.SendKey(key_id=given.key_id), now=NOW)


def test_there_is_an_end_to_links(letting: Letting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storecrew.shop.supply.access.actions.giving.MOST_OPEN", 2)
    first = letting.give()
    letting.give()
    with pytest.raises(Refused, match="Take back"):
        letting.give()
    letting.revoke(first)
    letting.give()
