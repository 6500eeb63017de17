"""Seats are given, shared, covered and ended; every row is history."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from storecrew.kernel.actions.errors import Denied, Missing, Refused, SignedOut
from storecrew.kernel.actions.grants import grants_of, permit
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.people import actions, handover
from storecrew.kernel.people.actions.tenures import CoverForm, EndTenure, SeatForm
from storecrew.kernel.people.models import Tenure
from storecrew.kernel.people.seats import Seat

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # Monday noon in Shanghai
SECOND = timedelta(seconds=1)


def share(company, who, seat, **more):
    form = SeatForm(person_id=who.person_id, seat=seat, **more)
    return actions.share_seat(company.founder, form, now=more.get("starts_at") or NOW)


def seats_of(actor, at):
    return list(grants_of(actor, at).seats)


def vacate(company, seat):
    row = Tenure.objects.get(seat=seat, ends_at=None)
    actions.end_tenure(company.founder, EndTenure(tenure_id=row.pk), now=NOW - SECOND)


def test_a_vacant_seat_is_given_from_the_instant_asked_for(company):
    vacate(company, "it")
    noon = NOW + timedelta(hours=1)
    form = SeatForm(person_id=company.stranger.person_id, seat=Seat.IT, starts_at=noon, ends_at=noon + SECOND)

    actions.grant_seat(company.founder, form, now=NOW)

    assert seats_of(company.stranger, noon - SECOND) == []
    assert seats_of(company.stranger, noon) == ["it"]
    assert seats_of(company.stranger, noon + SECOND) == []


def test_a_held_seat_is_refused_with_the_holders_name(company):
    form = SeatForm(person_id=company.stranger.person_id, seat=Seat.IT)

    with pytest.raises(Refused, match="贺东") as refusal:
        actions.grant_seat(company.founder, form, now=NOW)

    assert refusal.value.code == "seat_held"
    assert Entry.objects.get(action="people.grant_seat").outcome == "refused"


def test_a_seat_that_is_planned_for_somebody_later_is_not_given_over_that_time(company):
    row = Tenure.objects.get(seat="it", ends_at=None)
    actions.end_tenure(company.founder, EndTenure(tenure_id=row.pk, at=NOW + timedelta(days=2)), now=NOW)
    planned = SeatForm(person_id=company.web.person_id, seat=Seat.IT, starts_at=NOW + timedelta(days=5))
    actions.grant_seat(company.founder, planned, now=NOW)

    across = SeatForm(person_id=company.stranger.person_id, seat=Seat.IT, starts_at=NOW + timedelta(days=3))
    with pytest.raises(Refused, match="Noah Field"):
        actions.grant_seat(company.founder, across, now=NOW)
    between = across.model_copy(update={"ends_at": NOW + timedelta(days=5)})
    assert actions.grant_seat(company.founder, between, now=NOW).ends_at == NOW + timedelta(days=5)


def test_only_the_owner_gives_seats(company):
    form = SeatForm(person_id=company.stranger.person_id, seat=Seat.IT)
    for actor in (company.director, company.it, company.stranger):
        with pytest.raises(Denied):
            actions.grant_seat(actor, form, now=NOW)
    with pytest.raises(SignedOut):
        actions.grant_seat(company.nobody, form, now=NOW)
    assert set(Entry.objects.values_list("outcome", flat=True)) == {"denied"}


def test_the_same_key_gives_a_seat_once(company):
    form = SeatForm(person_id=company.stranger.person_id, seat=Seat.IT)
    first = actions.share_seat(company.founder, form, key="k", now=NOW)
    assert actions.share_seat(company.founder, form, key="k", now=NOW) == first
    assert Tenure.objects.filter(person=company.stranger.person_id).count() == 1


def test_nobody_sits_in_a_seat_twice(company):
    share(company, company.stranger, Seat.IT)
    with pytest.raises(Refused) as refusal:
        share(company, company.stranger, Seat.IT)
    assert refusal.value.code == "in_seat_already"


def test_seats_are_not_given_back_in_time_or_for_no_time(company):
    for starts_at, ends_at in ((NOW - SECOND, None), (NOW, NOW), (NOW + SECOND, NOW)):
        form = SeatForm(person_id=company.stranger.person_id, seat=Seat.IT, starts_at=starts_at, ends_at=ends_at)
        with pytest.raises(Refused):
            actions.share_seat(company.founder, form, now=NOW)


def cover(actor, company, *, who=None, days=7, **more):
    deputy = who or company.service
    form = CoverForm(
        seat=Seat.WAREHOUSE, person_id=deputy.person_id, ends_at=NOW + timedelta(days=days), reason="休假", **more
    )
    return actions.cover_seat(actor, form, now=NOW)


def test_a_holder_names_a_cover_who_acts_until_its_end(company):
    given = cover(company.warehouse, company)

    assert seats_of(company.service, NOW) == ["warehouse", "service"]
    assert grants_of(company.service, NOW).seats["warehouse"].kind == "cover"
    assert seats_of(company.service, given.ends_at) == ["service"]
    assert seats_of(company.warehouse, NOW) == ["warehouse"]


def test_what_a_cover_lets_through_carries_the_covers_row(company):
    given = cover(company.warehouse, company, who=company.stranger)
    permitted = permit(company.stranger, name="stock.count", seats=frozenset({"warehouse"}), at=NOW)
    assert (permitted.seat, permitted.tenure_id) == ("warehouse", given.tenure_id)


def test_others_may_not_name_a_cover_for_a_colleague_but_the_owner_may(company):
    with pytest.raises(Denied):
        cover(company.finance, company, covered_id=company.warehouse.person_id)
    assert cover(company.founder, company, covered_id=company.warehouse.person_id).tenure_id


def test_a_cover_cannot_be_passed_on(company):
    cover(company.warehouse, company)
    with pytest.raises(Refused) as refusal:
        cover(company.service, company, who=company.analyst)
    assert refusal.value.code == "cover_of_cover"


def test_a_cover_lasts_thirty_days_to_the_second(company):
    assert cover(company.warehouse, company, days=30)
    with pytest.raises(Refused, match="30"):
        form = CoverForm(
            seat=Seat.FINANCE,
            person_id=company.service.person_id,
            ends_at=NOW + timedelta(days=30) + SECOND,
            reason="x",
        )
        actions.cover_seat(company.finance, form, now=NOW)


def test_the_tables_hold_the_rules_of_covers_themselves(company):
    held = Tenure.objects.get(seat="warehouse")
    for change in (
        {"ends_at": None},
        {"reason": ""},
        {"covers": None},
        {"ends_at": NOW + timedelta(days=30) + SECOND},
        {"ends_at": NOW - SECOND},
        {"seat": "cook"},
    ):
        row = {
            "person_id": company.service.person_id,
            "seat": "warehouse",
            "kind": "cover",
            "starts_at": NOW,
            "ends_at": NOW + timedelta(days=30),
            "reason": "x",
            "covers": held,
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Tenure.objects.create(**{**row, **change})
    assert Tenure.objects.create(**row)


def test_ending_a_seat_ends_the_covers_that_rest_on_it(company):
    given = cover(company.warehouse, company)
    later = NOW + timedelta(days=2)
    share(company, company.analyst, Seat.WAREHOUSE)
    row = Tenure.objects.get(seat="warehouse", kind="hold")

    actions.end_tenure(company.founder, EndTenure(tenure_id=row.pk, at=later), now=NOW)

    assert Tenure.objects.get(pk=given.tenure_id).ends_at == later
    assert seats_of(company.service, later) == ["service"]


def test_a_planned_seat_that_is_ended_never_begins(company):
    planned = share(company, company.stranger, Seat.IT, starts_at=NOW)
    row = Tenure.objects.get(pk=planned.tenure_id)
    actions.end_tenure(company.founder, EndTenure(tenure_id=row.pk), now=NOW)
    assert seats_of(company.stranger, NOW) == []
    assert Tenure.objects.get(pk=row.pk).ends_at == row.starts_at


def test_people_leave_a_seat_themselves_but_not_somebody_elses(company):
    share(company, company.stranger, Seat.IT)
    row = Tenure.objects.get(person=company.stranger.person_id)
    with pytest.raises(Denied):
        actions.end_tenure(company.service, EndTenure(tenure_id=row.pk), now=NOW)
    actions.end_tenure(company.stranger, EndTenure(tenure_id=row.pk), now=NOW)
    assert seats_of(company.stranger, NOW) == []
    with pytest.raises(Missing):
        actions.end_tenure(company.founder, EndTenure(tenure_id=0), now=NOW)


def test_a_seat_with_work_on_its_desk_is_not_left_to_nobody(company, monkeypatch):
    monkeypatch.setitem(handover._sections, "test.desk", desk_of("it"))
    row = Tenure.objects.get(seat="it")
    with pytest.raises(Refused) as refusal:
        actions.end_tenure(company.it, EndTenure(tenure_id=row.pk), now=NOW)
    assert refusal.value.code == "would_orphan"
    share(company, company.stranger, Seat.IT)
    assert actions.end_tenure(company.it, EndTenure(tenure_id=row.pk), now=NOW).ends_at == NOW


def desk_of(seat):
    def look(tenure, now):
        return handover.Section("Desk", (handover.Item("a late backup"),)) if tenure.seat == seat else None

    return look


def test_rows_of_history_are_neither_changed_nor_deleted(company):
    row = Tenure.objects.get(seat="it")
    row.seat = "web"
    with pytest.raises(TypeError, match="history"):
        row.save()
    with pytest.raises(TypeError, match="history"):
        row.delete()
    with pytest.raises(TypeError, match="history"):
        Tenure.objects.filter(seat="it").update(seat="web")
    with pytest.raises(TypeError, match="history"):
        Tenure.objects.filter(seat="it").delete()
