"""What looks wrong as a whole is held, and nothing is zeroed; people decide; any version can be put back."""

from datetime import timedelta
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.jobs.running import take_turn
from storecrew.kernel.pages.models import Notice
from storecrew.kernel.pages.queue import gather
from storecrew.shop.availability.models import Said
from storecrew.shop.feeds import actions
from storecrew.shop.feeds.models import Arrival, Source, Version
from storecrew.shop.feeds.tests.conftest import HEADER, SKUS, Feeding, file_of, rows_of, usual
from storecrew.shop.feeds.types import Outcome, State, Trip
from storecrew.shop.supply import actions as supply

pytestmark = pytest.mark.django_db

CENTS = [[sku, "", str(10 + place), "3350"] for place, sku in enumerate(SKUS)]
FEN = [[sku, "", str(10 + place), "0.335"] for place, sku in enumerate(SKUS)]
WRONG: dict[str, tuple[bytes, Trip]] = {
    "columns": (file_of(rows_of(usual()), header=("货号", "名称", "数量?", "供货价")), Trip.COLUMNS),
    "fewer rows": (file_of(rows_of(usual())[:5]), Trip.FEWER),
    "no rows": (file_of([]), Trip.EMPTY),
    "all zeros": (file_of(rows_of(dict.fromkeys(SKUS, 0))), Trip.ZEROS),
    "nearly all zeros": (file_of(rows_of(dict.fromkeys(SKUS, 0) | {SKUS[0]: 9})), Trip.ZEROS),
    "prices by a hundred": (file_of(CENTS), Trip.DEARER),
    "prices by a hundredth": (file_of(FEN), Trip.CHEAPER),
    "bad rows": (file_of(rows_of(usual(_1="?", _2="?", _3="?", _4="?", _5="?"))), Trip.BAD),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_looks_wrong_is_held_and_nothing_is_zeroed(feeding: Feeding, what: str) -> None:
    content, trip = WRONG[what]
    row = feeding.source()
    good = feeding.send(row, file_of(rows_of(usual())))
    version = feeding.send(row, content)
    assert (version.state, [code for code, _params in version.trips]) == (State.HELD, [trip])
    assert feeding.stock() == usual()
    assert set(feeding.costs().values()) == {3_350}
    assert {feeding.seen(sku) for sku in SKUS} == {good.observed_at}  # ages go on growing
    feeding.drain()
    assert Notice.objects.filter(person_id=feeding.keeper.person_id).count() == 1
    items = gather(feeding.keeper, feeding.now)
    assert f"feeds.held:{version.pk}" in {item.key for item in items}
    again = feeding.send(row, content)  # the same mistake once more
    assert (again.pk, again.state) == (version.pk, State.HELD)
    assert {feeding.seen(sku) for sku in SKUS} == {good.observed_at}


def test_the_good_file_again_closes_the_breaker_by_itself(feeding: Feeding) -> None:
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual())))
    held = feeding.send(row, file_of([]))
    feeding.send(row, file_of(rows_of(usual())))
    held.refresh_from_db()
    row.refresh_from_db()
    assert (held.state, row.held_since) == (State.OVERTAKEN, None)
    assert {feeding.seen(sku) for sku in SKUS} == {feeding.now}
    held = feeding.send(row, file_of([], header=HEADER[:3] + ("供货价 ",)))
    feeding.send(row, file_of(rows_of(usual(_1=4))))
    held.refresh_from_db()
    assert held.state == State.OVERTAKEN
    assert feeding.stock() == usual(_1=4)


def test_somebody_lets_it_through_or_refuses_it(feeding: Feeding) -> None:
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual())))
    held = feeding.send(row, file_of(rows_of(dict.fromkeys(SKUS, 0))))
    with pytest.raises(Denied):
        actions.let_through(feeding.company.marketing, actions.OneVersion(version_id=held.pk), now=feeding.now)
    actions.refuse(feeding.keeper, actions.OneVersion(version_id=held.pk), now=feeding.later(minutes=5))
    with pytest.raises(Refused):
        actions.let_through(feeding.keeper, actions.OneVersion(version_id=held.pk), now=feeding.now)
    assert feeding.stock() == usual()
    second = feeding.send(row, file_of(rows_of(dict.fromkeys(SKUS, 0) | {SKUS[3]: 1})))
    actions.let_through(feeding.keeper, actions.OneVersion(version_id=second.pk), now=feeding.later(minutes=5))
    feeding.work(row)
    second.refresh_from_db()
    assert (second.state, second.decided_by) == (State.ACCEPTED, feeding.keeper.ref)
    assert feeding.stock() == dict.fromkeys(SKUS, 0) | {SKUS[3]: 1}


def test_columns_that_moved_are_told_anew(feeding: Feeding) -> None:
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual())))
    held = feeding.send(row, WRONG["columns"][0])
    with pytest.raises(Refused):
        actions.let_through(feeding.keeper, actions.OneVersion(version_id=held.pk), now=feeding.now)
    told = actions.ConfirmMapping(version_id=held.pk, mapping={"sku": "货号", "quantity": "数量?"})
    actions.confirm_mapping(feeding.keeper, told, now=feeding.later(minutes=5))
    feeding.work(row)
    held.refresh_from_db()
    assert held.state == State.ACCEPTED
    assert feeding.stock() == usual()


def test_a_single_cost_that_jumps_is_a_row_to_look_at(feeding: Feeding) -> None:
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual())))
    rows = [*rows_of(usual())]
    rows[2] = [SKUS[2], "", "5", "3350"]
    version = feeding.send(row, file_of(rows))
    assert (version.state, feeding.bad(version)) == (State.ACCEPTED, [(4, "cost_jump")])
    assert feeding.stock() == usual()
    data = {"version_id": version.pk, **_kept(file_of([rows[2]])), "name": "rows.csv", "scope": "part"}
    actions.mend(feeding.keeper, actions.Mend.model_validate(data), now=feeding.later(minutes=5))
    feeding.work(row)
    assert (feeding.stock()[SKUS[2]], feeding.costs()[SKUS[2]]) == (5, 335_000)
    assert feeding.bad(version) == []


def _kept(content: bytes) -> dict[str, Any]:
    from storecrew.shop.feeds.opening import SHELF  # noqa: PLC0415  the folder is the test's own

    kept = SHELF.keep([content])
    return {"digest": kept.digest, "size": kept.size}


def test_any_version_is_put_back_and_the_same_mistake_is_not_taken_again(feeding: Feeding) -> None:
    row = feeding.source("push")
    first = feeding.send(row, file_of(rows_of(usual(), "20.00")))
    second = feeding.send(row, file_of(rows_of(usual(_1=0, _2=500), "25.00")))
    third = feeding.send(row, file_of(rows_of(usual(_1=0, _2=501), "25.00")))
    back = actions.roll_back(feeding.keeper, actions.OneVersion(version_id=first.pk), now=feeding.later(minutes=5))
    feeding.work(row)
    assert Version.objects.get(pk=back.version_id).state == State.ACCEPTED
    assert feeding.stock() == usual()
    assert set(feeding.costs().values()) == {2_000}
    with pytest.raises(Refused):
        actions.roll_back(feeding.keeper, actions.OneVersion(version_id=back.version_id), now=feeding.now)
    again = {"source_id": row.pk, "name": "push", **_kept(file_of(rows_of(usual(_1=0, _2=501), "25.00")))}
    answer = actions.receive(feeding.gate, actions.Receive.model_validate(again), now=feeding.later(minutes=5))
    assert (answer.outcome, feeding.stock()) == (Outcome.SAME, usual())
    for version, expected in ((third, usual(_1=0, _2=501)), (second, usual(_1=0, _2=500))):
        actions.roll_back(feeding.keeper, actions.OneVersion(version_id=version.pk), now=feeding.later(minutes=5))
        feeding.work(row)
        assert feeding.stock() == expected


def test_the_same_file_again_changes_nothing_but_confirms(feeding: Feeding) -> None:
    row = feeding.source()
    content = file_of(rows_of(usual()))
    feeding.send(row, content)
    written = list(Said.objects.values_list("pk", "observed_at", "quantity"))
    entries = Entry.objects.filter(action="availability.take_said").count()
    feeding.send(row, content)
    assert Version.objects.count() == 1
    assert list(Said.objects.values_list("pk", "observed_at", "quantity")) == written
    assert Entry.objects.filter(action="availability.take_said").count() == entries
    assert {feeding.seen(sku) for sku in SKUS} == {feeding.now}
    assert [one.outcome for one in Arrival.objects.order_by("pk")] == [Outcome.NEW, Outcome.SAME]


def test_what_comes_late_is_left_aside(feeding: Feeding) -> None:
    row = feeding.source("push")
    feeding.send(row, file_of(rows_of(usual())))
    old = {
        "source_id": row.pk,
        "name": "push",
        "observed_at": feeding.now - timedelta(hours=1),
        **_kept(file_of(rows_of(usual(_1=1)))),
    }
    answer = actions.receive(feeding.gate, actions.Receive.model_validate(old), now=feeding.later(minutes=5))
    assert (answer.outcome, feeding.stock()) == (Outcome.LATE, usual())


def test_files_wait_for_their_turn_and_only_the_newest_whole_one_counts(feeding: Feeding) -> None:
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual())))
    one = feeding.send(row, file_of(rows_of(usual(_1=1))), run=False)
    two = feeding.send(row, file_of(rows_of(usual(_1=2))), run=False)
    three = feeding.send(row, file_of(rows_of(usual(_1=3))), run=False)
    assert [one.state, two.state, three.state] == [State.READING, State.WAITING, State.WAITING]
    feeding.work(row)
    states = [Version.objects.get(pk=version.pk).state for version in (one, two, three)]
    assert states == [State.REPLACED, State.OVERTAKEN, State.ACCEPTED]
    assert feeding.stock() == usual(_1=3)


def test_a_file_that_was_stopped_half_way_goes_on_or_is_taken_back_whole(feeding: Feeding, monkeypatch) -> None:
    monkeypatch.setattr("storecrew.shop.feeds.work.ROWS", 3)
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual(), "20.00")))
    for decide, expected, cost in ((actions.take_back, usual(), 2_000), (actions.go_on, dict.fromkeys(SKUS, 7), 2_500)):
        version = feeding.send(row, file_of(rows_of(dict.fromkeys(SKUS, 7), "25.00")), run=False)
        _stop_once(feeding, version, applied=3)
        assert feeding.stock() not in (usual(), dict.fromkeys(SKUS, 7))
        decide(feeding.keeper, actions.OneVersion(version_id=version.pk), now=feeding.later(minutes=5))
        feeding.work(row)
        assert feeding.stock() == expected
        assert set(feeding.costs().values()) == {cost}


def _stop_once(feeding: Feeding, version: Version, *, applied: int) -> None:
    """Let a worker take a file in, and have somebody stop it once so many changes are applied."""

    def look() -> bool:
        row = Version.objects.get(pk=version.pk)
        if row.applied_to == applied and row.state == State.APPLYING:
            actions.stop(feeding.keeper, actions.OneVersion(version_id=version.pk), now=feeding.now)
        return False

    take_turn(version.work_id or 0, clock=lambda: feeding.now, is_over=look)
    take_turn(version.work_id or 0, clock=lambda: feeding.now, is_over=look)
    version.refresh_from_db()
    assert (version.state, version.applied_to) == (State.STOPPED, applied)


def test_offers_that_are_new_here_learn_what_was_said_before(feeding: Feeding, company: Company) -> None:
    from storecrew.shop.supply.models import Offer  # noqa: PLC0415  other rooms' tables are looked at in tests only

    offer = Offer.objects.get(sku=SKUS[0])
    supply.end_offers(company.warehouse, supply.SomeOffers(offer_ids=(offer.pk,)), now=feeding.now)
    row = feeding.source()
    version = feeding.send(row, file_of(rows_of(usual())))
    assert version.counts["unknown"] == 1
    assert SKUS[0] not in feeding.stock()
    data = {"supplier_id": feeding.supplier_id, "variant_id": offer.variant_id, "sku": SKUS[0]}
    supply.make_offer(company.warehouse, supply.MakeOffer.model_validate(data), now=feeding.later(minutes=1))
    feeding.drain()
    feeding.work(row)
    assert feeding.stock() == usual()
    row.refresh_from_db()
    assert row.current_id == version.pk


def test_who_may_set_a_source_up(feeding: Feeding) -> None:
    data = {"supplier_id": feeding.supplier_id, "site_id": feeding.site_id, "kind": "upload", "name": "Mail"}
    with pytest.raises(Denied):
        actions.add_source(feeding.company.marketing, actions.AddSource.model_validate(data), now=feeding.now)
    made = actions.add_source(feeding.company.it, actions.AddSource.model_validate(data), now=feeding.now)
    row = Source.objects.get(pk=made.source_id)
    feeding.send(row, file_of(rows_of(usual())), run=False)
    with pytest.raises(Refused):  # a file of it is being worked on
        actions.remove_source(feeding.company.it, actions.OneSource(source_id=made.source_id), now=feeding.now)
    feeding.work(row)
    with pytest.raises(Refused):
        actions.add_source(feeding.company.it, actions.AddSource.model_validate(data), now=feeding.now)
    actions.remove_source(feeding.company.it, actions.OneSource(source_id=made.source_id), now=feeding.now)
    actions.add_source(feeding.company.it, actions.AddSource.model_validate(data), now=feeding.now)
    assert Source.objects.shown().count() == 1
