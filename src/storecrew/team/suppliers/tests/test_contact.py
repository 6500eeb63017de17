"""Keeping in touch: the rhythm begins anew with any real contact, rests are respected, greetings wait for a person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.clock.hours import parse_hours
from storecrew.kernel.clock.types import Closure, WorkCalendar
from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.events.types import Meta
from storecrew.kernel.mail.models import Message
from storecrew.shop.dropships.events import DropshipAcknowledged, DropshipShipped
from storecrew.shop.supply import reads as supply
from storecrew.team.suppliers import actions, festivals, handlers, queue
from storecrew.team.suppliers.cadence import due, tiers, waiting
from storecrew.team.suppliers.models import Care, Favour, Greeting, Rhythm, Touch
from storecrew.team.suppliers.reads.contacting import Contacting, contacting
from storecrew.team.suppliers.seats import watcher
from storecrew.team.suppliers.tests.conftest import LATER, NOW, Keeping, theirs

ALWAYS = WorkCalendar("Asia/Shanghai", (parse_hours("09:00-18:00"),) * 7)
WEEK = WorkCalendar("Asia/Shanghai", (*(parse_hours("09:00-18:00"),) * 5, (), ()), country="CN")
BEFORE_FESTIVAL = datetime(2027, 1, 28, 2, 0, tzinfo=UTC)
"""Nine days before Chinese New Year, which is 6 February in 2027."""


def contact(keeping: Keeping, now: datetime) -> Contacting:
    views = supply.suppliers_by_id([keeping.supplier_id])
    return contacting(list(views.values()), now)[keeping.supplier_id]


def test_the_day_moves_to_one_on_which_both_work() -> None:
    monday = date(2026, 11, 23)
    rest = WorkCalendar("Asia/Shanghai", ALWAYS.week, closures=(Closure(date(2026, 12, 7), date(2026, 12, 9)),))
    found = due(monday, 14, later=None, today=monday, ours=ALWAYS, theirs=rest)
    assert (found.on, found.late, found.is_due) == (date(2026, 12, 10), -17, False)
    weekend = due(date(2026, 11, 28), 14, later=None, today=monday, ours=WEEK, theirs=ALWAYS)
    assert weekend.on == date(2026, 12, 14)  # 12 December is a Saturday
    put_off = due(monday, 14, later=date(2026, 12, 20), today=monday, ours=ALWAYS, theirs=ALWAYS)
    assert put_off.on == date(2026, 12, 20)


def test_nobody_is_due_in_the_middle_of_spring_festival() -> None:
    found = due(date(2027, 1, 23), 14, later=None, today=date(2027, 2, 8), ours=WEEK, theirs=WEEK)
    assert found.on > date(2027, 2, 9)
    assert WEEK.day(found.on).is_working


def test_tiers_follow_from_what_was_spent() -> None:
    assert tiers({1: 700, 2: 200, 3: 60, 4: 40, 5: 0}) == {1: "a", 2: "a", 3: "b", 4: "c", 5: "c"}
    assert tiers({1: 0, 2: 0}) == {1: "c", 2: "c"}
    assert tiers({}) == {}


def test_our_last_word_waits_only_as_long_as_nothing_came_back() -> None:
    said = NOW - timedelta(days=5)
    assert waiting(None, said, NOW, patience=3) is not None
    assert waiting(NOW - timedelta(days=4), said, NOW, patience=3) is None
    assert waiting(None, NOW - timedelta(days=2), NOW, patience=3) is None
    assert waiting(None, None, NOW, patience=3) is None


def test_any_real_contact_begins_the_rhythm_anew(keeping: Keeping) -> None:
    before = contact(keeping, LATER)
    assert (before.last_at, before.due.days) == (None, 14)
    log = actions.LogContact(supplier_id=keeping.supplier_id, way="call", contact_id=keeping.contact_id, note="Prices")  # type: ignore[arg-type]
    actions.log_contact(keeping.keeper, log, now=LATER)
    called = contact(keeping, LATER)
    assert called.last_at == LATER
    assert called.due.on >= (LATER + timedelta(days=14)).date()
    problem = keeping.sent(now=LATER + timedelta(days=1))
    assert contact(keeping, LATER + timedelta(days=6)).waiting is not None
    keeping.answer(problem, "question", text="Which lot?", now=LATER + timedelta(days=6))
    answered = contact(keeping, LATER + timedelta(days=6))
    assert answered.last_at == LATER + timedelta(days=6)
    assert answered.waiting is None


def test_a_contact_is_refused_where_it_cannot_be(keeping: Keeping) -> None:
    def log(**values: object) -> actions.LogContact:
        return actions.LogContact.model_validate({"supplier_id": keeping.supplier_id, "way": "call"} | values)

    with pytest.raises(InvalidInput):
        actions.log_contact(keeping.keeper, log(at=LATER + timedelta(days=1)), now=LATER)
    with pytest.raises(InvalidInput):
        actions.log_contact(keeping.keeper, log(supplier_id=keeping.other_id, contact_id=keeping.contact_id), now=LATER)
    with pytest.raises(Missing):
        actions.log_contact(keeping.keeper, log(supplier_id=999), now=LATER)
    with pytest.raises(Denied):
        actions.log_contact(keeping.company.finance, log(), now=LATER)
    with pytest.raises(Denied):
        actions.log_contact(theirs(keeping.supplier_id), log(), now=LATER)
    assert not Touch.objects.exists()
    actions.log_contact(keeping.keeper, log(), key="twice", now=LATER)
    actions.log_contact(keeping.keeper, log(), key="twice", now=LATER)
    assert Touch.objects.count() == 1


def test_orders_they_confirm_count_once_a_day_and_carriers_do_not(keeping: Keeping) -> None:
    def meta(number: int, actor: str, *, at: datetime = LATER) -> Meta:
        return Meta(id=number, subject="dropship:1", cause="c", at=at, actor=actor, now=at, attempt=1)

    facts = {"dropship_id": 1, "number": "DS-1", "order_id": 1, "supplier_id": keeping.supplier_id}
    yes = DropshipAcknowledged(**facts, ships_on=None, ship_by=None)
    for number in (1, 2):
        handlers.acknowledged(yes, meta(number, f"supplier:{keeping.supplier_id}"))
    from storecrew.kernel.events.registry import find_handler  # noqa: PLC0415  what is registered is what counts

    heard = find_handler("suppliers.touch.dropships.acknowledged")
    assert heard is not None
    for number in (1, 1, 2):
        heard.function(yes, meta(number, f"supplier:{keeping.supplier_id}"))
    row = Touch.objects.get()
    assert (row.way, row.direction, row.about) == ("portal", "theirs", "dropship:1")
    heard.function(yes, meta(3, keeping.keeper.ref, at=LATER + timedelta(days=1)))
    assert Touch.objects.order_by("-pk")[0].way == "order"
    sent = find_handler("suppliers.touch.dropships.shipped")
    assert sent is not None
    left = DropshipShipped(**facts, drop_parcel_id=1, parcel_id=None, lines={}, owed=None, late=False)
    sent.function(left, meta(4, "system:carrier"))
    assert Touch.objects.count() == 2


def test_rhythms_are_set_by_tier_and_for_one_supplier(keeping: Keeping) -> None:
    director, keeper = keeping.company.director, keeping.keeper
    actions.set_rhythm(director, actions.SetRhythm(tier="a", days=7), now=LATER)
    actions.set_rhythm(director, actions.SetRhythm(tier="a", days=7), now=LATER)
    assert Rhythm.objects.get().days == 7
    assert contact(keeping, LATER).due.days == 7
    with pytest.raises(Denied):
        actions.set_rhythm(keeper, actions.SetRhythm(tier="a", days=7), now=LATER)
    with pytest.raises(ValidationError):
        actions.SetRhythm(tier="x", days=7)
    later = (LATER + timedelta(days=40)).date()
    actions.set_care(keeper, actions.SetCare(supplier_id=keeping.supplier_id, days=3, later=later), now=LATER)
    found = contact(keeping, LATER)
    assert (found.due.days, found.own) == (3, True)
    assert found.due.on >= later
    actions.set_care(keeper, actions.SetCare(supplier_id=keeping.supplier_id), now=LATER)
    assert Care.objects.get().days is None
    with pytest.raises(Missing):
        actions.set_care(keeper, actions.SetCare(supplier_id=999), now=LATER)
    with pytest.raises(Denied):
        actions.set_care(keeping.company.service, actions.SetCare(supplier_id=keeping.supplier_id), now=LATER)


def test_festivals_of_the_lunar_calendar_are_known_years_ahead() -> None:
    year = {day: occasion.value for day, occasion in festivals.coming("CN", date(2027, 1, 1), date(2027, 12, 31))}
    assert year == {
        date(2027, 1, 1): "new_year",
        date(2027, 2, 6): "spring_festival",
        date(2027, 2, 20): "lantern",
        date(2027, 6, 9): "dragon_boat",
        date(2027, 9, 15): "mid_autumn",
    }
    # in 2031 Mid-Autumn falls on National Day
    assert (date(2031, 10, 1), "mid_autumn") in festivals.coming("CN", date(2031, 9, 1), date(2031, 10, 2))
    germany = [occasion for _day, occasion in festivals.coming("DE", date(2027, 1, 1), date(2027, 12, 31))]
    assert germany == ["new_year", "christmas"]
    assert festivals.birthday(2, 29, date(2027, 2, 20), date(2027, 3, 3)) == date(2027, 2, 28)
    assert festivals.birthday(1, 3, date(2026, 12, 28), date(2027, 1, 7)) == date(2027, 1, 3)
    assert festivals.birthday(5, 3, date(2026, 12, 28), date(2027, 1, 7)) is None


def drafted(keeping: Keeping, *, now: datetime = BEFORE_FESTIVAL) -> Greeting:
    actions.draft_greetings(watcher("test"), actions.DraftGreetings(), now=now)
    return Greeting.objects.get()


def test_greetings_are_drafted_once_in_their_language_and_nothing_goes_out(keeping: Keeping) -> None:
    row = drafted(keeping)
    assert (row.occasion, row.on, row.language) == ("spring_festival", date(2027, 2, 6), "zh-hans")
    assert row.text.startswith("林姐")
    again = actions.draft_greetings(watcher("test"), actions.DraftGreetings(), now=BEFORE_FESTIVAL + timedelta(days=1))
    assert again.new == 0
    assert not Message.objects.exists()
    assert not OutwardAct.objects.exists()
    assert not Touch.objects.exists()
    birthday = datetime(2027, 3, 6, 2, 0, tzinfo=UTC)
    actions.draft_greetings(watcher("test"), actions.DraftGreetings(), now=birthday)
    assert set(Greeting.objects.values_list("occasion", flat=True)) == {"spring_festival", "birthday"}


def test_a_greeting_goes_out_as_a_person_wrote_it_and_counts_as_a_contact(keeping: Keeping) -> None:
    row = drafted(keeping)
    send = actions.SendGreeting(greeting_id=row.pk, text="林姐，新年好！\n\n多谢。", by="mail")
    with pytest.raises(Denied):
        actions.send_greeting(watcher("test"), send, now=BEFORE_FESTIVAL)
    with pytest.raises(Denied):
        actions.send_greeting(keeping.company.service, send, now=BEFORE_FESTIVAL)
    assert actions.send_greeting(keeping.keeper, send, now=BEFORE_FESTIVAL).state == "mailed"
    letter = Message.objects.get()
    assert letter.to == "lin@zs.example"
    assert "林姐，新年好！" in letter.text
    assert Touch.objects.get().direction == "ours"
    with pytest.raises(Refused):
        actions.send_greeting(keeping.keeper, send, now=BEFORE_FESTIVAL)
    with pytest.raises(Missing):
        actions.leave_greeting(keeping.keeper, actions.LeaveGreeting(greeting_id=999), now=BEFORE_FESTIVAL)


def test_a_greeting_is_sent_by_hand_or_left_and_is_not_drafted_again(keeping: Keeping) -> None:
    row = drafted(keeping)
    by_hand = actions.SendGreeting(greeting_id=row.pk, text=row.text, by="hand")
    assert actions.send_greeting(keeping.keeper, by_hand, now=BEFORE_FESTIVAL).state == "copied"
    assert not Message.objects.exists()
    birthday = datetime(2027, 3, 6, 2, 0, tzinfo=UTC)
    actions.draft_greetings(keeping.keeper, actions.DraftGreetings(), now=birthday)
    second = Greeting.objects.get(occasion="birthday")
    actions.leave_greeting(keeping.keeper, actions.LeaveGreeting(greeting_id=second.pk), now=birthday)
    assert actions.draft_greetings(keeping.keeper, actions.DraftGreetings(), now=birthday).new == 0


def test_tiers_that_are_not_greeted_get_no_drafts(keeping: Keeping) -> None:
    actions.set_rhythm(keeping.company.director, actions.SetRhythm(tier="a", days=14, greets=False), now=LATER)
    assert actions.draft_greetings(keeping.keeper, actions.DraftGreetings(), now=BEFORE_FESTIVAL).new == 0


def test_help_is_noted_with_who_owes_whom_and_made_up_for_once(keeping: Keeping) -> None:
    today = LATER.date()
    note = actions.NoteFavour(supplier_id=keeping.supplier_id, what="Sent 40 lamps on a Sunday", due_on=today)
    made = actions.note_favour(keeping.keeper, note, now=LATER)
    items = list(queue.favours(keeping.keeper, LATER + timedelta(days=1)))
    assert [item.subject for item in items] == [f"favour:{made.favour_id}"]
    end = actions.EndFavour(favour_id=made.favour_id, how="Paid the March bill early")
    actions.end_favour(keeping.keeper, end, now=LATER)
    assert Favour.objects.get().state == "even"
    assert not list(queue.favours(keeping.keeper, LATER + timedelta(days=1)))
    with pytest.raises(Refused):
        actions.end_favour(keeping.keeper, end, now=LATER)
    with pytest.raises(Missing):
        actions.end_favour(keeping.keeper, actions.EndFavour(favour_id=999), now=LATER)
    with pytest.raises(Denied):
        actions.note_favour(keeping.company.finance, note, now=LATER)
    with pytest.raises(InvalidInput):
        early = note.model_copy(update={"due_on": today - timedelta(days=9)})
        actions.note_favour(keeping.keeper, early, now=LATER)


def test_it_is_on_the_list_of_whoever_keeps_in_touch(keeping: Keeping) -> None:
    from storecrew.shop.supply import actions as supplying  # noqa: PLC0415  named like this room's

    late = NOW + timedelta(days=40)
    found = {item.subject for item in queue.due(keeping.keeper, late)}
    assert found == {f"supplier:{keeping.supplier_id}"}  # the other one is of tier C: sixty days
    mine = supplying.AssignKeeper(supplier_ids=(keeping.supplier_id,), keeper_id=keeping.company.director.person_id)
    supplying.assign_keeper(keeping.keeper, mine, now=LATER)
    assert not list(queue.due(keeping.keeper, late))
    (item,) = queue.due(keeping.company.director, late)
    assert item.seat == "director"
